"""One company of the simulation: it comes into the programme, and its people go their ways."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heapreplace
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from kunnande.site.simulation.candidates import Candidate
from kunnande.site.simulation.companies import build_company
from kunnande.site.simulation.development import Wish, plan_onwards
from kunnande.site.simulation.employees import employ_somebody
from kunnande.site.simulation.matrices import settle_matrix
from kunnande.site.simulation.sessions import CompanySessions
from kunnande.site.simulation.taking_part import engage, go_on, support_otherwise, take_part
from kunnande.site.simulation.timetable import way_of
from kunnande.site.simulation.walk import DAYS_TO, Chance, Story, Until, again, live
from kunnande.stages.booking.queries import SessionKind

if TYPE_CHECKING:
    from kunnande.site.simulation.slots import Slot
    from kunnande.site.simulation.timetable import Way
    from kunnande.site.simulation.walk import Acts
    from kunnande.site.simulation.world import Company, World
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.programme.queries import Participation

STORIES = 20
# How many of twenty stories stand where today; the rest go all the way.
STANDING = {
    Until.REGISTERED: 2,
    Until.MAPPED: 2,
    Until.PLANNED: 1,
    Until.TESTED: 1,
    Until.FEEDBACK_GIVEN: 1,
    Until.DECIDED: 1,
}
# The share of people of a company of the past who leave before their test.
_LEAVES_EARLY = 0.07
# A whole number of weeks, so that a retake falls on the company's own time of the week.
_RETAKES_AFTER = timedelta(weeks=11)
_RETAKES = 0.55
# One in so many of those with a certificate also makes a practical test.
_PRACTISES = 2


@dataclass(frozen=True)
class Programme:
    """What every company's simulation needs to know."""

    world: World
    difficulties: dict[str, float]
    seed: int
    now: datetime


@dataclass(frozen=True)
class Staff:
    """One company of the row: how many work there, from which number on, and when they sit."""

    company: int
    size: int
    first: int
    slot: Slot


@dataclass(frozen=True)
class Walked:
    """Where the stories of a company's people stand, which courses they want, who practises."""

    number: int
    company: Company
    stories: Counter[str]
    wishes: list[Wish]
    practising: list[Story]


@dataclass
class _Lives:
    """One company's people, and what their ways through the programme have in common."""

    staff: Staff
    programme: Programme
    way: Way
    company: Company
    generator: np.random.Generator
    sessions: CompanySessions
    wishes: list[Wish]

    def live(self, number: int, story: Story) -> Acts[Case]:
        """Take one person through the validation, a plan and perhaps the test of what remains."""
        world = self.programme.world
        chance = Chance(self.generator, self.programme.difficulties)
        case = yield from live(story, world, chance, self.sessions)
        goes_on_at = _plans_at(number, story)
        if goes_on_at:
            yield goes_on_at
            self.wishes += plan_onwards(story, case if number else None, number, goes_on_at)
        retakes_at = story.begins_at + timedelta(days=DAYS_TO[Until.TESTED]) + _RETAKES_AFTER
        is_over = retakes_at + timedelta(days=7) < self.programme.now
        retakes = story.until >= Until.DECIDED and float(self.generator.random()) < _RETAKES
        if retakes and is_over and not self.way.is_recent:
            yield from again(
                story, case, world, chance=chance, seating=self.sessions, sits_at=retakes_at
            )
        return case


def walk_company(programme: Programme, staff: Staff) -> Walked:
    """Build one company and walk its people; return where their stories stand."""
    generator = np.random.default_rng([programme.seed, staff.company])
    way = way_of(staff.company, programme.now)
    with transaction.atomic():
        company = _build(programme, staff, way)
    sessions = CompanySessions(company, staff.size, staff.slot, programme.world)
    lives = _Lives(staff, programme, way, company, generator, sessions, [])
    stories: dict[int, Story] = {}
    taking: dict[int, Participation] = {}
    for number in range(staff.first, staff.first + staff.size):
        with transaction.atomic():
            stories[number] = _story(number, lives)
            if programme.world.funded:
                taking[number] = take_part(stories[number], programme.world.funded, generator)
    cases = _live_in_order({n: lives.live(n, story) for n, story in stories.items()})
    awarded = [number for number, story in stories.items() if way.is_recent and story.is_awarded]
    with transaction.atomic():
        _look_ahead(lives, stories, cases)
        _wait_for_practice(lives, stories, cases, awarded[1::_PRACTISES])
        settle_matrix(company, now=programme.now)
    for number, participation in taking.items():
        with transaction.atomic():
            go_on(stories[number], participation, way, generator)
    return Walked(
        staff.company,
        company,
        Counter(story.until.name.lower() for story in stories.values()),
        lives.wishes,
        [stories[number] for number in awarded[::_PRACTISES]],
    )


