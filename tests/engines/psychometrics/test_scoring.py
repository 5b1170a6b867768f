from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.psychometrics import (
    MISSING,
    ImproperResponsesError,
    Item,
    Method,
    Model,
    Prior,
    bank_of,
    calibrate,
    item_information,
    responses_of,
    score,
)

INF = float("inf")
PATTERNS = [
    [0, 0, 0, 0, 0],
    [0, 0, 1, 1, 1],
    [1, 1, 1, 0, 0],
    [1, 1, 1, 1, 1],
    [1, MISSING, 0, MISSING, 1],
]


@pytest.fixture(scope="module")
def bank(lsat7):
    return calibrate(lsat7, Model.TWO_PL).bank


@pytest.fixture(scope="module")
def tcals(data_file):
    rows = [line.split() for line in data_file("catR_tcals.txt").read_text().splitlines()[1:]]
    return [
        Item(id=str(number), model=Model.THREE_PL, a=float(a), b=float(b), c=float(c))
        for number, (a, b, c, *_) in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Method.EAP, [-1.870, -0.411, -0.131, 0.727, -0.658]),
        (Method.MAP, [-1.816, -0.466, -0.202, 0.638, -0.710]),
        (Method.ML, [-INF, -0.816, -0.383, INF, -1.407]),
        (Method.WLE, [-4.137, -0.882, -0.563, 1.088, -1.326]),
    ],
)
def test_abilities_of_lsat7(bank, method, expected):
    found = score(responses_of(bank.ids, PATTERNS), bank, method)

    assert found.ability.tolist() == pytest.approx(expected, abs=0.003)


def test_posterior_deviations_of_lsat7(bank):
    found = score(responses_of(bank.ids, PATTERNS), bank, Method.EAP)

    expected = [0.693, 0.692, 0.715, 0.801, 0.753]
    assert found.standard_error.tolist() == pytest.approx(expected, abs=0.003)


@pytest.mark.parametrize(
    ("method", "ability", "error"),
    [
        (Method.ML, -0.98724, 0.30837),
        (Method.MAP, -0.88816, 0.29053),
        (Method.EAP, -0.93867, 0.34670),
        (Method.WLE, -0.98745, 0.30838),
    ],
)
def test_ability_on_the_first_twenty_items_of_tcals(tcals, method, ability, error):
    bank = bank_of(tcals[:20])

    found = score(responses_of(bank.ids, [[1, 0, 1, 1, 0] * 4]), bank, method)

    assert found.ability[0] == pytest.approx(ability, abs=5e-5)
    assert found.standard_error[0] == pytest.approx(error, abs=5e-5)


def test_the_most_informative_items_of_tcals(tcals):
    information = item_information(np.array([-1.0, 0.0, 1.0]), bank_of(tcals))

    assert (information.argmax(axis=1) + 1).tolist() == [19, 63, 80]
    assert information.max(axis=1) == pytest.approx([2.16805, 3.18789, 1.61714], abs=2e-5)


def test_who_answered_nothing_has_the_prior_or_no_ability(bank):
    nothing = responses_of(bank.ids, [[MISSING] * 5])

    eap = score(nothing, bank, Method.EAP, Prior(0.5, 2.0))
    wle = score(nothing, bank, Method.WLE)

    assert eap.ability[0] == pytest.approx(0.5)
    assert eap.standard_error[0] == pytest.approx(2.0, rel=1e-4)
    assert np.isnan(wle.ability[0])


def test_answers_to_other_items_are_refused(bank):
    with pytest.raises(ImproperResponsesError):
        score(responses_of(["x"], [[1]]), bank, Method.EAP)


def test_an_answer_that_is_no_category_is_refused(bank):
    with pytest.raises(ImproperResponsesError, match="Item 1"):
        score(responses_of(bank.ids, [[2, 0, 0, 0, 0]]), bank, Method.EAP)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.3, 3), st.floats(-3, 3), st.integers(0, 1)), min_size=2, max_size=8
    ),
    st.sampled_from([Method.EAP, Method.MAP, Method.WLE]),
)
def test_one_more_solved_item_never_lowers_the_ability(items, method):
    bank = bank_of(
        [Item(id=str(n), model=Model.TWO_PL, a=a, b=b) for n, (a, b, _) in enumerate(items)]
    )
    before = [0] + [answer for *_, answer in items[1:]]

    found = score(responses_of(bank.ids, [before, [1, *before[1:]]]), bank, method)

    assert np.isfinite(found.ability).all()
    assert found.ability[1] >= found.ability[0]
