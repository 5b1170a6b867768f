"""A programme of simulated people, from registration to certificate."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heapreplace
from itertools import accumulate
from typing import TYPE_CHECKING

import django
import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.site.simulation.candidates import Candidate, difficulties_of
from kunnande.site.simulation.centres import DAYS_TO_ACCREDIT, suspend_last
from kunnande.site.simulation.companies import build_company, sizes_of
from kunnande.site.simulation.development import Wish, give_courses, plan_onwards
from kunnande.site.simulation.employees import employ_somebody
from kunnande.site.simulation.matrices import settle_matrix
from kunnande.site.simulation.measuring import measure
from kunnande.site.simulation.parties import Acting
from kunnande.site.simulation.planning import plan_first_company
from kunnande.site.simulation.pooling import pool_demand
from kunnande.site.simulation.practice import give_practical_tests
from kunnande.site.simulation.retakes import book_retakes
from kunnande.site.simulation.sessions import CompanySessions, open_coming
from kunnande.site.simulation.slots import Slot, share_out
from kunnande.site.simulation.walk import DAYS_TO, Chance, Story, Until, live
from kunnande.site.simulation.world import Company, World, build_world
from kunnande.stages.credentials.services import establish_issuer
from kunnande.stages.itembank.queries import list_bank
from kunnande.stages.parties.queries import has_people
from kunnande.stages.parties.services import get_service_user, mark_simulated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kunnande.site.simulation.walk import Acts
    from kunnande.stages.cases.queries import Case

DAYS_BACK = 90
STORIES = 20
# One in so many of those with a certificate also makes a practical test.
_PRACTISES = 8
# How many of twenty stories stand where today; the rest go all the way.
STANDING = {
    Until.REGISTERED: 2,
    Until.MAPPED: 2,
    Until.PLANNED: 1,
    Until.TESTED: 1,
    Until.FEEDBACK_GIVEN: 1,
    Until.DECIDED: 1,
}


class NotEmptyError(ValueError):
    """The database already holds people; a simulation never mixes with them."""


@dataclass
class Summary:
    """What a simulation came to."""

    people: int = 0
    companies: int = 0
    centres: int = 0
    stories: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Programme:
    """What every company's simulation needs to know."""

    world: World
    difficulties: dict[str, float]
    seed: int
    now: datetime
    begins_at: datetime


@dataclass(frozen=True)
class Walked:
    """Where the stories of a company's people stand, which courses they want, who practises."""

    company: int
    stories: Counter[str]
    wishes: list[Wish]
    practising: list[Story]


@dataclass(frozen=True)
class Staff:
    """One company of the row: how many work there, from which number on, and when they sit."""

    company: int
    size: int
    first: int
    slot: Slot


def simulate(
    *,
    people: int,
    seed: int,
    now: datetime,
    port: int,
    workers: int = 1,
    on_progress: Callable[[int], None],
) -> Summary:
    """Walk `people` synthetic people through the services. Raises NotEmptyError.

    What happens at a company depends on the seed and its place in the row alone, so that several
    workers, each a process of its own, come to the same as one.
    """
    if has_people():
        raise NotEmptyError(_("Databasen innehåller redan personer. Simulera i en tom databas."))
    begins_at = now.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=DAYS_BACK)
    with transaction.atomic():
        world = _begin(begins_at, port)
    codes = tuple(version.item.code for area in list_bank() for version in area.versions)
    programme = Programme(world, difficulties_of(codes, seed), seed, now, begins_at)
    sizes = sizes_of(people)
    firsts = accumulate(sizes[:-1], initial=0)
    slots = share_out(len(sizes))
    rows = enumerate(zip(sizes, firsts, slots, strict=True))
    staffs = [Staff(n, size, first, slot) for n, (size, first, slot) in rows]
    summary = Summary(people=people, companies=len(sizes), centres=len(world.centres))
    all_walked: list[Walked] = []
    for walked in _walk_all(programme, staffs, min(workers, len(sizes))):
        summary.stories += walked.stories
        all_walked.append(walked)
        on_progress(summary.stories.total())
    in_order = sorted(all_walked, key=lambda walked: walked.company)
    with transaction.atomic():
        _lead_together(programme, in_order, slots)
    return summary


def _lead_together(programme: Programme, walked: list[Walked], slots: list[Slot]) -> None:
    """Let happen what needs people of several companies: courses, a workshop, a centre's stop."""
    world, now = programme.world, programme.now
    wishes = [wish for one in walked for wish in one.wishes]
    give_courses(world.providers, wishes, now=now)
    pool_demand(world.providers, wishes, now=now)
    if world.workshop:
        practising = [story for one in walked for story in one.practising]
        examiner, seed = world.examiner, programme.seed
        give_practical_tests(world.workshop, practising, examiner, seed=seed, now=now)
    open_coming(world, slots, now=now)
    suspend_last(world.centres, world.accreditors, at=now - timedelta(days=1))
    book_retakes(wishes, now=now)
    plan_first_company(now=now)
    measure(programme.difficulties, now=now)


