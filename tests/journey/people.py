"""Who is in the story, and how they use a browser."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse

from kunnande.site.simulation.numbers import (
    simulated_identity_number,
    simulated_organisation_number,
)
from kunnande.stages.parties import services
from kunnande.stages.parties.queries import Organisation, OrganisationKind, Person, Role, User

PASSWORD = "skjutmått-i-lådan-4"
COMPANY_NUMBER = simulated_organisation_number(101)
_serials = count()


@dataclass(frozen=True)
class Around:
    """Those who are there before the story begins."""

    owner: Organisation
    sigrid: User  # publishes for the scheme owner
    enok: User  # examiner
    centre: Organisation
    torsten: User  # test leader
    ylva: User  # manager of the centre
    auditors: tuple[User, User]


def introduce(acting: dict[str, Any]) -> Around:
    owner = an_organisation(OrganisationKind.SCHEME_OWNER, "Exempelrådet", 1, acting)
    centre = an_organisation(OrganisationKind.TEST_CENTRE, "Verkstadsskolan", 2, acting)
    return Around(
        owner=owner,
        sigrid=somebody("Sigrid Skruvgren", Role.SCHEME_OWNER, owner, acting),
        enok=somebody("Enok Mutterdal", Role.EXAMINER, owner, acting),
        centre=centre,
        torsten=somebody("Torsten Passbit", Role.TEST_LEADER, centre, acting),
        ylva=somebody("Ylva Ritsberg", Role.CENTRE_MANAGER, centre, acting),
        auditors=(
            somebody("Gustav Lodlina", Role.AUDITOR, owner, acting),
            somebody("Lovisa Vattenpass", Role.AUDITOR, owner, acting),
        ),
    )


def an_organisation(kind: str, name: str, serial: int, acting: dict[str, Any]) -> Organisation:
    return services.register_organisation(
        kind=kind,
        name=name,
        organisation_number=simulated_organisation_number(serial),
        simulated=True,
        **acting,
    )


def somebody(name: str, role: str, organisation: Organisation, acting: dict[str, Any]) -> User:
    """Return the account of somebody new who acts for an organisation in a role."""
    given_name, family_name = name.split()
    person = services.register_person(
        given_name=given_name,
        family_name=family_name,
        identity_number=simulated_identity_number(next(_serials)),
        simulated=True,
        **acting,
    )
    user = services.open_account(
        person=person,
        email=f"{given_name.lower()}@exempel.invalid",
        password=PASSWORD,
        at=acting["at"],
    )
    services.give_membership(user=user, organisation=organisation, role=role, **acting)
    return user


def person_of(user: User) -> Person:
    assert user.person is not None
    return user.person


class Browser:
    """Somebody's browser; a new one has no cookies from the one before."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client()
        if user:
            self.client.force_login(user)

    def read(self, page: str, *args: object) -> str:
        """Return the text of a page that opens without complaint."""
        response = self.client.get(reverse(page, args=args))
        assert response.status_code == 200, f"{page}: {response.status_code}"
        return response.content.decode()

    def send(self, page: str, *args: object, **form: object) -> str:
        """Send a form, follow where it leads, and return the text of the page that comes."""
        response = self.client.post(reverse(page, args=args), form, follow=True)
        assert response.status_code == 200, f"{page}: {response.status_code}"
        return response.content.decode()
