"""A programme of simulated people, from registration to certificate."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

import django
import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.site.simulation.candidates import Candidate, difficulties_of
from kunnande.site.simulation.centres import DAYS_TO_ACCREDIT, suspend_last
from kunnande.site.simulation.companies import build_company, sizes_of
from kunnande.site.simulation.employees import employ_somebody
from kunnande.site.simulation.parties import Acting
from kunnande.site.simulation.walk import DAYS_TO, Chance, Story, Until, walk
from kunnande.site.simulation.world import Company, World, build_world
from kunnande.stages.credentials.services import establish_issuer
from kunnande.stages.itembank.queries import list_bank
from kunnande.stages.parties.queries import has_people
from kunnande.stages.parties.services import get_service_user, mark_simulated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAYS_BACK = 75
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
class Staff:
    """One company of the row, how many work there and the number of the first of them."""

    company: int
    size: int
    first: int


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
    staffs = [
        Staff(n, size, first) for n, (size, first) in enumerate(zip(sizes, firsts, strict=True))
    ]
    summary = Summary(people=people, companies=len(sizes), centres=len(world.centres))
    done = 0
    for stories in _walk_all(programme, staffs, min(workers, len(sizes))):
        summary.stories += stories
        done += stories.total()
        on_progress(done)
    with transaction.atomic():
        suspend_last(world.centres, world.accreditors, at=now - timedelta(days=1))
    return summary


def _walk_all(programme: Programme, staffs: list[Staff], workers: int) -> Iterator[Counter[str]]:
    if workers <= 1:
        yield from (_walk_company(programme, staff) for staff in staffs)
        return
    # New processes rather than copies of this one: a connection must not be shared.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=django.setup) as pool:
        tasks = [pool.submit(_walk_company, programme, staff) for staff in staffs]
        for task in as_completed(tasks):
            yield task.result()


def _walk_company(programme: Programme, staff: Staff) -> Counter[str]:
    """Build one company and walk its people; return where their stories stand."""
    generator = np.random.default_rng([programme.seed, staff.company])
    chance = Chance(generator, programme.difficulties)
    stories: Counter[str] = Counter()
    with transaction.atomic():
        company = build_company(staff.company, staff.size, programme.world, at=programme.begins_at)
    for number in range(staff.first, staff.first + staff.size):
        with transaction.atomic():
            story = _story(number, company, programme, generator)
            walk(story, programme.world, chance)
        stories[story.until.name.lower()] += 1
    return stories


def _begin(begins_at: datetime, port: int) -> World:
    """Build the world early enough for the first person to meet accredited centres."""
    at = begins_at - timedelta(days=DAYS_TO_ACCREDIT)
    acting = Acting(by=get_service_user(name="simulate", at=at), at=at)
    mark_simulated(**acting)
    world = build_world(acting=acting)
    owner = world.product_version.product.scheme.owner
    establish_issuer(host="localhost", port=port, name=owner.name, demo=True, **acting)
    return world


def _story(
    number: int, company: Company, programme: Programme, generator: np.random.Generator
) -> Story:
    """Draw one person and how far they have come; the first one has everything before them."""
    until = _standing(number)
    days_ago = DAYS_TO[until] + int(generator.integers(2, 50)) if until >= Until.TESTED else 4
    if until == Until.PLANNED:
        # The sitting itself lies ahead: a week from today.
        days_ago = DAYS_TO[Until.TESTED] - 7
    begins_at = programme.now.replace(minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    person, user = employ_somebody(number, company, generator, begins_at - timedelta(days=7))
    codes = tuple(area.code for area in programme.world.areas)
    return Story(
        user=user,
        person=person,
        company=company,
        candidate=Candidate.draw(generator, codes),
        begins_at=begins_at.replace(hour=9),
        until=until,
        shares=bool(generator.random() < 0.9) or number == 0,
    )


def _standing(number: int) -> Until:
    place = number % STORIES
    for until, count in STANDING.items():
        if place < count:
            return until
        place -= count
    return Until.AWARDED
