"""Organisations and people for tests, made by the real services."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kunnande.stages.parties import services
from kunnande.stages.parties.queries import Organisation, OrganisationKind, Role, User

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Person

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
TODAY = NOON.date()
PASSWORD = "hammare-och-stickmått-7"


def a_service_user() -> User:
    return services.get_service_user(name="tests", at=NOON)


def an_organisation_number(serial: int) -> str:
    """Return the organisation number with this serial, its check digit worked out."""
    nine = f"{556_000_000 + serial:09d}"
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(nine)]
    return nine + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def an_organisation(
    name: str = "Exempelverken AB", kind: str = OrganisationKind.COMPANY, serial: int | None = None
) -> Organisation:
    return services.register_organisation(
        kind=kind,
        name=name,
        organisation_number=an_organisation_number(
            Organisation.objects.count() + 1 if serial is None else serial
        ),
        municipality_code="0617" if kind == OrganisationKind.COMPANY else "",
        by=a_service_user(),
        at=NOON,
    )


def a_scheme_owner() -> Organisation:
    return an_organisation("Exempel Modellägare", OrganisationKind.SCHEME_OWNER)


def a_person(given_name: str = "Hassan", family_name: str = "Kilremm") -> Person:
    return services.register_person(
        given_name=given_name, family_name=family_name, by=a_service_user(), at=NOON
    )


def an_employee(
    organisation: Organisation,
    given_name: str = "Hassan",
    family_name: str = "Kilremm",
    team: str = "",
) -> Person:
    person = a_person(given_name, family_name)
    services.employ(
        person=person,
        organisation=organisation,
        from_on=TODAY,
        team=team,
        by=a_service_user(),
        at=NOON,
    )
    return person


def an_account(person: Person, email: str | None = None) -> User:
    return services.open_account(
        person=person,
        email=email or f"person{person.pk}@exempel.se",
        password=PASSWORD,
        at=NOON,
    )


def a_member(organisation: Organisation, role: str = Role.EMPLOYER) -> User:
    """Return somebody's account that acts for the organisation in a role."""
    user = an_account(a_person("Birgit", "Plåtberg"))
    services.give_membership(
        user=user, organisation=organisation, role=role, by=a_service_user(), at=NOON
    )
    return user
