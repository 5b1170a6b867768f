"""How long a company's matrix takes to answer, every square required.

Time by the clock and of the processor, the server's and the database's: the first says what a
reader waits, the second what the page costs on a machine that others use too.
"""

from __future__ import annotations

import statistics
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from _scratch import (
    clock,
    collect_as_the_server_does,
    database_processor_time,
    milliseconds,
    print_table,
    scratch_installation,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kunnande.stages.parties.models import Organisation, Person, User

SIZES = ((200, 40), (500, 60))
FAMILIES, ASKED = 5, 30


def main() -> None:
    with scratch_installation():
        from django.utils import timezone

        for number, (people, areas) in enumerate(SIZES):
            company, chief = _build(number, people, areas, timezone.localtime())
            rows = _measure(company, chief)
            print_table(f"Matrix, {people} people x {areas} areas, server time of a page", rows)


def _measure(company: Organisation, chief: User) -> list[tuple[str, str]]:
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    client = Client(HTTP_HOST="localhost")
    client.force_login(chief)
    address = reverse("supply:matrix", args=[company.pk])
    for _warm_up in range(3):
        client.get(address)
    collect_as_the_server_does()
    asked: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        page = client.get(address)
    squares = page.content.count(b'class="c c-')
    taken: list[float] = []
    used: list[float] = []
    before = database_processor_time()
    for _request in range(ASKED):
        with clock(taken), clock(used, time.process_time):
            client.get(address)
    of_database = (database_processor_time() - before) / ASKED
    of_both = statistics.median(used) + of_database
    return [
        ("squares", f"{squares}"),
        ("page", f"{len(page.content) / 1024:.0f} KiB"),
        ("queries", f"{len(asked)}"),
        ("median", milliseconds(taken, 0.5)),
        ("95 of 100", milliseconds(taken, 0.95)),
        ("quickest", f"{1000 * min(taken):.0f} ms"),
        ("processor, server", milliseconds(used, 0.5)),
        ("processor, database", f"{1000 * of_database:.0f} ms"),
        ("processor together", f"{1000 * of_both:.0f} ms"),
    ]


def _build(number: int, people: int, areas: int, now: datetime) -> tuple[Organisation, User]:
    """Store a company whose every square is required and some two thirds are met."""
    from kunnande.site.simulation.numbers import simulated_organisation_number
    from kunnande.stages.parties.services import (
        get_service_user,
        give_membership,
        open_account,
        register_organisation,
        register_person,
    )

    acting = {"by": get_service_user(name="bench", at=now), "at": now}
    company = register_organisation(
        kind="company",
        name=f"Mätverken {number} AB",
        organisation_number=simulated_organisation_number(9000 + number),
        municipality_code="0617",
        simulated=True,
        **acting,
    )
    chief = register_person(given_name="Chef", family_name="Mätare", simulated=True, **acting)
    user = open_account(person=chief, email=f"chief{number}@bench.invalid", at=now)
    give_membership(user=user, organisation=company, role="employer", **acting)
    _competences(company, _people(company, people, now), areas, now)
    return company, user


def _people(company: Organisation, how_many: int, now: datetime) -> list[Person]:
    from kunnande.stages.disclosure.models import Answer
    from kunnande.stages.disclosure.services import make_agreement
    from kunnande.stages.parties.models import Employment, Person
    from kunnande.stages.parties.services import get_service_user

    began = now.date() - timedelta(days=400)
    by = get_service_user(name="bench", at=now)
    agreement = make_agreement(organisation=company, from_on=began, by=by, at=now)
    people = Person.objects.bulk_create(
        Person(given_name=f"Person{n:03}", family_name="Mätbit", sort_key=f"m{n:03}")
        for n in range(how_many)
    )
    Employment.objects.bulk_create(
        Employment(person=person, organisation=company, team=f"Skift {n % 5 + 1}", from_on=began)
        for n, person in enumerate(people)
    )
    Answer.objects.bulk_create(
        Answer(agreement=agreement, person=person, accepted=n % 10 != 0, answered_at=now)
        for n, person in enumerate(people)
    )
    return people


def _competences(company: Organisation, people: list[Person], how_many: int, now: datetime) -> None:
    from kunnande.stages.framework.models import Area, AreaVersion, Scheme
    from kunnande.stages.ledger.models import Statement
    from kunnande.stages.requirements.models import Holding, OccupationalRole, Requirement

    scheme = Scheme.objects.create(code=f"bench{company.pk}", owner=company, is_sample=True)
    areas = Area.objects.bulk_create(
        Area(scheme=scheme, code=f"MB{n:02}", family_sv=f"Grupp {n * FAMILIES // how_many + 1}")
        for n in range(how_many)
    )
    versions = AreaVersion.objects.bulk_create(
        AreaVersion(area=area, version="1", name_sv=f"Område {area.code}", name_en=area.code)
        for area in areas
    )
    roles = OccupationalRole.objects.bulk_create(
        OccupationalRole(organisation=company, name=f"Roll {n}", people_needed=20) for n in range(8)
    )
    Requirement.objects.bulk_create(
        Requirement(role=role, area=area, level=3, accepted_kinds=["theory_tested"], importance=3)
        for role in roles
        for area in areas
    )
    Holding.objects.bulk_create(
        Holding(role=roles[n % 8], person=person, from_on=now.date() - timedelta(days=300))
        for n, person in enumerate(people)
    )
    generator = np.random.default_rng(1)
    level = generator.choice([0, 2, 3, 4], size=(len(people), how_many), p=[0.2, 0.1, 0.5, 0.2])
    Statement.objects.bulk_create(
        Statement(
            person=person, area_version=version, level=level[row, column], kind="theory_tested",
            source=f"bench:{person.pk}", stated_by="user:1", stated_at=now,
            valid_until=now.date() + timedelta(days=40 if (row + column) % 9 == 0 else 500),
        )
        for row, person in enumerate(people)
        for column, version in enumerate(versions)
        if level[row, column]
    )  # fmt: skip


if __name__ == "__main__":
    main()
