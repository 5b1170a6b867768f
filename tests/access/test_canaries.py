"""Marked values of other people and organisations are in no answer to whoever may not see them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from kunnande.stages.trail.models import Anchor, Entry, Look

from . import expectations as who, sights
from .pages import PAGES
from .stories import FORMER, PRACTICE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .routes import Asked, Viewer
    from .stories import Mark, World

pytestmark = pytest.mark.django_db

# What some page shows to somebody: without these the search below would find nothing to judge.
SHOWN = frozenset(sights.MAY_SEE) - {"identity", "sealed", "reason"}


@pytest.mark.parametrize("kind", sights.MAY_SEE)
def test_a_value_is_in_no_answer_to_whoever_may_not_see_it(kind, asked, world):
    marks = [mark for mark in world.marks if mark.kind == kind]

    leaks = {
        (one.route, one.viewer.name, mark.text)
        for one in asked
        for mark in found_in(one, marks)
        if not may_be_shown(mark, one, world)
    }

    assert leaks == set()


def test_the_search_finds_each_value_where_it_is_shown(asked, world):
    shown = {mark.kind for one in asked for mark in found_in(one, world.marks)}

    assert shown == SHOWN


def test_the_trail_holds_no_value_at_all(world):
    rows = chain.from_iterable(table.objects.values_list() for table in (Entry, Look, Anchor))

    told = "\n".join(map(str, rows)).lower()

    assert told.count("\n") > 500
    assert [mark for mark in world.marks if mark.text.lower() in told] == []


def test_no_name_of_a_file_reaches_the_disk(world):
    files = [path.name for path in settings.MEDIA_ROOT.rglob("*")]

    assert files
    assert [mark for mark in world.marks if any(mark.text in name for name in files)] == []


def found_in(one: Asked, marks: list[Mark]) -> list[Mark]:
    said = f"{one.headers}\n".encode() + one.told
    everything = said.lower()
    return [mark for mark in marks if mark.text.lower().encode() in everything]


def may_be_shown(mark: Mark, one: Asked, world: World) -> bool:
    if relation_of(one.viewer, mark, world) in sights.MAY_SEE[mark.kind]:
        return True
    if mark.kind in sights.SHOWN_TO_ALL.get(one.route, ()):
        return True
    if is_for_a_retake(mark, one, one.route):
        return True
    is_subject = mark.side == "A" and mark.story in {"", PAGES[one.route].about}
    return is_subject and mark.kind in sights.SHOWN_BY_ADDRESS.get(one.route, ())


def is_for_a_retake(mark: Mark, one: Asked, page: str) -> bool:
    is_centres_own = one.viewer.name in who.TEST_LEADERS and one.viewer.side == mark.side
    kinds = sights.SHOWN_FOR_A_RETAKE.get(page, frozenset())
    return is_centres_own and mark.story in sights.AFTER_A_DECISION and mark.kind in kinds


# Those who stand outside, and what of the marks concerns them. A union speaks for people at the
# first company and a coach is let in by it: both know its name and nothing of who works there.
CONCERNS: Mapping[str, Callable[[Mark], bool]] = {
    who.TRAINING_PROVIDER: lambda mark: mark.story in sights.IN_A_COURSE,
    who.UNION_REPRESENTATIVE: lambda mark: mark.side == "A",
    who.COACH: lambda mark: (mark.side, mark.story) == ("A", ""),
    who.PROGRAMME_OWNER: lambda mark: (mark.side, mark.story) in sights.IN_THE_PROGRAMME,
    who.ECONOMIST: lambda mark: (mark.side, mark.story) in sights.IN_THE_PROGRAMME,
}


def relation_of(viewer: Viewer, mark: Mark, world: World) -> str:
    """Return what the expectations call this viewer to the person or the company of a mark."""
    if viewer.name in who.PEOPLE:
        return relation_of_person(viewer, mark, world)
    is_ours, relation = viewer.side == mark.side, viewer.name
    if viewer.name in who.EMPLOYERS:
        relation = who.EMPLOYER if is_ours and mark.story != FORMER else who.OTHER_EMPLOYER
    elif viewer.name in who.AT_CENTRES:
        relation = relation_of_centre(viewer, mark)
    elif viewer.name in CONCERNS:
        relation = viewer.name if CONCERNS[viewer.name](mark) else who.VISITOR
    elif mark.story in sights.BEFORE_A_DECISION and viewer.name == who.EXAMINER:
        relation = who.VISITOR
    elif mark.story in sights.UNDECIDED and viewer.name == who.SCHEME_OWNER:
        relation = who.OTHER_SCHEME_OWNER
    return relation


def relation_of_centre(viewer: Viewer, mark: Mark) -> str:
    is_ours = viewer.side == mark.side
    if viewer.name in who.TEST_LEADERS:
        may_test = mark.story == "mapped" or (is_ours and mark.story not in sights.NOT_BEING_TESTED)
        return who.TEST_LEADER if may_test else who.OTHER_TEST_LEADER
    if viewer.name in who.CENTRE_MANAGERS:
        return who.CENTRE_MANAGER if is_ours else who.OTHER_CENTRE_MANAGER
    # Those they assess, and those who are booked at the centre where they work.
    may_assess = is_ours and mark.story in {"", "mapped", *PRACTICE}
    return who.ASSESSOR if may_assess else who.OTHER_ASSESSOR


def relation_of_person(viewer: Viewer, mark: Mark, world: World) -> str:
    story = world.sides[mark.side].stories.get(mark.story)
    if story and story.user == viewer.user:
        return who.SELF
    return who.COLLEAGUE if viewer.side == mark.side else who.STRANGER
