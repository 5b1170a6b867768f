"""Searches that end early, go too far or find nothing say so."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    AdaptiveTest,
    DifMethod,
    ImproperCutError,
    ImproperLinkError,
    ImproperResponsesError,
    Item,
    LinkMethod,
    Method,
    Model,
    Plan,
    Prior,
    StopRule,
    andersen_test,
    bank_of,
    beta_scores,
    calibrate,
    conditional,
    contrasting_groups,
    detect_dif,
    dif_logistic,
    judged_groups,
    link,
    linking,
    maximisation,
    model_fit,
    omega,
    reliability,
    responses_of,
    score,
    scoring,
    simulate,
    true_scores,
)
from kunnande.engines.psychometrics.layout import free_layout


def bank(n):
    return bank_of(
        [Item(id=f"i{k}", model=Model.TWO_PL, b=b) for k, b in enumerate(np.linspace(-2, 2, n))]
    )


def answers(n=300, items=6, seed=1):
    generator = np.random.default_rng(seed)
    ability, places = generator.normal(size=(n, 1)), np.linspace(-1, 1, items)
    codes = (generator.logistic(size=(n, items)) < ability - places).astype(int)
    return responses_of([f"i{k}" for k in range(items)], codes)


def test_a_test_that_everybody_has_ended_asks_no_more():
    plan = Plan(longest=20, stop=StopRule.STANDARD_ERROR, standard_error=5.0)

    runs = simulate(AdaptiveTest(bank(30), plan), np.zeros(10), np.random.default_rng(1))

    assert set(runs.length) == {1}


def test_scores_too_even_for_their_reliability_have_no_distribution():
    with pytest.raises(ImproperCutError, match="No distribution"):
        true_scores(np.array([4.0, 5.0, 5.0, 6.0] * 5), 1e-12, lowest=0, highest=10)


@pytest.mark.parametrize(
    "moments",
    [
        [0.5, 0.25, 0.125, 0.0625],
        [0.5, 0.3, 0.25, 0.25],
        [0.05, 0.012, 0.008, 0.0079],
    ],
)
def test_moments_of_no_four_parameter_beta_are_left_to_two_parameters(moments):
    assert beta_scores._four_moments(moments) is None


def test_a_step_that_only_makes_it_worse_is_not_taken():
    responses = answers()
    place = np.ones((6, 1), dtype=bool)
    patterns = conditional._patterns(responses, bank(6))
    vector = np.zeros(6)
    gradient = conditional._slope(patterns, vector, place).gradient

    stays, _ = conditional._forward(patterns, vector, -gradient * 1e6, place=place)

    assert (stays == vector).all()


def test_an_em_step_that_only_makes_items_worse_is_not_taken(monkeypatch):
    layout = free_layout(bank(2), np.zeros(2, dtype=bool))
    grid = np.linspace(-4, 4, 21)
    counts = np.random.default_rng(1).random((2, 2, 21))
    away = np.full((2, layout.free.shape[1]), 1e9)
    monkeypatch.setattr(maximisation, "_steps", lambda *_: away)

    same = maximisation.improve(layout, layout.start, counts, grid=grid)

    assert same == pytest.approx(layout.start)


@pytest.mark.parametrize("worse", [1.0, 1e9])
def test_a_shared_step_is_shortened_or_not_taken(worse):
    generator = np.random.default_rng(3)
    away = generator.normal(size=(300, 1, 1)) - np.linspace(-1, 1, 4)[:, None] - [-0.7, 0.7]
    codes = (generator.logistic(size=(300, 4, 1)) < away).sum(axis=2)
    found = calibrate(responses_of(list("abcd"), codes), Model.RSM)
    grid = np.linspace(-4, 4, 21)
    counts = generator.random((4, 3, 21))
    vector = found.layout.start

    there = maximisation._shorten(
        found.layout, vector, worse * np.ones(len(vector)), counts=counts, grid=grid
    )

    before, after = (
        maximisation.objective(found.layout.bank_at(v), counts, grid, None).sum()
        for v in (vector, there)
    )
    assert after >= before - 1e-8


def test_a_link_cut_short_is_refused(monkeypatch):
    whole = linking.minimize

    def short(loss, first, **more):
        return whole(loss, first, **{**more, "options": {"maxiter": 1}})

    monkeypatch.setattr(linking, "minimize", short)
    items = [Item(id=str(n), model=Model.TWO_PL, b=b) for n, b in enumerate((-1.0, 1.0))]
    moved = [replace(item, b=item.b + 0.7) for item in items]

    with pytest.raises(ImproperLinkError, match="No link"):
        link(items, moved, LinkMethod.HAEBARA)


def test_groups_whose_border_is_not_found_have_no_cut(monkeypatch):
    monkeypatch.setattr(judged_groups, "MOST_STEPS", 1)
    scores = np.arange(40.0)

    with pytest.raises(ImproperCutError, match="do not determine"):
        contrasting_groups(scores, (scores + 7 * (np.arange(40) % 3)) > 22)


def test_a_factor_that_is_not_found_has_a_status(monkeypatch):
    monkeypatch.setattr(reliability, "MOST_STEPS", 1)

    found = omega(answers())

    assert found.status == "not_converged"
    assert np.isnan(found.value)


def test_a_regression_that_is_not_found_has_a_status(monkeypatch):
    monkeypatch.setattr(dif_logistic, "MOST_STEPS", 1)

    found = detect_dif(answers(), np.arange(300) > 149, DifMethod.LOGISTIC)

    assert set(found.status) == {"not_estimable"}


def test_a_regression_on_one_score_is_not_estimable():
    codes = np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]] * 60)

    found = detect_dif(responses_of("abc", codes), np.arange(180) > 89, DifMethod.LOGISTIC)

    assert set(found.status) == {"not_estimable"}


def test_an_ability_is_refined_as_far_as_it_is_let(monkeypatch):
    exact = score(answers(20), bank(6), Method.WLE, Prior())
    monkeypatch.setattr(scoring, "REFINEMENTS", 12)

    rough = score(answers(20), bank(6), Method.WLE, Prior())

    assert rough.ability == pytest.approx(exact.ability, abs=1e-2)


def test_margins_that_determine_each_other_have_no_statistic(monkeypatch):
    def singular(*_):
        raise np.linalg.LinAlgError

    module = sys.modules[model_fit.__module__]
    monkeypatch.setattr(module, "_statistic", singular)

    found = model_fit(answers(), bank(6), Prior(), free_variance=False)

    assert np.isnan(found.m2)


def test_items_of_three_parameters_are_compared_with_their_asymptotes():
    generator = np.random.default_rng(6)
    ability, places = generator.normal(size=(6000, 1)), np.linspace(-1.5, 1.5, 12)
    chance = 0.25 + 0.75 / (1 + np.exp(-1.7 * (ability - places)))
    codes = (generator.random((6000, 12)) < chance).astype(int)
    focal = np.arange(6000) > 2999

    try:
        found = detect_dif(
            responses_of([f"i{k}" for k in range(12)], codes),
            focal,
            DifMethod.LORD,
            model=Model.THREE_PL,
        )
    except ImproperResponsesError as error:
        pytest.fail(str(error))

    assert "ok" in found.status


def test_a_grid_that_never_holds_the_people_is_not_converged(monkeypatch):
    monkeypatch.setattr(sys.modules[calibrate.__module__], "MOST_GRIDS", 0)

    assert not calibrate(answers(), Model.RASCH).converged


def test_purification_that_does_not_settle_says_so(monkeypatch):
    monkeypatch.setattr(sys.modules[detect_dif.__module__], "MOST_STEPS", 1)
    found_in = answers(3000, items=8)
    focal = np.arange(3000) > 1499
    codes = found_in.codes.copy()
    codes[focal, 0] &= (np.random.default_rng(4).random(1500) < 0.85).astype(np.int8)

    found = detect_dif(
        responses_of(found_in.items, codes), focal, DifMethod.MANTEL_HAENSZEL, purify=True
    )

    assert found.steps == 1


def test_an_item_hardly_anybody_solved_is_not_compared():
    plain = answers(1600)
    codes = np.column_stack([plain.codes, np.zeros(1600, dtype=np.int8)])
    codes[[3, 803], 6] = 1
    names = [*plain.items, "hard"]

    found = detect_dif(
        responses_of(names, codes), np.arange(1600) > 799, DifMethod.LORD, model=Model.RASCH
    )

    assert found.status[6] != "ok"
    assert np.isnan(found.p[6])


def test_a_gradient_of_items_that_share_nothing_is_that_of_their_free_parameters():
    layout = free_layout(bank(2), np.array([True, False]))
    scores = np.arange(layout.free.size, dtype=float).reshape(layout.free.shape)

    assert layout.gradient(scores).tolist() == scores[layout.free].tolist()


def test_a_part_in_which_some_items_are_always_solved_first_is_refused():
    codes = answers(400, items=4).codes.copy()
    parts = np.repeat([0, 1], 200)
    codes[200:] = [[1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 1, 0], [1, 1, 0, 1]] * 50

    with pytest.raises(ImproperResponsesError, match="does not determine"):
        andersen_test(responses_of(list("abcd"), codes), Model.RASCH, parts)
