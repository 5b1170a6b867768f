from __future__ import annotations

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    ImproperResponsesError,
    Model,
    andersen_test,
    responses_of,
)


def simulated(slopes):
    rng = np.random.default_rng(7)
    odds = slopes * (rng.normal(size=(2000, 1)) - np.linspace(-1, 1, len(slopes)))
    solved = rng.random(odds.shape) < 1 / (1 + np.exp(-odds))
    return responses_of(list(map(str, range(len(slopes)))), solved.astype(int))


def test_rasch_items_stay_as_hard():
    found = andersen_test(simulated(np.ones(8)), Model.RASCH)

    assert found.df == 7
    assert found.p > 0.01


def test_items_of_unequal_discrimination_do_not():
    assert andersen_test(simulated(np.linspace(0.3, 2, 8)), Model.RASCH).p < 1e-6


def test_parts_of_the_same_answers_do_not_differ(lsat6):
    twice = responses_of(
        lsat6.items, np.vstack([lsat6.codes] * 2), weights=np.tile(lsat6.weights, 2)
    )

    found = andersen_test(twice, Model.RASCH, np.repeat([0, 1], 32))

    assert found.statistic == pytest.approx(0, abs=1e-6)
    assert found.df == 4


@pytest.mark.parametrize("codes", [[[0, -1], [1, 0]], [[0, 0], [1, 1]]])
def test_too_few_answers_are_refused(codes):
    with pytest.raises(ImproperResponsesError):
        andersen_test(responses_of(["a", "b"], codes), Model.RASCH)
