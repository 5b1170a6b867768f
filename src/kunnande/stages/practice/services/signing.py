from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.practice.models import Assessment, AssessmentState
from kunnande.stages.practice.queries import Stage, get_standing
from kunnande.stages.practice.services.assessing import (
    AssessmentClosedError,
    NotYourAssessmentError,
    lock_part,
)
from kunnande.stages.practice.services.locking import lock
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.practice.queries import Standing


class AssessmentUnfinishedError(ValueError):
    """Some criterion has no score, or some area that reaches the limits no judgement."""


class NotYourTurnToSignError(ValueError):
    """Somebody else signs first."""


class UnsignedReasonMissingError(ValueError):
    """Closing a protocol that the candidate will not sign states why."""


@transaction.atomic
def sign_assessment(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Sign as an assessor: first one's own scores, then what both came to.

    Raises NotYourAssessmentError, AssessmentClosedError, AssessmentUnfinishedError,
    NotYourTurnToSignError.
    """
    locked, part = lock_part(assessment, by)
    if locked.state != AssessmentState.RUNNING or locked.candidate_signed_at:
        raise AssessmentClosedError(_("Bedömningen pågår inte."))
    standing = get_standing(locked)
    if part.signed_at is None:
        _refuse_unfinished(standing, by.pk)
        part.signed_at, act = at, "assessment_signed"
    elif standing.stage == Stage.AGREEING and part.agreed_at is None:
        part.agreed_at, act = at, "assessment_agreed"
    elif standing.stage == Stage.TALKING:
        raise AssessmentUnfinishedError(_("Kom överens om det som skiljer först."))
    else:
        raise NotYourTurnToSignError(_("Du har redan skrivit under."))
    part.save(update_fields=["signed_at", "agreed_at"])
    record(
        chain=locked.trail_name,
        act=act,
        subject=f"person:{locked.case.person_id}",
        by=by,
        at=at,
    )
    return locked


@transaction.atomic
def sign_own_assessment(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Sign as the candidate, after the assessors; that locks the protocol.

    Raises NotYourAssessmentError, NotYourTurnToSignError.
    """
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("case__person", "case__product_version", "centre", "protocol_version")
        .get(pk=assessment.pk)
    )
    if by.person_id is None or by.person_id != locked.case.person_id:
        raise NotYourAssessmentError(_("Det här är någon annans praktiska prov."))
    standing = get_standing(locked)
    if standing.stage != Stage.CANDIDATE:
        raise NotYourTurnToSignError(_("Bedömarna skriver under först. Titta in igen om en stund."))
    locked.candidate_signed_at = at
    record(
        chain=locked.trail_name,
        act="assessment_signed_by_candidate",
        subject=f"person:{locked.case.person_id}",
        by=by,
        at=at,
    )
    lock(locked, standing, by=by, at=at)
    return locked


@transaction.atomic
def close_unsigned_assessment(
    *, assessment: Assessment, reason: str, by: User, at: datetime
) -> Assessment:
    """Lock a protocol that the candidate will not sign, with the reason an assessor notes.

    Raises NotYourAssessmentError, NotYourTurnToSignError, UnsignedReasonMissingError.
    """
    locked, _part = lock_part(assessment, by)
    standing = get_standing(locked)
    if standing.stage != Stage.CANDIDATE:
        raise NotYourTurnToSignError(_("Bedömarna skriver under först."))
    if not reason.strip():
        raise UnsignedReasonMissingError(_("Skriv varför personen inte skriver under."))
    locked.unsigned_because = reason.strip()
    record(
        chain=locked.trail_name,
        act="assessment_closed_unsigned",
        subject=f"person:{locked.case.person_id}",
        by=by,
        at=at,
    )
    lock(locked, standing, by=by, at=at)
    return locked


def _refuse_unfinished(standing: Standing, assessor_id: int) -> None:
    if standing.stop:
        return
    unscored = standing.unscored(assessor_id)
    if unscored:
        numbers = ", ".join(str(row.position) for row in unscored)
        raise AssessmentUnfinishedError(
            _("Välj poäng även för %(numbers)s.") % {"numbers": numbers}
        )
    if standing.unjudged(assessor_id):
        raise AssessmentUnfinishedError(_("Ge ett omdöme om varje område som når gränserna."))