def _build(programme: Programme, staff: Staff, way: Way) -> Company:
    world = programme.world
    company = build_company(staff.company, staff.size, world, at=way.contacted_at)
    if world.funded:
        engage(company, staff.size, way, world.funded)
        if way.has_other_support:
            support_otherwise(company, way)
    return company


def _look_ahead(lives: _Lives, stories: dict[int, Story], cases: dict[int, Case]) -> None:
    """Let those who are mapped today book a coming time, or wait for one."""
    if not lives.way.is_recent:
        return
    for number, story in stories.items():
        if story.until == Until.MAPPED:
            books = number % 2 == 0
            lives.sessions.look_ahead(story, cases[number], lives.programme.now, books=books)


def _wait_for_practice(
    lives: _Lives, stories: dict[int, Story], cases: dict[int, Case], numbers: list[int]
) -> None:
    for number in numbers:
        lives.sessions.wait(
            stories[number], cases[number], SessionKind.PRACTICAL, lives.programme.now
        )


def _plans_at(number: int, story: Story) -> datetime | None:
    """Let the first person and every second one with a decision plan how to go on."""
    if number == 0:
        return story.begins_at + timedelta(hours=1)
    if story.until >= Until.DECIDED and number % 2:
        return story.begins_at + timedelta(days=DAYS_TO[story.until], hours=2)
    return None


def _live_in_order(acts: dict[int, Acts[Case]]) -> dict[int, Case]:
    """Do everybody's acts in the order of time; return the case each of them came to."""
    cases: dict[int, Case] = {}
    coming = [(next(own), number) for number, own in acts.items()]
    heapify(coming)
    while coming:
        following, number = coming[0]
        with transaction.atomic():
            # Inside, so that what the last act has done stands.
            try:
                following = next(acts[number])
            except StopIteration as over:
                cases[number] = over.value
        if number in cases:
            heappop(coming)
        else:
            heapreplace(coming, (following, number))
    return cases


def _story(number: int, lives: _Lives) -> Story:
    """Draw one person and how far they have come; the first one has everything before them."""
    generator, world = lives.generator, lives.programme.world
    until = _until(number, lives)
    begins_at = _begins_at(until, lives)
    employed_at = begins_at - timedelta(days=7)
    person, user = employ_somebody(number, lives.company, generator, employed_at)
    codes = tuple(area.code for area in world.areas)
    return Story(
        user=user,
        person=person,
        company=lives.company,
        candidate=Candidate.draw(generator, codes),
        begins_at=begins_at,
        until=until,
        shares=bool(generator.random() < 0.9) or number == 0,
    )


def _until(number: int, lives: _Lives) -> Until:
    """Return how far somebody has come: all the way, but for those who are still on it."""
    leaves_early = float(lives.generator.random()) < _LEAVES_EARLY
    if not lives.way.is_recent:
        return Until.MAPPED if leaves_early else Until.AWARDED
    place = number % STORIES
    for until, count in STANDING.items():
        if place < count:
            return until
        place -= count
    return Until.AWARDED


def _begins_at(until: Until, lives: _Lives) -> datetime:
    """Draw when somebody registers, so that they sit on the day of the week of their company."""
    slot, now, generator = lives.staff.slot, lives.programme.now, lives.generator
    if not lives.way.is_recent:
        days_later = timedelta(days=21 + int(generator.integers(2, 50)))
        sits_at = slot.last_before(lives.way.begins_at + days_later)
    elif until < Until.PLANNED:
        return (now - timedelta(days=4)).replace(hour=9, minute=0, second=0, microsecond=0)
    elif until == Until.PLANNED:
        # The sitting itself lies ahead, by two days to a week and a day.
        sits_at = slot.last_before(now + timedelta(days=8))
    else:
        since_test = timedelta(days=DAYS_TO[until] - DAYS_TO[Until.TESTED])
        days_ago = timedelta(days=int(generator.integers(2, 50)))
        sits_at = slot.last_before(now - since_test - days_ago)
    return sits_at - timedelta(days=DAYS_TO[Until.TESTED])
