from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from kunnande.engines.psychometrics import responses_of

DATA = Path(__file__).parents[4] / "shared/data/psychometrics"
ITEMS = ["1", "2", "3", "4", "5"]

# Bock and Lieberman (1970), Psychometrika 35: how many of 1000 gave each pattern of answers, in
# the order 00000, 00001, 00010 ... 11111.
LSAT6 = [3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15]
LSAT6 += [10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298]
LSAT7 = [12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28]
LSAT7 += [7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18, 136, 32, 308]


def patterns(counts):
    return responses_of(ITEMS, list(product((0, 1), repeat=5)), weights=np.array(counts, float))


@pytest.fixture(scope="session")
def lsat6():
    return patterns(LSAT6)


@pytest.fixture(scope="session")
def lsat7():
    return patterns(LSAT7)


@pytest.fixture(scope="session")
def data(data_file):
    """Return a reader of the data sets: header and numbers, NaN where missing."""

    def read(name):
        with data_file(name).open(newline="") as file:
            header, *rows = csv.reader(file)
        numbers = [
            [float("nan") if cell in {"", "NA"} else float(cell) for cell in r] for r in rows
        ]
        return header, np.array(numbers)

    return read


@pytest.fixture(scope="session")
def data_file():
    """Return a finder of files among the data sets."""

    def find(name):
        path = DATA / name
        if not path.exists():
            pytest.skip(f"../shared/data has no psychometrics/{name}")
        return path

    return find
