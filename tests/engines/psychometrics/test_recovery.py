from __future__ import annotations

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    MISSING,
    Model,
    calibrate,
    item_errors,
    items_of,
    responses_of,
)

SEED = 20240601


def simulated(n_persons, n_items):
    rng = np.random.default_rng(SEED)
    slopes, difficulties = rng.lognormal(0, 0.3, n_items), rng.normal(size=n_items)
    ability = rng.normal(size=n_persons)
    chance = 1 / (1 + np.exp(-slopes * (ability[:, None] - difficulties)))
    return slopes, difficulties, (rng.random((n_persons, n_items)) < chance).astype(int)


def rmse(found, truth, name):
    estimates = np.array([getattr(item, name) for item in items_of(found.bank)])
    return np.sqrt(np.mean((estimates - truth) ** 2))


@pytest.mark.slow
def test_ten_thousand_people_on_a_hundred_items():
    slopes, difficulties, solved = simulated(10_000, 100)

    found = calibrate(responses_of(list(map(str, range(100))), solved), Model.TWO_PL)

    assert found.converged
    assert found.log_likelihood == pytest.approx(-541229.3, abs=1)
    assert rmse(found, slopes, "a") <= 0.036
    assert rmse(found, difficulties, "b") <= 0.045


def linked(forms):
    _, difficulties, solved = simulated(6_000, 60)
    for number, form in enumerate(forms):
        rows = slice(2_000 * number, 2_000 * (number + 1))
        solved[rows, [item for item in range(60) if item not in form]] = MISSING
    return difficulties, calibrate(responses_of(list(map(str, range(60))), solved), Model.TWO_PL)


@pytest.mark.slow
def test_three_forms_with_every_item_in_two():
    forms = [range(40), range(20, 60), [*range(20), *range(40, 60)]]

    difficulties, found = linked(forms)

    assert found.converged
    assert rmse(found, difficulties, "b") <= 0.075


@pytest.mark.slow
def test_errors_of_three_overlapping_forms_are_as_large_as_they_say():
    difficulties, found = linked([range(30), range(15, 45), range(30, 60)])

    errors = np.array([error.b for error in item_errors(found).values()])
    away = np.array([item.b for item in items_of(found.bank)]) - difficulties
    assert np.sqrt(np.mean((away / errors) ** 2)) == pytest.approx(1, abs=0.2)
