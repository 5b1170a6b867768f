"""A small programme of simulated people, from registration to certificate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.site.simulation.candidates import Candidate, difficulties_of
from kunnande.site.simulation.names import FAMILY_NAMES, GIVEN_NAMES, TEAMS
from kunnande.site.simulation.numbers import simulated_identity_number
from kunnande.site.simulation.walk import DAYS_TO, Chance, Story, Until, walk
from kunnande.site.simulation.world import DEMO_DOMAIN, Acting, World, build_world
from kunnande.stages.credentials.services import establish_issuer
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.itembank.queries import list_bank
from kunnande.stages.ledger.services import Proof, state_competence
from kunnande.stages.parties.queries import has_people
from kunnande.stages.parties.services import (
    employ,
    get_service_user,
    mark_simulated,
    open_account,
    register_person,
)
from kunnande.stages.requirements.services import assign_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from kunnande.site.simulation.world import Company
    from kunnande.stages.parties.queries import Person, User

PEOPLE_PER_COMPANY = 20
DAYS_BACK = 75
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
    stories: Counter[str] = field(default_factory=Counter)


def simulate(
    *, people: int, seed: int, now: datetime, port: int, on_progress: Callable[[int], None]
) -> Summary:
    """Walk `people` synthetic people through the services. Raises NotEmptyError."""
    if has_people():
        raise NotEmptyError(_("Databasen innehåller redan personer. Simulera i en tom databas."))
    generator = np.random.default_rng(seed)
    begins_at = now.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=DAYS_BACK)
    companies = -(-people // PEOPLE_PER_COMPANY)
    with transaction.atomic():
        world = _begin(companies, generator, begins_at, port)
    codes = tuple(version.item.code for area in list_bank() for version in area.versions)
    chance = Chance(generator, difficulties_of(codes, seed))
    summary = Summary(people=people, companies=companies)
    for number in range(people):
        with transaction.atomic():
            story = _story(number, world, generator, now)
            walk(story, world, chance)
        summary.stories[story.until.name.lower()] += 1
        on_progress(number + 1)
    return summary


def _begin(companies: int, generator: np.random.Generator, at: datetime, port: int) -> World:
    acting = Acting(by=get_service_user(name="simulate", at=at), at=at)
    mark_simulated(**acting)
    world = build_world(companies=companies, generator=generator, acting=acting)
    owner = world.product_version.product.scheme.owner
    establish_issuer(host="localhost", port=port, name=owner.name, demo=True, **acting)
    return world


def _story(number: int, world: World, generator: np.random.Generator, now: datetime) -> Story:
    """Draw one person and how far they have come; the first one has everything before them."""
    company = world.companies[number // PEOPLE_PER_COMPANY]
    until = _standing(number)
    days_ago = DAYS_TO[until] + int(generator.integers(2, 50)) if until >= Until.TESTED else 4
    if until == Until.PLANNED:
        # The sitting itself lies ahead: a week from today.
        days_ago = DAYS_TO[Until.TESTED] - 7
    begins_at = now.replace(minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    person, user = _employee(number, company, generator, begins_at - timedelta(days=7))
    codes = tuple(area.code for area in world.areas)
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
    place = number % PEOPLE_PER_COMPANY
    for until, count in STANDING.items():
        if place < count:
            return until
        place -= count
    return Until.AWARDED


def _employee(
    number: int, company: Company, generator: np.random.Generator, at: datetime
) -> tuple[Person, User]:
    acting = Acting(by=company.employer, at=at)
    given_name, family_name = _name(number, generator)
    person = register_person(
        given_name=given_name,
        family_name=family_name,
        identity_number=simulated_identity_number(generator),
        simulated=True,
        **acting,
    )
    team = TEAMS[number % len(TEAMS)]
    employ(person=person, organisation=company.organisation, from_on=at.date(), team=team, **acting)
    role = company.roles[int(generator.integers(len(company.roles)))]
    assign_role(role=role, person=person, from_on=at.date(), **acting)
    _attest(person, company, generator, acting)
    login = "person" if number == 0 else f"person-{number + 1}"
    return person, open_account(person=person, email=f"{login}@{DEMO_DOMAIN}", at=at)


def _attest(
    person: Person, company: Company, generator: np.random.Generator, acting: Acting
) -> None:
    """Let the employer attest what it has seen at work; some of it runs out before long."""
    for code in ("IT01", "IT02", "IT06"):
        area = find_area_version(code)
        if area is None or generator.random() < 0.25:
            continue
        lasts_days = 110 if generator.random() < 0.15 else 900
        state_competence(
            person=person,
            area_version_id=area.pk,
            level=int(generator.choice([2, 3, 3, 4])),
            proof=Proof(
                kind="employer_attested",
                source=f"attestation:{person.pk}:{code}",
                place=company.organisation,
                valid_until=acting["at"].date() + timedelta(days=lasts_days),
            ),
            **acting,
        )


def _name(number: int, generator: np.random.Generator) -> tuple[str, str]:
    if number == 0:
        return "Amina", "Fogstråle"
    return str(generator.choice(GIVEN_NAMES)), str(generator.choice(FAMILY_NAMES))
