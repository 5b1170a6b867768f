from __future__ import annotations

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    MISSING,
    Item,
    Method,
    Model,
    Prior,
    bank_of,
    calibrate,
    item_fit,
    items_of,
    model_fit,
    person_fit,
    responses_of,
    score,
)


@pytest.fixture(scope="module")
def bank(lsat7):
    return calibrate(lsat7, Model.TWO_PL).bank


def fit_of(patterns, bank):
    answers = responses_of(bank.ids, patterns)
    ability = score(answers, bank, Method.EAP).ability
    return person_fit(answers, bank, ability, score(answers, bank, Method.WLE).ability)


def test_m2_of_lsat6(lsat6):
    found = model_fit(lsat6, calibrate(lsat6, Model.TWO_PL).bank, Prior(), free_variance=False)

    assert found.m2 == pytest.approx(4.738, abs=0.005)
    assert found.df == 5


def test_m2_of_lsat7(lsat7, bank):
    found = model_fit(lsat7, bank, Prior(), free_variance=False)

    assert found.m2 == pytest.approx(11.938, abs=0.005)
    assert found.df == 5
    assert found.p == pytest.approx(0.036, abs=0.0005)


def test_an_estimated_variance_costs_a_degree_of_freedom(lsat7):
    rasch = calibrate(lsat7, Model.RASCH)
    prior = Prior(0.0, float(rasch.latent.deviations[0]))

    free = model_fit(lsat7, rasch.bank, prior, free_variance=True)

    assert free.df == model_fit(lsat7, rasch.bank, prior, free_variance=False).df - 1 == 9


def test_s_x2_of_lsat7(lsat7, bank):
    found = item_fit(lsat7, bank, Prior())

    assert found.s_x2.tolist() == pytest.approx([4.751, 14.453, 1.273, 5.236, 0.941], abs=0.005)
    assert found.s_x2_df.tolist() == [2] * 5


def test_person_fit_of_lsat7(bank):
    found = fit_of([[0, 1, 0, 1, 0], [0, 0, 0, 0, 1], [1, 1, 1, 1, 1]], bank)

    assert found.lz.tolist() == pytest.approx([-2.7465, 1.0434, 0.7823], abs=0.005)
    assert found.outfit[0] == pytest.approx(1.8108, abs=0.005)
    assert found.infit[0] == pytest.approx(1.7341, abs=0.005)


def test_who_answered_nothing_has_no_fit(bank):
    found = fit_of([[MISSING] * 5], bank)

    assert np.isnan([column[0] for column in found]).all()


def test_corrected_person_fit_has_unit_spread_when_the_model_holds():
    rng = np.random.default_rng(5)
    difficulty = rng.uniform(-2, 2, 40)
    chance = 1 / (1 + np.exp(difficulty - rng.normal(size=(3000, 1))))
    answers = responses_of(list(map(str, range(40))), (rng.random((3000, 40)) < chance).astype(int))
    bank = calibrate(answers, Model.RASCH).bank

    wle = score(answers, bank, Method.WLE).ability
    found = person_fit(answers, bank, wle, wle)

    # The correction is of first order: a bias of about 0.5 / sqrt(items) is left in the mean.
    assert abs(found.lz_star.mean()) < min(abs(found.lz.mean()), 0.7 / np.sqrt(40))
    assert found.lz_star.std() == pytest.approx(1, abs=0.03)
    assert found.lz.std() < 0.95


def test_missing_answers_leave_m2_to_those_who_answered_everything(lsat7, bank):
    codes = np.vstack([lsat7.codes, [[1, MISSING, 0, 1, 1]]])
    answers = responses_of(lsat7.items, codes, weights=np.append(lsat7.weights, 50.0))

    found = model_fit(answers, bank, Prior(), free_variance=False)

    assert found.n_complete == 1000
    assert found.m2 == pytest.approx(11.938, abs=0.005)


def test_polytomous_items_have_a_fit_too():
    rng = np.random.default_rng(8)
    steps = np.array([[-1.5, 0.0, 1.0], [-0.5, 0.2, 1.5], [-1.0, 0.5, 0.8], [0.0, 0.1, 2.0]])
    steps = np.vstack([steps, steps - 0.4])
    above = rng.normal(size=(2000, 1, 1)) * 1.5 + rng.logistic(size=(2000, 8, 1)) > np.sort(steps)
    answers = responses_of(list(map(str, range(8))), above.sum(axis=2))
    found = calibrate(answers, Model.GRM)

    items = item_fit(answers, found.bank, Prior())
    whole = model_fit(answers, found.bank, Prior(), free_variance=False)

    assert (items.s_x2_p > 0.001).all()
    assert whole.df == 36 - 32
    assert whole.p > 0.001
    assert items_of(bank_of(items_of(found.bank)))[0].b == pytest.approx(items_of(found.bank)[0].b)


def test_sparse_scores_are_joined_until_each_cell_holds_a_person(data):
    header, answers = data("sat12_scored.csv")
    responses = responses_of(header, answers)

    found = item_fit(responses, calibrate(responses, Model.TWO_PL).bank, Prior())

    assert found.s_x2_df.argmin() == answers.mean(axis=0).argmax()
    assert (found.s_x2_df > 0).all()
    assert (found.s_x2_df < 30).all()
    assert np.median(found.s_x2_p) > 0.05


def test_what_too_few_people_say_is_not_judged(bank):
    nobody = responses_of(bank.ids, [[1, MISSING, 0, 1, 1]])

    assert np.isnan(model_fit(nobody, bank, Prior(), free_variance=False).m2)
    assert np.isnan(item_fit(nobody, bank, Prior()).s_x2).all()


def test_a_model_with_as_many_parameters_as_margins_is_not_judged():
    answers = responses_of(["a", "b", "c"], [[0, 0, 1], [1, 0, 0], [0, 1, 1], [1, 1, 1]])
    items = [Item(id=name, model=Model.TWO_PL) for name in "abc"]

    assert np.isnan(model_fit(answers, bank_of(items), Prior(), free_variance=False).p)
