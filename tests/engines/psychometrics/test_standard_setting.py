from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.psychometrics import (
    ImproperCutError,
    Item,
    Model,
    Place,
    ability_of_score,
    angoff,
    bank_of,
    booklet,
    bookmarks,
    expected_score,
    scales_of_ability,
    scales_of_raw,
)

BANK = bank_of(
    [
        Item(id="easy", model=Model.TWO_PL, a=1.0, b=-1.0),
        Item(id="hard", model=Model.THREE_PL, a=1.5, b=1.0, c=0.2),
        Item(id="steps", model=Model.GPCM, a=0.8, b=0.25, thresholds=(-0.5, 1.0)),
        Item(id="grades", model=Model.GRM, a=1.2, b=0.5, thresholds=(0.0, 1.0)),
    ]
)


def test_the_cut_is_the_sum_of_the_judges_means():
    found = angoff(np.array([[0.6, 0.8, 0.4], [0.5, 0.9, 0.7], [0.7, 0.7, 0.4]]))

    assert found.cut == pytest.approx(1.9)
    assert found.judges == pytest.approx([1.8, 2.1, 1.8])
    assert found.error == pytest.approx(found.deviation / np.sqrt(3))


def test_variances_are_those_of_a_study_of_judges_by_items():
    generator = np.random.default_rng(1)
    judges, items = generator.normal(0, 0.05, (400, 1)), generator.normal(0, 0.1, (1, 300))
    table = 0.5 + judges + items + generator.normal(0, 0.03, (400, 300))

    found = angoff(np.clip(table, 0, 1))

    assert np.sqrt(found.components) == pytest.approx([0.05, 0.1, 0.03], rel=0.1)
    spread = 0.05**2 / 400 + 0.1**2 / 300 + 0.03**2 / 120_000
    assert found.error_of_items == pytest.approx(300 * np.sqrt(spread), rel=0.1)
    assert found.error_of_items > found.error


def test_a_judge_who_sees_items_the_other_way_round_is_seen():
    found = angoff(np.array([[0.2, 0.5, 0.9], [0.3, 0.5, 0.8], [0.2, 0.6, 0.8], [0.9, 0.5, 0.2]]))

    assert found.agreement[0] > 0
    assert found.agreement[3] < -0.9


def test_one_judge_has_no_standard_error():
    found = angoff(np.array([[0.2, 0.5]]))

    assert found.cut == pytest.approx(0.7)
    assert np.isnan(found.error)
    assert np.isnan(found.agreement).all()


@pytest.mark.parametrize("table", [[[0.5]], [[0.5, 1.2]], [[np.nan, 0.5]], [[-0.1, 0.5]]])
def test_estimates_that_are_none_are_refused(table):
    with pytest.raises(ImproperCutError):
        angoff(np.array(table))


def test_points_may_go_beyond_one():
    found = angoff(np.array([[0.5, 1.5], [0.7, 1.1]]), np.array([1.0, 2.0]))

    assert found.cut == pytest.approx(1.9)


def test_pages_lie_where_the_probability_is_reached():
    found = booklet(BANK, 0.67)

    assert list(found.ability) == sorted(found.ability)
    assert len(found.items) == 6
    logit = np.log(0.67 / 0.33)
    places = dict(zip(zip(found.items, found.categories, strict=True), found.ability, strict=True))
    assert places["easy", 1] == pytest.approx(-1 + logit)
    assert places["hard", 1] == pytest.approx(1 + np.log(0.47 / 0.33) / 1.5)
    assert places["grades", 2] == pytest.approx(1 + logit / 1.2)
    weight = np.exp(np.cumsum([0, *(0.8 * (places["steps", 2] - np.array([-0.5, 1.0])))]))
    assert weight[2] / weight.sum() == pytest.approx(0.67)


@pytest.mark.parametrize(("place", "expected"), [("before", 2), ("at", 3), ("between", 2.5)])
def test_a_bookmark_lies_before_the_first_page_not_mastered(place, expected):
    pages = booklet(
        bank_of([Item(id=str(n), model=Model.RASCH, b=float(n)) for n in range(1, 6)]), 0.5
    )

    assert bookmarks(pages, [3, 3], Place(place)).mean == pytest.approx(expected)


def test_the_panels_cut_is_the_median():
    pages = booklet(bank_of([Item(id=str(n), model=Model.RASCH, b=float(n)) for n in range(6)]))

    found = bookmarks(pages, [2, 3, 7])

    assert found.median == pytest.approx(1 + np.log(0.67 / 0.33))
    assert found.error == pytest.approx(found.deviation / np.sqrt(3))


@pytest.mark.parametrize("placed", [[1], [8], []])
def test_a_bookmark_outside_the_booklet_is_refused(placed):
    with pytest.raises(ImproperCutError):
        bookmarks(booklet(BANK), placed)


def test_a_probability_below_guessing_is_refused():
    with pytest.raises(ImproperCutError, match="hard"):
        booklet(BANK, 0.2)


@settings(max_examples=25, deadline=None)
@given(st.floats(-3, 3))
def test_ability_and_expected_score_are_one_cut_on_two_scales(ability):
    assert ability_of_score(BANK, expected_score(BANK, ability)) == pytest.approx(ability, abs=1e-6)


def test_errors_follow_from_scale_to_scale():
    raw = scales_of_raw(BANK, 3.0, 0.2)

    back = scales_of_ability(BANK, raw.ability, raw.ability_error)

    assert (back.raw, back.raw_error) == pytest.approx((3.0, 0.2))


def test_a_score_that_guessing_alone_exceeds_has_no_ability():
    with pytest.raises(ImproperCutError):
        ability_of_score(BANK, 0.1)
