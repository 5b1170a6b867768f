"""Who may assess whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import has_employer_in_common
from kunnande.stages.ledger.queries import ProofKind, list_current

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import User

# Whoever has vouched for somebody in one of these ways has trained them or leads their work.
_VOUCHED = frozenset(
    {ProofKind.COURSE_COMPLETED, ProofKind.DOCUMENTED, ProofKind.EMPLOYER_ATTESTED}
)


class DependentAssessorError(PermissionError):
    """An assessor has something to do with the candidate beside the assessment."""


def refuse_dependent(assessors: Iterable[User], *, case: Case, on: date) -> None:
    """Refuse the candidate, whoever has trained them, and whoever shares their employer.

    Raises DependentAssessorError.
    """
    vouched = {
        statement.stated_by
        for statement in list_current([case.person_id], on=on)
        if statement.kind in _VOUCHED
    }
    for assessor in assessors:
        if assessor.person_id == case.person_id:
            raise DependentAssessorError(_("Ingen bedömer sig själv. Välj en annan bedömare."))
        if assessor.trail_name in vouched:
            raise DependentAssessorError(
                _("%(name)s har utbildat eller intygat personen. Välj en annan bedömare.")
                % {"name": assessor}
            )
        if has_employer_in_common(case, assessor, on=on):
            raise DependentAssessorError(
                _("%(name)s hör till samma arbetsgivare som personen. Välj en annan bedömare.")
                % {"name": assessor}
            )
