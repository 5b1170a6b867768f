from __future__ import annotations

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    MISSING,
    ImproperResponsesError,
    Model,
    calibrate_conditionally,
    items_of,
    responses_of,
)


def difficulties(found):
    return [item.b for item in items_of(found.bank)]


def test_lsat6_given_the_total_scores(lsat6):
    found = calibrate_conditionally(lsat6, Model.RASCH)

    assert found.converged
    assert found.log_likelihood == pytest.approx(-1091.57, abs=0.01)
    assert difficulties(found) == pytest.approx(
        [-1.2561, 0.4749, 1.2360, 0.1684, -0.6232], abs=5e-4
    )
    assert found.location_errors.tolist() == pytest.approx(
        [0.1044, 0.0699, 0.0688, 0.0726, 0.0859], abs=5e-4
    )


def test_two_categories_are_a_rasch_item(lsat6):
    rasch = calibrate_conditionally(lsat6, Model.RASCH)

    partial = calibrate_conditionally(lsat6, Model.PCM)

    assert difficulties(partial) == pytest.approx(difficulties(rasch))


def test_partial_credit_steps_are_recovered_from_two_linked_forms():
    rng = np.random.default_rng(3)
    steps = np.array([[-1.0, 0.0], [-0.5, 1.5], [0.5, 0.0], [-1.5, 1.0]])
    ability = rng.normal(size=(4000, 1, 1))
    odds = np.cumsum(ability - steps, axis=2)
    weight = np.concatenate([np.ones((4000, 4, 1)), np.exp(odds)], axis=2).cumsum(axis=2)
    codes = (rng.random((4000, 4, 1)) > weight / weight[:, :, -1:]).sum(axis=2)
    codes[:2000, 3] = MISSING
    codes[2000:, 0] = MISSING

    found = calibrate_conditionally(responses_of(list("abcd"), codes), Model.PCM)

    thresholds = np.array([item.thresholds for item in items_of(found.bank)])
    assert found.converged
    assert thresholds.mean() == pytest.approx(0.0, abs=1e-9)
    assert (np.abs(thresholds - steps + steps.mean()) < 3.5 * found.errors).all()


def test_forms_without_a_common_item_are_not_identified():
    codes = np.array([[0, 1, -1, -1], [1, 0, -1, -1], [-1, -1, 0, 1], [-1, -1, 1, 0]])

    found = calibrate_conditionally(responses_of(list("abcd"), codes), Model.RASCH)

    assert not found.converged
    assert np.isnan(found.location_errors).all()


def test_a_model_without_sufficient_scores_is_refused(lsat6):
    with pytest.raises(ImproperResponsesError, match="2pl"):
        calibrate_conditionally(lsat6, Model.TWO_PL)
