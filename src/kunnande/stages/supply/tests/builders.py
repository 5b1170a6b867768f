"""A company with roles, people and proofs for tests, made by the real services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.disclosure.tests.builders import an_agreement, an_answer
from kunnande.stages.parties.tests.builders import a_member, an_employee, an_organisation
from kunnande.stages.requirements.tests.builders import a_holding, a_role, a_template

if TYPE_CHECKING:
    from kunnande.stages.disclosure.queries import Agreement
    from kunnande.stages.parties.queries import Organisation, Person, User
    from kunnande.stages.requirements.queries import OccupationalRole


@dataclass
class Company:
    """A company whose operators need IT07 at level 3, theory tested, and IT08 at level 2."""

    organisation: Organisation
    chief: User
    role: OccupationalRole
    agreement: Agreement

    def operator(
        self,
        given_name: str = "Hassan",
        family_name: str = "Kilremm",
        team: str = "",
        *,
        shares: bool | None = True,
    ) -> Person:
        """Return an employee who holds the role; `shares` is their answer, None for no answer."""
        person = an_employee(self.organisation, given_name, family_name, team)
        a_holding(self.role, person)
        if shares is not None:
            an_answer(self.agreement, person, accepted=shares)
        return person


def a_company() -> Company:
    organisation = an_organisation()
    return Company(
        organisation=organisation,
        chief=a_member(organisation),
        role=a_role(organisation, a_template()),
        agreement=an_agreement(organisation),
    )
