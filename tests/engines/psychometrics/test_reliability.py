from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.psychometrics import (
    ImproperResponsesError,
    Item,
    Method,
    Model,
    Prior,
    alpha,
    bank_of,
    calibrate,
    empirical_reliability,
    marginal_reliability,
    omega,
    precision,
    responses_of,
    score,
)


def test_alpha_of_lsat6_is_the_published_one(lsat6):
    found = alpha(lsat6)

    # Rizopoulos (2006), J. Stat. Softw. 17(5): 0.295, and without each item.
    assert found.value == pytest.approx(0.295, abs=5e-4)
    assert found.without == pytest.approx([0.275, 0.238, 0.217, 0.246, 0.266], abs=5e-4)
    assert found.low < found.value < found.high


def test_omega_of_equal_loadings_is_alpha():
    generator = np.random.default_rng(1)
    ability = generator.normal(size=(40_000, 1))
    codes = np.digitize(ability + generator.normal(size=(40_000, 6)), [-1, 0, 1])
    answers = responses_of(list("abcdef"), codes)

    found = omega(answers)

    assert found.status == "ok"
    assert found.value == pytest.approx(alpha(answers).value, abs=0.003)


def test_omega_is_above_alpha_where_loadings_differ():
    generator = np.random.default_rng(2)
    ability = generator.normal(size=(20_000, 1))
    odds = ability * [3, 2, 1, 0.3, 0.3] - [0, 0.5, -0.5, 0, 0]
    answers = responses_of(list("abcde"), generator.random(odds.shape) < 1 / (1 + np.exp(-odds)))

    assert omega(answers).value > alpha(answers).value + 0.01


def test_an_item_with_more_than_its_variance_gives_no_omega():
    codes = [[0, 0, 0], [1, 1, 0], [1, 0, 1], [2, 1, 1], [2, 1, 1], [0, 0, 0]]

    found = omega(responses_of(list("abc"), codes))

    assert np.isnan(found.value)
    assert found.status in {"improper", "not_converged"}


def test_marginal_and_empirical_reliability_agree_where_the_model_holds():
    generator = np.random.default_rng(3)
    ability = generator.normal(size=(3000, 1))
    odds = 1.2 * (ability - np.linspace(-2, 2, 25))
    solved = generator.random(odds.shape) < 1 / (1 + np.exp(-odds))
    answers = responses_of([f"i{n}" for n in range(25)], solved)
    bank = calibrate(answers, Model.TWO_PL).bank

    found = empirical_reliability(score(answers, bank, Method.EAP))

    assert found == pytest.approx(marginal_reliability(bank, Prior()), abs=0.02)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(5)))
def test_alpha_does_not_know_the_order_of_items(order):
    generator = np.random.default_rng(4)
    codes = (generator.normal(size=(60, 1)) + generator.normal(size=(60, 5)) > 0).astype(int)

    shuffled = alpha(responses_of([str(n) for n in order], codes[:, order]))

    assert shuffled.value == pytest.approx(alpha(responses_of(list("01234"), codes)).value)


@pytest.mark.parametrize("codes", [[[1, 0]], [[1, 1], [1, 1]]])
def test_without_differences_there_is_no_reliability(codes):
    with pytest.raises(ImproperResponsesError):
        alpha(responses_of(["a", "b"], codes))


def test_errors_of_abilities_and_scores_are_those_of_the_items():
    bank = bank_of([Item(id=str(n), model=Model.RASCH, b=0.0) for n in range(16)])

    found = precision(np.array([0.0]), bank)

    assert found.standard_error[0] == pytest.approx(0.5)
    assert (found.score[0], found.score_error[0]) == pytest.approx((8.0, 2.0))
