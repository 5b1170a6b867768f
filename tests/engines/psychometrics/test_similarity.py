from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kunnande.engines.psychometrics import (
    MISSING,
    ImproperResponsesError,
    Item,
    Method,
    Model,
    alarms,
    bank_of,
    responses_of,
    score,
    similarity,
)

BANK = bank_of(
    [
        Item(id=f"i{n}", model=Model.TWO_PL, a=1.2, b=float(b))
        for n, b in enumerate(np.linspace(-2, 2, 60))
    ]
)


def people(n=80, seed=1):
    generator = np.random.default_rng(seed)
    ability = generator.normal(size=(n, 1))
    odds = 1.2 * (ability - np.linspace(-2, 2, 60))
    return (generator.random((n, 60)) < 1 / (1 + np.exp(-odds))).astype(int)


def compare(codes, pairs=None):
    answers = responses_of(BANK.ids, codes)
    return similarity(answers, BANK, score(answers, BANK, Method.EAP).ability, pairs)


def test_the_binomial_test_adds_up_all_ways_to_match():
    bank = bank_of([Item(id=str(n), model=Model.RASCH, b=n - 1.0) for n in range(4)])
    answers = responses_of(bank.ids, [[1, 1, 0, 0], [1, 0, 0, 0]])
    ability = np.array([0.3, -0.4])

    found = similarity(answers, bank, ability)

    solved = 1 / (1 + np.exp(np.arange(4) - 1.0 - ability[:, None]))
    alike = solved[0] * solved[1] + (1 - solved[0]) * (1 - solved[1])
    ways = [
        np.where(way, alike, 1 - alike).prod() for way in product([0, 1], repeat=4) if sum(way) >= 3
    ]
    assert found.gbt_p[0] == pytest.approx(sum(ways))
    source = np.where([1, 0, 0, 0], solved[0], 1 - solved[0])
    spread = np.sqrt((source * (1 - source)).sum())
    assert found.omega[0, 0] == pytest.approx((3 - source.sum()) / spread)


def test_a_copied_test_raises_an_alarm():
    codes = people()
    copier, source = np.argsort(codes.sum(axis=1))[[30, 40]]
    codes[copier, 3:58] = codes[source, 3:58]

    found = compare(codes)

    for by_omega in (True, False):
        raised = alarms(found, 0.01, by_omega=by_omega).rows
        assert {found.first[raised[0]], found.second[raised[0]]} == {copier, source}


@pytest.mark.parametrize("by_omega", [True, False])
def test_false_alarms_are_as_rare_as_stated(by_omega):
    found = compare(people(n=150, seed=5))

    chance = found.omega_p[:, 0] if by_omega else found.gbt_p
    assert (chance < 0.01).mean() < 0.013
    assert alarms(found, 0.05, by_omega=by_omega).expected_false == pytest.approx(0.05)


def test_only_what_both_answered_is_compared():
    codes = people(n=3)
    codes[0, :50], codes[1, 40:] = MISSING, MISSING

    found = compare(codes)

    assert found.n_items.tolist() == [0, 10, 40]
    assert np.isnan(found.gbt_p[0])
    assert np.isnan(found.omega[0]).all()


def test_chosen_pairs_only():
    found = compare(people(n=10), np.array([[2, 5], [5, 7]]))

    assert found.first.tolist() == [2, 5]
    assert alarms(found, 0.01, by_omega=True).n_tests == 4


@pytest.mark.parametrize("pairs", [[[1, 1]], [[0, 10]]])
def test_a_pair_that_is_none_is_refused(pairs):
    with pytest.raises(ImproperResponsesError):
        compare(people(n=5), np.array(pairs))


def test_infinite_abilities_are_refused():
    answers = responses_of(BANK.ids, people(n=2))

    with pytest.raises(ImproperResponsesError, match="finite"):
        similarity(answers, BANK, np.array([np.inf, 0.0]))
