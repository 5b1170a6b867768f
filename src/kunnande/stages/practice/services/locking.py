from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import WrongStateError, move_case
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.ledger.services import Proof, state_competences, withdraw_shown
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.practice.models import (
    Assessment,
    AssessmentState,
    PracticalAreaResult,
    Unlocking,
)
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime
    from fractions import Fraction

    from kunnande.stages.parties.queries import User
    from kunnande.stages.practice.queries import Standing

_DECIDED = (CaseState.DECIDED, CaseState.CLOSED)


class MayNotUnlockError(PermissionError):
    """Only an examiner, or the owner of the scheme, unlocks; never one's own assessment."""


class UnlockReasonMissingError(ValueError):
    """Unlocking states why."""


def lock(assessment: Assessment, standing: Standing, *, by: User, at: datetime) -> None:
    """Close a protocol and state what it showed."""
    assessment.state = AssessmentState.LOCKED
    assessment.lockings += 1
    assessment.locked_at = at
    signed = ("candidate_signed_at", "unsigned_because")
    assessment.save(update_fields=["state", "lockings", "locked_at", *signed])
    results = _results(assessment, standing)
    PracticalAreaResult.objects.bulk_create(results)
    _state_met_areas(assessment, results, by, at)
    case = assessment.case
    if assessment.carries_case and case.state == CaseState.TESTING:
        move_case(case=case, to=CaseState.TESTED, by=by, at=at)
    record(
        chain=case.trail_name,
        act="assessment_locked",
        subject=assessment.trail_name,
        by=by,
        at=at,
        facts={
            "signed": assessment.candidate_signed_at is not None,
            "locking": assessment.lockings,
            "areas": len(results),
            "areas_met": sum(result.is_met for result in results),
            "stopped": standing.stop is not None,
        },
    )


@transaction.atomic
def unlock_assessment(*, assessment: Assessment, reason: str, by: User, at: datetime) -> Unlocking:
    """Let a locked protocol be written in again; what it showed is withdrawn until it is locked.

    Raises MayNotUnlockError, UnlockReasonMissingError, WrongStateError.
    """
    if not reason.strip():
        raise UnlockReasonMissingError(_("Skriv varför protokollet låses upp."))
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("case__person", "case__product_version__product__scheme")
        .get(pk=assessment.pk)
    )
    _refuse_unlocking(locked, by, at)
    unlocking = Unlocking.objects.create(
        assessment=locked, locking=locked.lockings, by=by, reason=reason.strip(), at=at
    )
    withdraw_shown(person=locked.case.person, source=locked.source, reason=reason, by=by, at=at)
    locked.state = AssessmentState.RUNNING
    locked.candidate_signed_at = locked.stopped_at = None
    locked.unsigned_because = ""
    locked.save(update_fields=["state", "candidate_signed_at", "unsigned_because", "stopped_at"])
    locked.parts.update(signed_at=None, agreed_at=None)
    record(
        chain=locked.case.trail_name,
        act="assessment_unlocked",
        subject=locked.trail_name,
        by=by,
        at=at,
        facts={"locking": locked.lockings},
    )
    return unlocking


def _refuse_unlocking(assessment: Assessment, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=timezone.localdate(at))
    owner = assessment.case.product_version.product.scheme.owner_id
    may = viewer.organisations(Role.EXAMINER) or owner in viewer.organisations(Role.SCHEME_OWNER)
    is_involved = (
        by.person_id == assessment.case.person_id or assessment.parts.filter(assessor=by).exists()
    )
    if not may or is_involved:
        raise MayNotUnlockError(
            _("En examinator eller modellägaren låser upp, aldrig den som bedömt eller prövats.")
        )
    if assessment.state != AssessmentState.LOCKED:
        raise WrongStateError(_("Protokollet är inte låst."))
    if assessment.case.state in _DECIDED:
        raise WrongStateError(_("Beslutet är fattat. Det ändras genom ett överklagande."))


def _results(assessment: Assessment, standing: Standing) -> list[PracticalAreaResult]:
    areas = {} if standing.stop else standing.joint_areas()
    return [
        PracticalAreaResult(
            assessment=assessment,
            locking=assessment.lockings,
            area_version_id=pk,
            percent=_tenths(areas[pk].percent) if pk in areas else None,
            minimum_percent=standing.limits.minimum_percent,
            criteria=areas[pk].criteria if pk in areas else 0,
            held_back_by=list(areas[pk].held_back_by) if pk in areas else [],
            is_met=pk in areas and areas[pk].is_reached and standing.is_judged_met(pk),
        )
        for pk in assessment.area_version_ids
    ]


def _tenths(percent: Fraction) -> Decimal:
    """Return the percent in tenths, rounded down: what is shown never reaches a limit by itself."""
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_DOWN)


def _state_met_areas(
    assessment: Assessment, results: list[PracticalAreaResult], by: User, at: datetime
) -> None:
    case = assessment.case
    levels = {a.area_version_id: a.shown_level for a in list_areas_of(case.product_version_id)}
    shown = {r.area_version_id: levels[r.area_version_id] for r in results if r.is_met}
    proof = Proof(
        ProofKind.PRACTICALLY_ASSESSED,
        assessment.source,
        release_key=assessment.source,
        place=assessment.centre,
    )
    if shown:
        state_competences(person=case.person, levels=shown, proof=proof, by=by, at=at)
