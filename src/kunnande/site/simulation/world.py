"""The organisations and accounts that the simulated people meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack

from kunnande.site.content.publish import publish_sample_scheme
from kunnande.site.simulation.names import CENTRES, SCHEME_OWNER
from kunnande.site.simulation.numbers import (
    simulated_identity_number,
    simulated_organisation_number,
)
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.parties.queries import Organisation, OrganisationKind, Role, User
from kunnande.stages.parties.services import (
    give_membership,
    open_account,
    register_organisation,
    register_person,
)

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.framework.queries import AreaOfProduct, ProductVersion
    from kunnande.stages.requirements.queries import OccupationalRole

DEMO_DOMAIN = "demo.kunnande.invalid"


class Acting(TypedDict):
    """Who acts and when, as every service asks."""

    by: User
    at: datetime


@dataclass(frozen=True)
class Company:
    """An employer, who acts for it, and the roles it has described."""

    organisation: Organisation
    employer: User
    roles: tuple[OccupationalRole, ...]


@dataclass(frozen=True)
class World:
    """Everything around the people: who owns, tests, decides and employs."""

    scheme_owner: User
    product_version: ProductVersion
    areas: tuple[AreaOfProduct, ...]
    centres: tuple[Organisation, ...]
    test_leader: User
    examiner: User


def build_world(*, acting: Acting) -> World:
    """Register the organisations, publish the sample scheme and open the demo accounts."""
    at = acting["at"]
    owner = organisation(OrganisationKind.SCHEME_OWNER, SCHEME_OWNER, "0680", 1, **acting)
    scheme_owner = account("scheme-owner", "Sigrid Skruvgren", 0, **acting)
    give_membership(user=scheme_owner, organisation=owner, role=Role.SCHEME_OWNER, **acting)
    examiner = account("examiner", "Enok Mutterdal", 1, **acting)
    give_membership(user=examiner, organisation=owner, role=Role.EXAMINER, **acting)
    test_leader = account("test-leader", "Torsten Passbit", 2, **acting)
    centres = [
        organisation(OrganisationKind.TEST_CENTRE, name, municipality, 10 + number, **acting)
        for number, (name, municipality) in enumerate(CENTRES)
    ]
    for centre in centres:
        give_membership(user=test_leader, organisation=centre, role=Role.TEST_LEADER, **acting)
    version = publish_sample_scheme(owner=owner, by=scheme_owner, at=at)
    areas = list_areas_of(version.pk)
    return World(scheme_owner, version, areas, tuple(centres), test_leader, examiner)


def organisation(
    kind: str, name: str, municipality: str, serial: int, **acting: Unpack[Acting]
) -> Organisation:
    return register_organisation(
        kind=kind,
        name=name,
        organisation_number=simulated_organisation_number(serial),
        municipality_code=municipality,
        simulated=True,
        **acting,
    )


def account(login: str, name: str, serial: int, **acting: Unpack[Acting]) -> User:
    given_name, _, family_name = name.partition(" ")
    person = register_person(
        given_name=given_name,
        family_name=family_name,
        identity_number=simulated_identity_number(serial),
        simulated=True,
        **acting,
    )
    return open_account(person=person, email=f"{login}@{DEMO_DOMAIN}", at=acting["at"])
