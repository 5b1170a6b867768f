"""Counts are told so that no adding and subtracting of them finds fewer than five people."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.disclosure_control import (
    FEWEST,
    Cell,
    OverlappingPeopleError,
    Split,
    at_least,
    release,
)

# Two companies in one municipality: what is counted by municipality, and what by company.
MOST = 24
people = st.integers(min_value=12, max_value=MOST)


@st.composite
def linked_tables(draw):
    everybody, cut = range(draw(people)), draw(st.integers(min_value=5, max_value=19))
    parts = {"X": [p for p in everybody if p < cut], "Y": [p for p in everybody if p >= cut]}
    wanted = set(draw(st.sets(st.sampled_from(everybody))))
    # Near what is wanted, where subtraction finds most.
    remaining = wanted ^ set(draw(st.sets(st.sampled_from(everybody), max_size=4)))
    cells = {Cell("a", part): split(who, remaining) for part, who in parts.items()}
    cells[Cell("b", "M")] = split(everybody, wanted)
    return parts, cells


def split(everybody, counted):
    among = frozenset(everybody)
    return Split(among & frozenset(counted), among - frozenset(counted))


@given(linked_tables())
def test_fewer_than_five_are_never_told_of_on_either_side(tables):
    _, cells = tables

    for cell, told in release(cells, former={}).items():
        assert told.count == len(cells[cell].counted) >= FEWEST
        assert len(cells[cell].others) >= FEWEST


@settings(max_examples=300, deadline=None)
@given(linked_tables())
def test_adding_and_subtracting_exact_counts_finds_no_small_group(tables):
    parts, cells = tables
    told = release(cells, former={})

    sides = [s for cell in told for s in (cells[cell].counted, cells[cell].others)]

    # How many work at a company is no secret: a whole company may be found.
    assert not [g for g in groups_found(sides) if 0 < len(g) < FEWEST and not is_whole(g, parts)]


def groups_found(sides):
    """Return every group whose count is a sum and difference of the counts of these sides."""
    for signs in product((-1, 0, 1), repeat=len(sides)):
        weights = [
            sum(sign for sign, side in zip(signs, sides, strict=True) if person in side)
            for person in range(MOST)
        ]
        if set(weights) <= {0, 1}:
            yield frozenset(person for person, weight in enumerate(weights) if weight)


def is_whole(group, parts):
    return any(group == frozenset(who) for who in parts.values())


@given(st.lists(st.integers(min_value=5, max_value=60), min_size=2, max_size=12))
def test_two_moments_differ_by_nobody_or_by_at_least_five(counts):
    cell, former, told = Cell("a", "M"), {}, []

    for count in counts:
        now = release({cell: split(range(count + 5), range(count))}, former)[cell]
        former = {cell: now.count}
        told.append(now.count)

    steps = [abs(after - before) for before, after in pairwise(told)]
    assert all(step == 0 or step >= FEWEST for step in steps)


@given(st.integers(min_value=0, max_value=10_000))
def test_a_number_is_told_in_fives_and_never_too_high(count):
    assert at_least(count) % FEWEST == 0
    assert 0 <= count - at_least(count) < FEWEST


@given(linked_tables(), st.randoms())
def test_the_same_people_give_the_same_numbers_in_any_order(tables, random):
    _, cells = tables
    shuffled = list(cells.items())
    random.shuffle(shuffled)

    assert release(dict(shuffled), former={}) == release(cells, former={})


def test_one_person_between_two_tables_hides_the_second():
    ten = split(range(30), range(10))
    nine = split(range(30), range(9))

    told = release({Cell("a", "M"): ten, Cell("b", "M"): nine}, former={})

    assert list(told) == [Cell("a", "M")]


def test_two_parts_that_cover_another_but_for_one_are_not_both_told():
    cells = {
        Cell("a", "M"): split(range(40), [*range(5), *range(20, 25)]),
        Cell("b", "X"): split(range(20), range(5)),
        Cell("b", "Y"): split(range(20, 40), range(20, 26)),
    }

    told = release(cells, former={})

    assert list(told) == [Cell("a", "M"), Cell("b", "X")]


def test_nobody_is_counted_in_two_parts_of_a_table():
    cells = {Cell("a", "X"): split(range(12), range(6)), Cell("a", "Y"): split([3], [])}

    with pytest.raises(OverlappingPeopleError, match="'a'"):
        release(cells, former={})
