from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.psychometrics import (
    ImproperItemError,
    ImproperResponsesError,
    Item,
    Model,
    bank_information,
    bank_of,
    item_information,
    items_of,
    responses_of,
)
from kunnande.engines.psychometrics.layout import table_of, with_table
from kunnande.engines.psychometrics.models import (
    curves,
    log_probabilities,
    parameter_scores,
    probabilities,
)

STEPS = {
    Model.GRM: (-1.2, 0.3, 1.1),
    Model.PCM: (0.4, -0.6),
    Model.GPCM: (-0.5, 1.5, 0.2),
    Model.RSM: (-1.0, 0.5),
}
ABILITY = np.linspace(-3, 3, 13)


def an_item(model: Model) -> Item:
    slope = 1.0 if model.has_unit_slope else 1.4
    guessing = 0.2 if model is Model.THREE_PL else 0.0
    return Item(id=model, model=model, a=slope, b=0.3, c=guessing, thresholds=STEPS.get(model, ()))


BANK = bank_of([an_item(model) for model in Model])


def test_probabilities_of_categories_sum_to_one():
    assert probabilities(BANK, ABILITY).sum(axis=1) == pytest.approx(1.0)


def test_derivatives_by_ability_are_those_of_the_curves():
    high, low = probabilities(BANK, ABILITY + 1e-4), probabilities(BANK, ABILITY - 1e-4)

    shape = curves(BANK, ABILITY)

    assert shape.slope == pytest.approx((high - low) / 2e-4, abs=1e-7)
    bend = (high - 2 * shape.probability + low) / 1e-8
    assert shape.curvature == pytest.approx(bend, abs=1e-5)


@pytest.mark.parametrize("column", range(5))
def test_derivatives_by_parameters_are_those_of_the_curves(column):
    table = table_of(BANK)
    up, down = table.copy(), table.copy()
    up[:, column] += 1e-5
    down[:, column] -= 1e-5
    moves = np.isfinite(table[:, column]) & ((column < 4) | BANK.guessed)

    scores = parameter_scores(BANK, ABILITY)[:, :, column]

    rise = log_probabilities(with_table(BANK, up), ABILITY)
    rise = rise - log_probabilities(with_table(BANK, down), ABILITY)
    assert scores[moves] == pytest.approx((rise / 2e-5)[moves], abs=1e-6)


def test_items_survive_becoming_arrays():
    for before, after in zip([an_item(model) for model in Model], items_of(BANK), strict=True):
        assert after.thresholds == pytest.approx(before.thresholds)
        assert (after.a, after.c, after.model) == (before.a, before.c, before.model)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(list(Model)), st.floats(-6, 6), st.floats(0.01, 3))
def test_a_better_candidate_is_expected_to_score_higher(model, ability, more):
    chance = probabilities(bank_of([an_item(model)]), np.array([ability, ability + more]))[0]

    expected = np.arange(len(chance)) @ chance

    assert expected[1] > expected[0]


def test_information_of_a_rasch_item_is_the_variance_of_its_answer():
    bank = bank_of([an_item(Model.RASCH), an_item(Model.RASCH)])

    chance = probabilities(bank, ABILITY)[0, 1]

    assert item_information(ABILITY, bank)[:, 0] == pytest.approx(chance * (1 - chance))
    assert bank_information(ABILITY, bank) == pytest.approx(2 * chance * (1 - chance))


@pytest.mark.parametrize(
    "values",
    [
        {"model": Model.TWO_PL, "b": float("nan")},
        {"model": Model.TWO_PL, "a": 0.0},
        {"model": Model.THREE_PL, "c": 1.0},
        {"model": Model.GRM},
        {"model": Model.RASCH, "thresholds": (1.0,)},
    ],
)
def test_improper_items_are_refused(values):
    with pytest.raises(ImproperItemError):
        Item(id="x", **values)


def test_graded_thresholds_must_rise():
    with pytest.raises(ImproperItemError, match="rise"):
        bank_of([Item(id="x", model=Model.GRM, thresholds=(1.0, 0.0))])


@pytest.mark.parametrize(
    ("codes", "more"),
    [
        ([[0, 1, 1]], {}),
        ([[0, 200]], {}),
        ([[0, 1]], {"weights": np.array([-1.0])}),
        ([[0, 1]], {"weights": np.array([1.0, 1.0])}),
    ],
)
def test_improper_answers_are_refused(codes, more):
    with pytest.raises(ImproperResponsesError):
        responses_of(["a", "b"], codes, **more)
