"""The organisations and accounts that the simulated people meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack

from kunnande.site.content.publish import publish_sample_scheme
from kunnande.site.simulation.names import CENTRES, COMPANIES, GIVEN_NAMES, SCHEME_OWNER
from kunnande.site.simulation.numbers import (
    simulated_identity_number,
    simulated_organisation_number,
)
from kunnande.stages.disclosure.services import make_agreement
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.parties.queries import Organisation, OrganisationKind, Role, User
from kunnande.stages.parties.services import (
    give_membership,
    open_account,
    register_organisation,
    register_person,
)
from kunnande.stages.requirements.queries import list_templates
from kunnande.stages.requirements.services import (
    create_role,
    remove_requirement,
    set_requirement,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import numpy as np

    from kunnande.stages.framework.queries import AreaOfProduct, ProductVersion
    from kunnande.stages.requirements.queries import OccupationalRole

DEMO_DOMAIN = "demo.kunnande.invalid"
ROLE_TEMPLATES = ("cnc-operator", "machine-setter", "welder")
ATTESTED_AREAS = ("IT01", "IT02", "IT06")
TESTED = ("theory_tested", "practically_assessed")


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
    companies: tuple[Company, ...]


def build_world(*, companies: int, generator: np.random.Generator, acting: Acting) -> World:
    """Register the organisations, publish the sample scheme and open the demo accounts."""
    at = acting["at"]
    owner = _organisation(OrganisationKind.SCHEME_OWNER, SCHEME_OWNER, "0680", 1, **acting)
    scheme_owner = _account("scheme-owner", "Sigrid Skruvgren", generator, **acting)
    give_membership(user=scheme_owner, organisation=owner, role=Role.SCHEME_OWNER, **acting)
    examiner = _account("examiner", "Enok Mutterdal", generator, **acting)
    give_membership(user=examiner, organisation=owner, role=Role.EXAMINER, **acting)
    test_leader = _account("test-leader", "Torsten Passbit", generator, **acting)
    centres = [
        _organisation(OrganisationKind.TEST_CENTRE, name, municipality, 10 + number, **acting)
        for number, (name, municipality) in enumerate(CENTRES)
    ]
    for centre in centres:
        give_membership(user=test_leader, organisation=centre, role=Role.TEST_LEADER, **acting)
    version = publish_sample_scheme(owner=owner, by=scheme_owner, at=at)
    areas = list_areas_of(version.pk)
    as_owner = Acting(by=scheme_owner, at=at)
    built = [_company(number, areas, generator, as_owner) for number in range(companies)]
    return World(scheme_owner, version, areas, tuple(centres), test_leader, examiner, tuple(built))


def _company(
    number: int, areas: Sequence[AreaOfProduct], generator: np.random.Generator, acting: Acting
) -> Company:
    name, municipality = COMPANIES[number % len(COMPANIES)]
    if number >= len(COMPANIES):
        name = name.replace(" AB", f" {number // len(COMPANIES) + 1} AB")
    company = _organisation(OrganisationKind.COMPANY, name, municipality, 100 + number, **acting)
    make_agreement(organisation=company, from_on=acting["at"].date(), **acting)
    login = "employer" if number == 0 else f"employer-{number + 1}"
    who = "Birgit Plåtberg" if number == 0 else f"{GIVEN_NAMES[number % 40]} Plåtberg"
    employer = _account(login, who, generator, **acting)
    give_membership(user=employer, organisation=company, role=Role.EMPLOYER, **acting)
    as_employer = Acting(by=employer, at=acting["at"])
    roles = tuple(_role(company, code, areas, as_employer) for code in ROLE_TEMPLATES)
    return Company(company, employer, roles)


def _role(
    company: Organisation, template_code: str, areas: Sequence[AreaOfProduct], acting: Acting
) -> OccupationalRole:
    """Take a template and keep what this company asks for: tested areas and attested ones."""
    template = next(t for t in list_templates() if t.code == template_code)
    role = create_role(
        organisation=company,
        template=template,
        name=template.name_sv,
        people_needed=3,
        **acting,
    )
    tested = {area.area_id: area.shown_level for area in areas}
    for requirement in list(role.requirements.select_related("area")):
        area_id = requirement.area_id
        attested = requirement.area.code in ATTESTED_AREAS
        if not attested and area_id not in tested:
            remove_requirement(role=role, area_id=area_id, **acting)
            continue
        level = requirement.level if attested else tested[area_id]
        kinds = [*TESTED, "employer_attested"] if attested else list(TESTED)
        set_requirement(
            role=role,
            area_id=area_id,
            level=level,
            accepted_kinds=kinds,
            importance=requirement.importance,
            **acting,
        )
    return role


def _organisation(
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


def _account(
    login: str, name: str, generator: np.random.Generator, **acting: Unpack[Acting]
) -> User:
    given_name, _, family_name = name.partition(" ")
    person = register_person(
        given_name=given_name,
        family_name=family_name,
        identity_number=simulated_identity_number(generator),
        simulated=True,
        **acting,
    )
    return open_account(person=person, email=f"{login}@{DEMO_DOMAIN}", at=acting["at"])
