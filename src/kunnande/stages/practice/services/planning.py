from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import WrongStateError, move_case
from kunnande.stages.framework.queries import get_pass_rule
from kunnande.stages.parties.queries import Role, get_viewer, list_members
from kunnande.stages.practice import queries
from kunnande.stages.practice.models import Assessment, AssessmentState, AssessorPart
from kunnande.stages.practice.services.independence import refuse_dependent
from kunnande.stages.practice.services.standing import refuse_delivery
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.booking.queries import Booking
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.practice.models import ProductProtocol

# A practical assessment follows the theory test of its round, or is all the round tries.
_MAY_BE_PLANNED = (CaseState.MAPPED, CaseState.TESTED, CaseState.DECIDED)


class ForeignCentreError(PermissionError):
    """Only a test leader of the centre plans its assessments, and only its assessors assess."""


class PastAssessmentError(ValueError):
    """The day has already passed."""


class WrongProtocolError(ValueError):
    """The protocol is not one that the product of the case uses."""


class WrongNumberOfAssessorsError(ValueError):
    """The protocol asks for another number of assessors, all different."""


class PracticeShownError(ValueError):
    """Everything the protocol tries has been shown in practice and is still valid."""


class AttemptTooSoonError(ValueError):
    """The pass rule asks for more days between attempts, or allows no more this year."""


class AssessmentOpenError(ValueError):
    """The case has a practical assessment that is planned or goes on."""


@dataclass(frozen=True)
class Place:
    """Where and on which day, and the seat that was booked for it."""

    centre: Organisation
    starts_on: date
    booking: Booking | None = None


@transaction.atomic
def plan_assessment(
    *,
    case: Case,
    protocol: ProductProtocol,
    centre: Organisation,
    assessors: Sequence[User],
    starts_on: date,
    by: User,
    at: datetime,
) -> Assessment:
    """Plan a practical assessment; a decided case is taken up again for it.

    Raises ForeignCentreError, PastAssessmentError, WrongProtocolError,
    WrongNumberOfAssessorsError, NotAccreditedError, NotAuthorisedError, DependentAssessorError,
    PracticeShownError, AttemptTooSoonError, AssessmentOpenError, WrongStateError.
    """
    _refuse_foreign(centre, assessors, by, at)
    place = Place(centre, starts_on)
    return place_assessment(
        case=case, protocol=protocol, place=place, assessors=assessors, by=by, at=at
    )


def place_assessment(
    *,
    case: Case,
    protocol: ProductProtocol,
    place: Place,
    assessors: Sequence[User],
    by: User,
    at: datetime,
) -> Assessment:
    """Plan an assessment where and when it has been found that it may be planned.

    Raises PastAssessmentError, WrongProtocolError, WrongNumberOfAssessorsError,
    NotAccreditedError, NotAuthorisedError, DependentAssessorError, PracticeShownError,
    AttemptTooSoonError, AssessmentOpenError, WrongStateError.
    """
    on, starts_on = timezone.localdate(at), place.starts_on
    _refuse_protocol(case, protocol, assessors)
    if starts_on < on:
        raise PastAssessmentError(_("Dagen har redan varit. Välj i dag eller en senare dag."))
    refuse_dependent(assessors, case=case, on=on)
    product_id = case.product_version.product_id
    refuse_delivery(assessors, centre_id=place.centre.pk, product_id=product_id, on=starts_on)
    assessment = _store(
        case=case,
        protocol_version=protocol.protocol_version,
        centre=place.centre,
        booking=place.booking,
        starts_on=starts_on,
        planned_by=by,
        area_version_ids=_areas_to_try(case, protocol, starts_on),
        attempt=_count_attempt(case, protocol, starts_on),
        carries_case=case.state != CaseState.TESTED,
    )
    AssessorPart.objects.bulk_create(
        AssessorPart(assessment=assessment, assessor=assessor) for assessor in assessors
    )
    _take_up(case, by, at)
    _record_plan(assessment, by, at)
    return assessment


@transaction.atomic
def cancel_assessment(*, assessment: Assessment, reason: str, by: User, at: datetime) -> Assessment:
    """Call off an assessment that has not begun.

    Raises ForeignCentreError, CancelReasonMissingError, WrongStateError.
    """
    refuse_planner(assessment.centre_id, by, at)
    if not reason.strip():
        raise CancelReasonMissingError(_("Skriv varför bedömningen ställs in."))
    return call_off(assessment, reason, by=by, at=at)