def _walk_all(programme: Programme, staffs: list[Staff], workers: int) -> Iterator[Walked]:
    if workers <= 1:
        yield from (_walk_company(programme, staff) for staff in staffs)
        return
    # New processes rather than copies of this one: a connection must not be shared.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=django.setup) as pool:
        tasks = [pool.submit(_walk_company, programme, staff) for staff in staffs]
        for task in as_completed(tasks):
            yield task.result()


def _walk_company(programme: Programme, staff: Staff) -> Walked:
    """Build one company and walk its people; return where their stories stand."""
    generator = np.random.default_rng([programme.seed, staff.company])
    chance = Chance(generator, programme.difficulties)
    stories: Counter[str] = Counter()
    with transaction.atomic():
        company = build_company(staff.company, staff.size, programme.world, at=programme.begins_at)
    sessions = CompanySessions(company, staff.size, staff.slot, programme.world)
    lives: dict[int, Story] = {}
    for number in range(staff.first, staff.first + staff.size):
        with transaction.atomic():
            begins_at = _begins_at(_standing(number), staff.slot, programme.now, generator)
            lives[number] = _story(number, company, programme, generator, begins_at=begins_at)
        stories[lives[number].until.name.lower()] += 1
    acts = {n: live(story, programme.world, chance, sessions) for n, story in lives.items()}
    wishes: list[Wish] = []
    for number, case in sorted(_live_in_order(acts).items()):
        with transaction.atomic():
            if lives[number].until == Until.MAPPED:
                books = number % 2 == 0
                sessions.look_ahead(lives[number], case, programme.now, books=books)
            wishes += _plan_onwards(number, lives[number], case)
    with transaction.atomic():
        settle_matrix(company, now=programme.now)
    last = _PRACTISES - 1
    practising = [one for n, one in lives.items() if n % _PRACTISES == last and one.is_awarded]
    return Walked(staff.company, stories, wishes, practising)


def _plan_onwards(number: int, story: Story, case: Case) -> list[Wish]:
    """Let the first person and every second one with a decision plan how to go on."""
    if number == 0:
        return plan_onwards(story, None, number, story.begins_at + timedelta(hours=1))
    if story.until >= Until.DECIDED and number % 2:
        decided_at = story.begins_at + timedelta(days=DAYS_TO[story.until])
        return plan_onwards(story, case, number, decided_at + timedelta(hours=2))
    return []


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


def _begin(begins_at: datetime, port: int) -> World:
    """Build the world early enough for the first person to meet accredited centres."""
    at = begins_at - timedelta(days=DAYS_TO_ACCREDIT)
    acting = Acting(by=get_service_user(name="simulate", at=at), at=at)
    mark_simulated(**acting)
    world = build_world(acting=acting)
    owner = world.product_version.product.scheme.owner
    establish_issuer(host="localhost", port=port, name=owner.name, demo=True, **acting)
    return world


def _begins_at(until: Until, slot: Slot, now: datetime, generator: np.random.Generator) -> datetime:
    """Draw when somebody registers, so that they sit on the day of the week of their company."""
    if until < Until.PLANNED:
        return (now - timedelta(days=4)).replace(hour=9, minute=0, second=0, microsecond=0)
    if until == Until.PLANNED:
        # The sitting itself lies ahead, by two days to a week and a day.
        sits_at = slot.last_before(now + timedelta(days=8))
    else:
        since_test = timedelta(days=DAYS_TO[until] - DAYS_TO[Until.TESTED])
        days_ago = timedelta(days=int(generator.integers(2, 50)))
        sits_at = slot.last_before(now - since_test - days_ago)
    return sits_at - timedelta(days=DAYS_TO[Until.TESTED])


def _story(
    number: int,
    company: Company,
    programme: Programme,
    generator: np.random.Generator,
    *,
    begins_at: datetime,
) -> Story:
    """Draw one person and how far they have come; the first one has everything before them."""
    person, user = employ_somebody(number, company, generator, begins_at - timedelta(days=7))
    codes = tuple(area.code for area in programme.world.areas)
    return Story(
        user=user,
        person=person,
        company=company,
        candidate=Candidate.draw(generator, codes),
        begins_at=begins_at,
        until=_standing(number),
        shares=bool(generator.random() < 0.9) or number == 0,
    )


def _standing(number: int) -> Until:
    place = number % STORIES
    for until, count in STANDING.items():
        if place < count:
            return until
        place -= count
    return Until.AWARDED
