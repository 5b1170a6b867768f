from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kunnande.stages.booking.queries import BookingState, get_booking
from kunnande.stages.booking.services import enter_attendance
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import move_case
from kunnande.stages.practice.models import (
    Assessment,
    AssessmentState,
    AssessorPart,
    Operation,
    OperationKind,
)
from kunnande.stages.practice.queries import Stage, get_standing
from kunnande.stages.practice.services.independence import refuse_dependent
from kunnande.stages.practice.services.standing import refuse_delivery
from kunnande.stages.trail.services import Act, record, record_acts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from kunnande.stages.parties.queries import User

LONGEST_COMMENT = 2000


class NotYourAssessmentError(PermissionError):
    """Only the assessors that were named assess."""


class NotTheDayError(ValueError):
    """An assessment begins on its day."""


class AssessmentClosedError(ValueError):
    """The assessment does not take this entry now: not begun, signed, stopped or locked."""


class ImproperEntryError(ValueError):
    """An entry is about nothing the protocol has, or says nothing."""


class EntryReusedError(ValueError):
    """Another entry was sent with the same id before."""


@dataclass(frozen=True)
class Entry:
    """One entry as it was made; the id is made where the entry is."""

    client_id: UUID
    kind: str
    at: datetime
    criterion_id: int | None = None
    area_version_id: int | None = None
    stop_id: int | None = None
    value: int | None = None
    comment: str = ""


