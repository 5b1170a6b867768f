from __future__ import annotations

import csv
from itertools import product

import pytest
from click.testing import CliRunner

from kunnande.site.cli import main

# Bock and Lieberman (1970): LSAT7, patterns 00000, 00001 ... 11111.
LSAT7 = [12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28]
LSAT7 += [7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18, 136, 32, 308]


@pytest.fixture
def run():
    """Return a runner of ``kunnande irt`` that looks at the exit code."""

    def invoke(*words, code=0):
        result = CliRunner().invoke(main, ["irt", *map(str, words)])
        assert result.exit_code == code, result.output
        return result

    return invoke


@pytest.fixture
def lsat7(tmp_path):
    file = tmp_path / "lsat7.csv"
    rows = [[*pattern, n] for pattern, n in zip(product((0, 1), repeat=5), LSAT7, strict=True)]
    with file.open("w", newline="") as target:
        csv.writer(target).writerows([["i1", "i2", "i3", "i4", "i5", "freq"], *rows])
    return file


@pytest.fixture
def parameters(run, lsat7, tmp_path):
    file = tmp_path / "parameters.json"
    run("calibrate", lsat7, "--model", "2pl", "--weights", "freq", "--out", file)
    return file
