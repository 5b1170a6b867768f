"""The law of verdicts: limits per area, when two assessors talk, and what the mean can not do."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from kunnande.stages.practice.queries.verdicts import (
    Limits,
    Weighed,
    joint_score,
    must_talk_about,
    score_area,
)

LIMITS = Limits(no_zero=True, critical_minimum=2, minimum_percent=70)
AREA = 1
CRITERIA = [
    Weighed(id=1, weight=1, is_critical=True, area_version_ids=frozenset()),
    Weighed(id=2, weight=2, is_critical=True, area_version_ids=frozenset({AREA})),
    Weighed(id=3, weight=1, is_critical=False, area_version_ids=frozenset({AREA})),
]
SCORES = st.fixed_dictionaries({1: st.integers(0, 3), 2: st.integers(0, 3), 3: st.integers(0, 3)})


def area_of(scores):
    exact = {pk: Fraction(value) for pk, value in scores.items()}
    return score_area(AREA, CRITERIA, exact, LIMITS)


@pytest.mark.parametrize(
    ("scores", "is_reached", "held_back_by"),
    [
        ({1: 2, 2: 2, 3: 3}, True, ()),
        ({1: 2, 2: 2, 3: 2}, False, ()),
        ({1: 2, 2: 3, 3: 0}, False, (3,)),
        ({1: 2, 2: 1, 3: 3}, False, (2,)),
        ({1: 1, 2: 3, 3: 3}, False, (1,)),
    ],
    ids=["reached", "percent", "zero", "critical", "the whole task"],
)
def test_an_area_is_reached_when_every_limit_is(scores, is_reached, held_back_by):
    area = area_of(scores)

    assert (area.is_reached, area.held_back_by) == (is_reached, held_back_by)


def test_a_criterion_of_the_whole_task_adds_no_percent():
    assert area_of({1: 3, 2: 2, 3: 3}).percent == area_of({1: 2, 2: 2, 3: 3}).percent


@pytest.mark.parametrize(
    ("criterion", "scores", "talk"),
    [
        (CRITERIA[2], (2, 2), False),
        (CRITERIA[2], (2, 3), False),
        (CRITERIA[2], (1, 2), False),
        (CRITERIA[2], (1, 3), True),
        (CRITERIA[2], (0, 1), True),
        (CRITERIA[1], (1, 2), True),
        (CRITERIA[1], (2, 3), False),
    ],
)
def test_assessors_talk_about_what_is_far_apart_or_across_a_limit(criterion, scores, talk):
    assert must_talk_about(criterion, scores, LIMITS) is talk


@given(SCORES, SCORES)
def test_where_nothing_is_talked_about_the_mean_keeps_what_both_found(first, second):
    settled = {
        row.id: first[row.id]
        if must_talk_about(row, (first[row.id], second[row.id]), LIMITS)
        else second[row.id]
        for row in CRITERIA
    }
    found = {area_of(first).is_reached, area_of(settled).is_reached}
    mean = {pk: joint_score((first[pk], settled[pk])) for pk in first}

    joint = score_area(AREA, CRITERIA, mean, LIMITS).is_reached

    assert len(found) > 1 or joint in found


@given(SCORES, st.sampled_from([1, 2, 3]))
def test_a_higher_score_never_makes_an_area_fall_short(scores, place):
    higher = {**scores, place: min(3, scores[place] + 1)}

    assert area_of(higher).is_reached >= area_of(scores).is_reached