@transaction.atomic
def start_assessment(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Begin on the day; a second time changes nothing.

    Raises NotYourAssessmentError, NotTheDayError, DependentAssessorError, AssessmentClosedError,
    NotAccreditedError, NotAuthorisedError.
    """
    locked, _part = lock_part(assessment, by)
    if locked.state == AssessmentState.RUNNING:
        return locked
    if locked.state != AssessmentState.PLANNED:
        raise AssessmentClosedError(_("Bedömningen är avslutad."))
    today = timezone.localdate(at)
    if locked.starts_on != today:
        day = date_format(locked.starts_on, "j F Y")
        raise NotTheDayError(_("Bedömningen är planerad till %(day)s.") % {"day": day})
    assessors = [part.assessor for part in locked.parts.select_related("assessor")]
    refuse_dependent(assessors, case=locked.case, on=today)
    product_id = locked.case.product_version.product_id
    refuse_delivery(assessors, centre_id=locked.centre_id, product_id=product_id, on=today)
    _enter_presence(locked, by, at)
    if locked.carries_case:
        move_case(case=locked.case, to=CaseState.TESTING, by=by, at=at)
    locked.state, locked.started_at = AssessmentState.RUNNING, at
    locked.save(update_fields=["state", "started_at"])
    record(
        chain=locked.trail_name,
        act="assessment_started",
        subject=f"person:{locked.case.person_id}",
        by=by,
        at=at,
    )
    return locked


def _enter_presence(assessment: Assessment, by: User, at: datetime) -> None:
    """Enter in the booking, once, that the person came. Raises AssessmentClosedError."""
    if assessment.booking_id is None:
        return
    booking = get_booking(assessment.booking_id)
    if booking.state == BookingState.CONFIRMED:
        enter_attendance(booking=booking, present=True, by=by, at=at)
    elif booking.state != BookingState.ATTENDED:
        raise AssessmentClosedError(_("Personen har inte längre platsen. Titta i bokningen."))


@transaction.atomic
def note_entries(
    *, assessment: Assessment, entries: Sequence[Entry], by: User, at: datetime
) -> list[Operation]:
    """Append what an assessor entered, all or nothing; an entry sent again is kept once.

    Raises NotYourAssessmentError, AssessmentClosedError, ImproperEntryError, EntryReusedError.
    """
    locked, part = lock_part(assessment, by)
    kept = [_keep(locked, part, entry, at) for entry in entries]
    new = [op for op, is_new in kept if is_new]
    if new:
        record_acts(chain=locked.trail_name, acts=[_act_of(op, locked) for op in new], by=by, at=at)
    return [op for op, _is_new in kept]


def lock_part(assessment: Assessment, by: User) -> tuple[Assessment, AssessorPart]:
    """Return the assessment for one act at a time, and the part of whoever acts.

    Raises NotYourAssessmentError.
    """
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("case__person", "case__product_version", "centre", "protocol_version")
        .get(pk=assessment.pk)
    )
    part = locked.parts.filter(assessor=by).first()
    if part is None:
        raise NotYourAssessmentError(_("Du är inte bedömare här."))
    return locked, part


def _keep(
    assessment: Assessment, part: AssessorPart, entry: Entry, at: datetime
) -> tuple[Operation, bool]:
    known = Operation.objects.filter(client_id=entry.client_id).first()
    if known:
        if not _is_same(known, assessment, part, entry):
            raise EntryReusedError(_("Sidan var gammal. Läs om den och gör om det sista."))
        return known, False
    _refuse_closed(assessment, part, entry.kind)
    _refuse_improper(assessment, entry)
    operation = Operation.objects.create(
        assessment=assessment,
        client_id=entry.client_id,
        assessor=part.assessor,
        kind=entry.kind,
        criterion_id=entry.criterion_id,
        area_version_id=entry.area_version_id,
        stop_id=entry.stop_id,
        value=entry.value,
        comment=entry.comment.strip(),
        at=entry.at,
        received_at=at,
    )
    if entry.kind == OperationKind.STOP:
        assessment.stopped_at = at
        assessment.save(update_fields=["stopped_at"])
    if entry.kind == OperationKind.AGREEMENT:
        # What was agreed has changed, so nobody has agreed to it yet.
        assessment.parts.update(agreed_at=None)
    return operation, True


def _is_same(known: Operation, assessment: Assessment, part: AssessorPart, entry: Entry) -> bool:
    return (
        known.assessment_id == assessment.pk
        and known.assessor_id == part.assessor_id
        and (known.kind, known.criterion_id, known.area_version_id, known.stop_id)
        == (entry.kind, entry.criterion_id, entry.area_version_id, entry.stop_id)
        and (known.value, known.comment) == (entry.value, entry.comment.strip())
    )


def _refuse_closed(assessment: Assessment, part: AssessorPart, kind: str) -> None:
    if assessment.state != AssessmentState.RUNNING:
        raise AssessmentClosedError(_("Bedömningen pågår inte."))
    if assessment.candidate_signed_at or assessment.stopped_at:
        raise AssessmentClosedError(_("Bedömningen är avbruten eller underskriven."))
    if kind != OperationKind.AGREEMENT:
        if part.signed_at:
            raise AssessmentClosedError(_("Du har skrivit under. Dina poäng ändras inte mer."))
        return
    if get_standing(assessment).stage not in {Stage.TALKING, Stage.AGREEING}:
        raise AssessmentClosedError(_("Det finns inget att komma överens om."))


def _refuse_improper(assessment: Assessment, entry: Entry) -> None:
    if len(entry.comment) > LONGEST_COMMENT:
        raise ImproperEntryError(_("Anteckningen är för lång. Skriv högst 2 000 tecken."))
    if not _is_about_one_thing(assessment, entry):
        raise ImproperEntryError(_("Det som skickades hör inte till protokollet."))
    highest = 1 if entry.area_version_id else 3
    if entry.value is not None and not 0 <= entry.value <= highest:
        raise ImproperEntryError(_("Välj ett av de beskrivna alternativen."))
    if entry.value is None and not _may_be_words_alone(entry):
        raise ImproperEntryError(_("Välj ett av de beskrivna alternativen."))
    if _needs_words(entry) and not entry.comment.strip():
        raise ImproperEntryError(_("Skriv vad som hände och varför."))


def _may_be_words_alone(entry: Entry) -> bool:
    return entry.kind == OperationKind.STOP or (
        entry.kind == OperationKind.SCORE and bool(entry.comment.strip())
    )


def _needs_words(entry: Entry) -> bool:
    # What ends an assessment, changes first scores or goes against the points is explained.
    return entry.kind in {OperationKind.STOP, OperationKind.AGREEMENT} or (
        entry.kind == OperationKind.VERDICT and entry.value == 0
    )


def _is_about_one_thing(assessment: Assessment, entry: Entry) -> bool:
    about = [entry.criterion_id, entry.area_version_id, entry.stop_id]
    if sum(one is not None for one in about) != 1:
        return False
    version = assessment.protocol_version
    if entry.criterion_id is not None:
        is_known = version.criteria.filter(pk=entry.criterion_id).exists()
        return is_known and entry.kind in {OperationKind.SCORE, OperationKind.AGREEMENT}
    if entry.area_version_id is not None:
        is_known = entry.area_version_id in assessment.area_version_ids
        return is_known and entry.kind in {OperationKind.VERDICT, OperationKind.AGREEMENT}
    is_known = entry.stop_id in version.stops.values_list("pk", flat=True)
    return is_known and entry.kind == OperationKind.STOP


def _act_of(operation: Operation, assessment: Assessment) -> Act:
    """Return the trail's entry: that it was made and by which id, never points or words."""
    return Act(
        f"assessment_{operation.kind}_noted",
        f"person:{assessment.case.person_id}",
        {"entry": str(operation.client_id)},
    )
