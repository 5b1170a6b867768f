"""The simulated people, before they are validated."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kunnande.site.simulation.names import FAMILY_NAMES, GIVEN_NAMES, TEAMS
from kunnande.site.simulation.numbers import simulated_identity_number
from kunnande.site.simulation.parties import DEMO_DOMAIN, Acting
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.ledger.services import Proof, state_competence
from kunnande.stages.parties.services import employ, open_account, register_person
from kunnande.stages.requirements.services import assign_role

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np

    from kunnande.site.simulation.world import Company
    from kunnande.stages.parties.queries import Person, User

# The numbers before belong to those who act for an organisation.
_FIRST_EMPLOYEE = 10_000


def employ_somebody(
    number: int, company: Company, generator: np.random.Generator, at: datetime
) -> tuple[Person, User]:
    """Register one person, with a place at work, a role and what the employer attests."""
    acting = Acting(by=company.employer, at=at)
    given_name, family_name = _name(number, generator)
    person = register_person(
        given_name=given_name,
        family_name=family_name,
        identity_number=simulated_identity_number(_FIRST_EMPLOYEE + number),
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