def call_off(assessment: Assessment, reason: str, *, by: User, at: datetime) -> Assessment:
    """Call off an assessment that has not begun, whoever asks for it. Raises WrongStateError."""
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("case")
        .get(pk=assessment.pk)
    )
    if locked.state != AssessmentState.PLANNED:
        raise WrongStateError(_("Bedömningen har redan börjat."))
    locked.state = AssessmentState.CANCELLED
    locked.cancelled_reason = reason.strip()
    locked.save(update_fields=["state", "cancelled_reason"])
    if locked.carries_case:
        move_case(case=locked.case, to=CaseState.MAPPED, by=by, at=at)
    record(
        chain=locked.case.trail_name,
        act="assessment_cancelled",
        subject=locked.trail_name,
        by=by,
        at=at,
    )
    return locked


class CancelReasonMissingError(ValueError):
    """Calling off states why."""


def _store(**values: object) -> Assessment:
    try:
        with transaction.atomic():
            return Assessment.objects.create(**values)
    except IntegrityError as error:
        raise AssessmentOpenError(
            _("En praktisk bedömning är redan planerad eller pågår i ärendet.")
        ) from error


def _areas_to_try(case: Case, protocol: ProductProtocol, on: date) -> list[int]:
    """Return the areas the protocol tries for the product. Raises PracticeShownError."""
    areas = [area.area_version_id for area in queries.list_areas_tried(protocol)]
    if not queries.list_areas_unshown(case, areas, on=on):
        raise PracticeShownError(_("Allt i protokollet är redan visat i praktiken och gäller."))
    return areas


def _record_plan(assessment: Assessment, by: User, at: datetime) -> None:
    record(
        chain=assessment.case.trail_name,
        act="assessment_planned",
        subject=assessment.trail_name,
        by=by,
        at=at,
        facts={
            "protocol_version": assessment.protocol_version_id,
            "centre": assessment.centre_id,
            "assessors": assessment.parts.count(),
            "on": assessment.starts_on.isoformat(),
        },
    )


def _take_up(case: Case, by: User, at: datetime) -> None:
    if case.state not in _MAY_BE_PLANNED:
        raise WrongStateError(
            _("Ärendet är %(now)s. Planera det praktiska provet när teoriprovet är inlämnat.")
            % {"now": CaseState(case.state).label.lower()}
        )
    if case.state == CaseState.DECIDED:
        move_case(case=case, to=CaseState.MAPPED, by=by, at=at)
    if case.state == CaseState.MAPPED:
        move_case(case=case, to=CaseState.TEST_PLANNED, by=by, at=at)


def _refuse_foreign(
    centre: Organisation, assessors: Sequence[User], by: User, at: datetime
) -> None:
    refuse_planner(centre.pk, by, at)
    own = set(list_members(centre, Role.ASSESSOR, on=timezone.localdate(at)))
    if not set(assessors) <= own:
        raise ForeignCentreError(_("Bara testcentrets egna bedömare kan väljas."))


def refuse_planner(centre_id: int, by: User, at: datetime) -> None:
    """Keep others than the centre's test leaders out. Raises ForeignCentreError."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    if centre_id not in viewer.organisations(Role.TEST_LEADER):
        raise ForeignCentreError(_("Bara provledare vid testcentret planerar bedömningar där."))


def _refuse_protocol(case: Case, protocol: ProductProtocol, assessors: Sequence[User]) -> None:
    if protocol not in queries.list_protocols_of(case.product_version_id):
        raise WrongProtocolError(_("Protokollet hör inte till ärendets produkt."))
    needed = protocol.protocol_version.assessors_needed
    if len({assessor.pk for assessor in assessors}) != needed or len(assessors) != needed:
        raise WrongNumberOfAssessorsError(
            _("Välj två olika bedömare.") if needed > 1 else _("Välj en bedömare.")
        )


def _count_attempt(case: Case, protocol: ProductProtocol, starts_on: date) -> int:
    """Return which attempt this is. Raises AttemptTooSoonError."""
    days = queries.list_days_assessed(case, protocol.protocol_version.protocol_id)
    if not days:
        return 1
    rule = get_pass_rule(case.product_version_id, starts_on)
    earliest = days[-1] + timedelta(days=rule.retake_after_days)
    if starts_on < earliest:
        raise AttemptTooSoonError(
            _("Nästa försök kan göras tidigast %(day)s.") % {"day": date_format(earliest, "j F Y")}
        )
    last_year = [day for day in days if day > starts_on - timedelta(days=365)]
    if len(last_year) >= rule.attempts_per_year:
        raise AttemptTooSoonError(
            _("Det går att göra högst %(most)d försök på ett år.")
            % {"most": rule.attempts_per_year}
        )
    return len(days) + 1
