from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.psychometrics import (
    Abilities,
    ImproperCutError,
    Item,
    Model,
    Prior,
    TrueScores,
    bank_of,
    chance_of_error,
    lee,
    livingston_lewis,
    normal_grid,
    rudner,
    rudner_of_people,
    true_scores,
)

BANK = bank_of(
    [Item(id=str(n), model=Model.TWO_PL, a=1.3, b=b) for n, b in enumerate(np.linspace(-2, 2, 30))]
)


@pytest.fixture(scope="module")
def scores(data_file):
    with data_file("betafunctions_LL_scores.csv").open() as file:
        return np.array([float(row["score"]) for row in csv.DictReader(file)])


def test_lee_adds_up_the_distribution_of_four_rasch_items():
    bank = bank_of([Item(id=str(n), model=Model.RASCH, b=b) for n, b in enumerate([-2, 1, 0, 1])])
    grid = normal_grid(Prior(), (-4, 4, 40))

    found = lee(bank, [2], grid)

    # By enumerating the 16 patterns of answers at each of the 40 abilities.
    patterns = np.array(np.meshgrid(*[[0, 1]] * 4)).reshape(4, -1).T
    chance = 1 / (1 + np.exp(np.array([-2, 1, 0, 1]) - grid.ability[:, None, None]))
    passes = np.where(patterns, chance, 1 - chance).prod(axis=2) @ (patterns.sum(axis=1) >= 2)
    able = chance.sum(axis=(1, 2)) >= 2
    assert found.accuracy == pytest.approx(grid.weight @ np.where(able, passes, 1 - passes))
    assert found.consistency == pytest.approx(grid.weight @ (passes**2 + (1 - passes) ** 2))


def test_rudner_agrees_with_simulated_decisions():
    generator = np.random.default_rng(1)
    ability = generator.normal(size=200_000)
    spread = 1 / np.sqrt((1.3**2 * _slopes(ability)).sum(axis=1))
    twice = ability + generator.normal(size=(2, 200_000)) * spread

    found = rudner(BANK, [0.5], normal_grid(Prior()))

    assert found.accuracy == pytest.approx(
        ((twice[0] >= 0.5) == (ability >= 0.5)).mean(), abs=0.003
    )
    assert found.consistency == pytest.approx(((twice >= 0.5).sum(axis=0) != 1).mean(), abs=0.003)


def _slopes(ability):
    chance = 1 / (1 + np.exp(-1.3 * (ability[:, None] - np.linspace(-2, 2, 30))))
    return chance * (1 - chance)


def test_rudner_and_lee_agree_on_a_long_test():
    cut = float((1 / (1 + np.exp(-1.3 * (0.3 - np.linspace(-2, 2, 30))))).sum())
    grid = normal_grid(Prior())

    by_ability, by_score = rudner(BANK, [0.3], grid), lee(BANK, [np.ceil(cut)], grid)

    assert by_score.accuracy == pytest.approx(by_ability.accuracy, abs=0.02)


def test_four_moments_give_the_distribution_of_true_scores(scores):
    found = true_scores(scores, 0.7, lowest=0, highest=100)

    assert found.n_moments == 4
    # Mean, variance and skewness of a beta distribution with these parameters.
    size, width = found.alpha + found.beta, found.high - found.low
    mean = found.low + width * found.alpha / size
    variance = width**2 * found.alpha * found.beta / (size**2 * (size + 1))
    assert mean == pytest.approx(scores.mean() / 100)
    assert variance / (scores.var(ddof=1) / 1e4) == pytest.approx(0.7, abs=0.01)


def test_livingston_and_lewis_agree_with_simulated_tests():
    generator = np.random.default_rng(2)
    share = 0.25 + 0.5 * generator.beta(5, 3, 400_000)
    twice = generator.binomial(50, share, size=(2, 400_000)) >= 25

    found = livingston_lewis(TrueScores(0.25, 0.75, 5, 3, 50, 4), 0.5)

    assert found.accuracy == pytest.approx((twice[0] == (share >= 0.5)).mean(), abs=0.003)
    assert found.consistency == pytest.approx((twice[0] == twice[1]).mean(), abs=0.003)
    assert found.false_pass == pytest.approx((twice[0] & (share < 0.5)).mean(), abs=0.003)


def test_moments_that_ask_for_shares_beyond_one_leave_two():
    found = true_scores(np.array([0.0, 10, 10, 10, 9, 8, 1, 0]), 0.9, lowest=0, highest=10)

    assert (found.low, found.high, found.n_moments) == (0.0, 1.0, 2)


@pytest.mark.parametrize(
    ("scores", "reliability"),
    [([5.0, 5.0], 0.8), ([5.0, 11.0], 0.8), ([1.0, 2.0], 1.0), ([0.0, 10.0], 0.9)],
)
def test_scores_that_no_such_test_gives_are_refused(scores, reliability):
    with pytest.raises(ImproperCutError):
        true_scores(np.array(scores), reliability, lowest=0, highest=10)


def test_a_person_on_the_cut_may_be_on_either_side():
    found = Abilities(np.array([0.0, 1.96, np.inf]), np.array([0.4, 1.0, np.inf]))

    chances = chance_of_error(found, 0.0)

    assert chances[:2] == pytest.approx([0.5, 0.025], abs=1e-4)
    assert np.isnan(chances[2])


def test_people_are_judged_by_their_own_errors():
    found = Abilities(np.array([-1.0, 1.0, np.nan]), np.array([0.5, 0.5, np.nan]))

    judged = rudner_of_people(found, [0.0])

    assert judged.accuracy == pytest.approx(0.97725, abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.floats(-1.5, 1.5))
def test_deciding_twice_alike_is_never_surer_than_possible(cut):
    found = rudner(BANK, [cut], normal_grid(Prior()))

    assert 0.5 <= found.consistency <= found.accuracy <= 1
    assert found.accuracy + found.false_pass + found.false_fail == pytest.approx(1)


@pytest.mark.parametrize("cuts", [[], [1, 0], [31], [0]])
def test_cuts_that_divide_nobody_are_refused(cuts):
    with pytest.raises(ImproperCutError):
        lee(BANK, cuts, normal_grid(Prior()))


def test_three_levels_are_harder_to_tell_than_two():
    grid = normal_grid(Prior())

    assert lee(BANK, [10, 20], grid).accuracy < lee(BANK, [20], grid).accuracy
