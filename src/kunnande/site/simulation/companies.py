"""The simulated companies of two counties: how many work at each, and what their roles require."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.site.simulation.names import COMPANIES, GIVEN_NAMES
from kunnande.site.simulation.parties import Acting, account, organisation
from kunnande.site.simulation.world import Company, World
from kunnande.stages.disclosure.services import make_agreement
from kunnande.stages.parties.queries import Organisation, OrganisationKind, Role
from kunnande.stages.parties.services import give_membership
from kunnande.stages.requirements.queries import get_template
from kunnande.stages.requirements.services import (
    create_role,
    remove_requirement,
    set_requirement,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kunnande.stages.framework.queries import AreaOfProduct
    from kunnande.stages.requirements.queries import OccupationalRole

ROLE_TEMPLATES = ("cnc-operator", "machine-setter", "welder")
ATTESTED_AREAS = ("IT01", "IT02", "IT06")
TESTED = ("theory_tested", "practically_assessed")
_FIRST_CONTACT = 10
# No more than have a time of the week of their own at a centre.
_MOST_COMPANIES = 100
# The largest is some sixty times the smallest.
_STEEPNESS = 4.2


def sizes_of(people: int) -> list[int]:
    """Return how many work at each company: a few large, most of them small."""
    count = max(1, min(_MOST_COMPANIES, round(60 * (people / 1000) ** 0.85)))
    weights = [exp(-_STEEPNESS * number / count) for number in range(count)]
    sizes = [max(1, round(people * weight / sum(weights))) for weight in weights]
    # What rounding leaves over belongs to the largest.
    sizes[0] += people - sum(sizes)
    return sizes


def build_company(number: int, size: int, world: World, *, at: datetime) -> Company:
    """Register one company with its agreement, its contact and the roles its size calls for."""
    acting = Acting(by=world.scheme_owner, at=at)
    name, municipality = COMPANIES[number % len(COMPANIES)]
    if number >= len(COMPANIES):
        name = name.replace(" AB", f" {number // len(COMPANIES) + 1} AB")
    company = organisation(OrganisationKind.COMPANY, name, municipality, 100 + number, **acting)
    make_agreement(organisation=company, from_on=localdate(at), **acting)
    login = "employer" if number == 0 else f"employer-{number + 1}"
    who = "Birgit Plåtberg" if number == 0 else f"{GIVEN_NAMES[number % len(GIVEN_NAMES)]} Plåtberg"
    employer = account(login, who, _FIRST_CONTACT + number, **acting)
    give_membership(user=employer, organisation=company, role=Role.EMPLOYER, **acting)
    as_employer = Acting(by=employer, at=at)
    described = ROLE_TEMPLATES[: 1 + (size >= 5) + (size >= 10)]
    roles = tuple(_role(company, code, world.areas, as_employer) for code in described)
    return Company(company, employer, roles)


def _role(
    company: Organisation, template_code: str, areas: Sequence[AreaOfProduct], acting: Acting
) -> OccupationalRole:
    """Take a template and keep what this company asks for: tested areas and attested ones."""
    template = get_template(template_code)
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
