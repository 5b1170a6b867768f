from __future__ import annotations

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    MISSING,
    ImproperResponsesError,
    Item,
    Model,
    Status,
    bank_of,
    calibrate,
    item_errors,
    items_of,
    responses_of,
)
from kunnande.engines.psychometrics.models import probabilities

STEPS = np.array([[-1.2, 0.2], [-0.3, 0.9], [-1.8, -0.4], [0.1, 1.4], [-0.9, 1.0], [-0.5, 0.4]])


def simulated(model, slopes, steps, *, spread=1.0, n=6000, seed=2):
    rng = np.random.default_rng(seed)
    items = [
        Item(id=str(row), model=model, a=a, thresholds=tuple(step))
        for row, (a, step) in enumerate(zip(slopes, steps, strict=True))
    ]
    chance = probabilities(bank_of(items), rng.normal(0, spread, n)).cumsum(axis=1)
    codes = (rng.random((len(items), 1, n)) > chance).sum(axis=1).T
    codes[: n // 3, 0] = MISSING
    return responses_of([item.id for item in items], codes)


@pytest.mark.parametrize("model", [Model.GRM, Model.GPCM, Model.PCM])
def test_parameters_are_recovered_within_their_errors(model):
    slopes = np.ones(6) if model is Model.PCM else np.array([0.8, 1.0, 1.2, 1.4, 1.6, 0.9])

    found = calibrate(simulated(model, slopes, STEPS), model)

    assert found.converged
    thresholds = np.array([item.thresholds for item in items_of(found.bank)])
    errors = np.array([error.thresholds for error in item_errors(found).values()])
    assert (np.abs(thresholds - STEPS) < 4 * errors).all()
    assert errors.max() < 0.2


def test_a_rating_scale_shares_its_steps():
    places = np.array([-1.0, -0.5, 0.0, 0.4, 0.8, 1.2])
    steps = places[:, None] + np.array([-0.7, 0.7])

    found = calibrate(simulated(Model.RSM, np.ones(6), steps, spread=1.3), Model.RSM)

    thresholds = np.array([item.thresholds for item in items_of(found.bank)])
    assert np.ptp(thresholds[:, 1] - thresholds[:, 0]) == pytest.approx(0, abs=1e-9)
    assert thresholds == pytest.approx(steps, abs=0.12)
    assert found.latent.deviations[0] == pytest.approx(1.3, abs=0.08)


@pytest.mark.parametrize(("model", "likelihood"), [(Model.GRM, -1608.870), (Model.GPCM, -1612.683)])
def test_science(data, model, likelihood):
    header, answers = data("science_4cat.csv")

    found = calibrate(responses_of(header, answers.astype(int) - 1), model)

    # As the documentation of R mirt prints them (read: 1.45.6 for the second).
    assert found.log_likelihood == pytest.approx(likelihood, abs=0.005)


def test_categories_nobody_used_are_named():
    codes = [[0, 0, 1], [2, 1, 1], [0, 2, 1], [2, 0, 1]]

    found = calibrate(responses_of(["gap", "fine", "one"], codes), Model.PCM)

    assert found.status["gap"] is Status.UNUSED_CATEGORY
    assert found.status["one"] is Status.ONE_CATEGORY
    assert found.bank.ids == ("fine",)


def test_three_categories_are_too_many_for_a_dichotomous_model():
    answers = responses_of(["many", "two"], [[0, 0], [1, 1], [2, 0], [0, 1]])

    assert calibrate(answers, Model.RASCH).status["many"] is Status.TOO_MANY_CATEGORIES


def test_an_answer_above_the_anchors_categories_is_refused():
    anchor = Item(id="x", model=Model.PCM, thresholds=(0.0,))

    with pytest.raises(ImproperResponsesError, match="Item x"):
        calibrate(responses_of(["x", "y"], [[0, 1], [2, 0], [1, 1]]), Model.PCM, anchors=[anchor])
