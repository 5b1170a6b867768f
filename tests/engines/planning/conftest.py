from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from kunnande.engines.planning import Watch
from kunnande.engines.planning.assignment import Choices, Options

DATA = Path(__file__).parents[4] / "shared/data/planning"


def still(seconds=20.0):
    """Return a watch whose clock stands still: work ends by its steps, the same every time."""
    return Watch(seconds, lambda: 0.0)


def random_choices(seed, *, needs=4, columns=7, limits=3, options=3, least=0):
    """Invent a problem small enough to try everything."""
    generator = np.random.default_rng(seed)
    covers = np.zeros((needs, columns))
    for column in range(columns):
        covers[generator.choice(needs, size=generator.integers(1, 3), replace=False), column] = 1
    uses = (generator.random((limits, columns)) < 0.5) * generator.integers(1, 4, (limits, columns))
    gives = np.zeros((limits, options))
    gives[generator.integers(0, limits, options), np.arange(options)] = 3
    conflicts = (generator.random((2, columns)) < 0.3) * 1.0
    asked = np.zeros(limits)
    asked[0] = least
    return Choices(
        costs=generator.integers(1, 50, columns).astype(float),
        covers=sparse.csc_matrix(covers),
        penalties=np.full(needs, 60.0),
        uses=sparse.csc_matrix(uses.astype(float)),
        limits=generator.integers(0, 3, limits).astype(float),
        conflicts=sparse.csc_matrix(conflicts),
        options=Options(
            generator.integers(0, 5, options).astype(float),
            sparse.csc_matrix(gives),
            np.arange(options) // 2,
        ),
        least=asked,
        blocks=np.arange(limits),
    )


@pytest.fixture(scope="session")
def data_file():
    """Return a finder of files among the public instances."""

    def find(name):
        path = DATA / name
        if not path.exists():
            pytest.skip(f"../shared/data has no planning/{name}")
        return path

    return find
