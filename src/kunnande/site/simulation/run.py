"""A programme of simulated people, from the companies' first contact to the figures of a month."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import accumulate, count
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from kunnande.site.simulation.aid import give_aid
from kunnande.site.simulation.attesting import attest_months
from kunnande.site.simulation.books import keep_books
from kunnande.site.simulation.calling import call_leavers
from kunnande.site.simulation.candidates import difficulties_of
from kunnande.site.simulation.centres import suspend_last
from kunnande.site.simulation.companies import sizes_of
from kunnande.site.simulation.company_walk import Programme, Staff, Walked, walk_company
from kunnande.site.simulation.development import Wish, give_courses
from kunnande.site.simulation.measuring import measure
from kunnande.site.simulation.parties import Acting
from kunnande.site.simulation.planning import plan_first_company
from kunnande.site.simulation.pooling import pool_demand
from kunnande.site.simulation.practice import give_practical_tests
from kunnande.site.simulation.reporting import report_months
from kunnande.site.simulation.retakes import book_retakes
from kunnande.site.simulation.sessions import open_coming
from kunnande.site.simulation.slots import Slot, share_out
from kunnande.site.simulation.summary import Summary, add_figures
from kunnande.site.simulation.timetable import begin_of_programme
from kunnande.site.simulation.workforce import Workforce, workforce, write_lazily
from kunnande.site.simulation.world import World, build_world
from kunnande.stages.credentials.services import establish_issuer
from kunnande.stages.itembank.queries import list_bank
from kunnande.stages.parties.queries import has_people, list_employed_among
from kunnande.stages.parties.services import get_service_user, mark_simulated

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from kunnande.site.simulation.funding import Funded


class NotEmptyError(ValueError):
    """The database already holds people; a simulation never mixes with them."""


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
    workers, each a process of its own, come to the same as one. Progress counts everybody twice:
    when they have been walked, and when their months have been signed.
    """
    now = localtime(now)  # opening hours, weeks and months are those of the place
    if has_people():
        raise NotEmptyError(_("Databasen innehåller redan personer. Simulera i en tom databas."))
    with transaction.atomic():
        world = _begin(begin_of_programme(now), port)
    codes = tuple(version.item.code for area in list_bank() for version in area.versions)
    programme = Programme(world, difficulties_of(codes, seed), seed, now)
    sizes = sizes_of(people)
    slots = share_out(len(sizes))
    staffs = _list_staffs(sizes, slots)
    summary = Summary(people=people, companies=len(sizes), centres=len(world.centres))
    with workforce(min(workers, len(sizes))) as force:
        walked: list[Walked] = []
        for one in force.do(partial(walk_company, programme), staffs):
            summary.stories += one.stories
            on_progress(summary.stories.total())
            walked.append(one)
        walked.sort(key=lambda one: one.number)
        with transaction.atomic():
            _lead_together(programme, walked, slots)
        _attest_all(force, programme, walked, on_progress)
    if world.funded:
        with transaction.atomic():
            summary.outcomes += _keep_programme(programme, world.funded, walked)
    return add_figures(summary, world.funded, until=localdate(now))


def _list_staffs(sizes: Sequence[int], slots: Sequence[Slot]) -> list[Staff]:
    """Return who works at each company: its number, how many, whom it begins with, its times."""
    firsts = accumulate(sizes[:-1], initial=0)
    return [Staff(*row) for row in zip(count(), sizes, firsts, slots, strict=False)]


def _keep_programme(programme: Programme, funded: Funded, walked: list[Walked]) -> Counter[str]:
    """Let state aid be given, the books be kept and the months be handed on."""
    given = give_aid(funded, walked, now=programme.now)
    keep_books(funded, seed=programme.seed, now=programme.now)
    report_months(funded, now=programme.now)
    return given


def _begin(begins_at: datetime, port: int) -> World:
    """Build the world when the programme begins, long before the first people register."""
    write_lazily()
    acting = Acting(by=get_service_user(name="simulate", at=begins_at), at=begins_at)
    mark_simulated(**acting)
    world = build_world(acting=acting)
    owner = world.product_version.product.scheme.owner
    establish_issuer(host="localhost", port=port, name=owner.name, demo=True, **acting)
    return world


def _lead_together(programme: Programme, walked: list[Walked], slots: list[Slot]) -> None:
    """Let happen what needs people of several companies: courses, a workshop, a centre's stop."""
    world, now = programme.world, programme.now
    wishes = [wish for one in walked for wish in one.wishes]
    give_courses(world.providers, wishes, now=now)
    going_on = _still_employed(wishes, now)
    pool_demand(world.providers, going_on, now=now)
    if world.workshop:
        practising = [story for one in walked for story in one.practising]
        examiner, seed = world.examiner, programme.seed
        give_practical_tests(world.workshop, practising, examiner, seed=seed, now=now)
    open_coming(world, slots, now=now)
    suspend_last(world.centres, world.accreditors, at=now - timedelta(days=1))
    book_retakes(going_on, now=now)
    plan_first_company(now=now)
    measure(programme.difficulties, now=now)


def _still_employed(wishes: list[Wish], now: datetime) -> list[Wish]:
    people: dict[int, set[int]] = {}
    for wish in wishes:
        people.setdefault(wish.company.organisation.pk, set()).add(wish.person.pk)
    on = localdate(now)
    there = {pk: list_employed_among(own, organisation_id=pk, on=on) for pk, own in people.items()}
    return [wish for wish in wishes if wish.person.pk in there[wish.company.organisation.pk]]


def _attest_all(
    force: Workforce,
    programme: Programme,
    walked: list[Walked],
    on_progress: Callable[[int], None],
) -> None:
    """Let every company's people sign their months; progress goes on from everybody."""
    done = sum(one.stories.total() for one in walked)
    for people in force.do(partial(attest_company, programme), walked):
        done += people
        on_progress(done)


def attest_company(programme: Programme, walked: Walked) -> int:
    """Let one company's months be signed and its leavers called; return how many people it has."""
    now, employer = programme.now, walked.company.employer
    generator = np.random.default_rng([programme.seed, walked.number, 1])
    with transaction.atomic():
        attest_months(employer, now=now)
    if programme.world.funded:
        with transaction.atomic():
            call_leavers(programme.world.funded, employer, generator=generator, now=now)
    return walked.stories.total()
