from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.queries import (
    BookingState,
    SessionKind,
    list_assessors_at,
    list_bookings_of_session,
)
from kunnande.stages.cases.services import WrongStateError
from kunnande.stages.practice import queries
from kunnande.stages.practice.models import Assessment, AssessmentState
from kunnande.stages.practice.services.independence import DependentAssessorError
from kunnande.stages.practice.services.planning import (
    AssessmentOpenError,
    AttemptTooSoonError,
    PastAssessmentError,
    Place,
    PracticeShownError,
    WrongNumberOfAssessorsError,
    WrongProtocolError,
    call_off,
    place_assessment,
    refuse_planner,
)
from kunnande.stages.practice.services.standing import refuse_delivery
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kunnande.stages.booking.queries import Booking, Session
    from kunnande.stages.parties.queries import User

_IN_THE_WAY = (
    AssessmentOpenError,
    AttemptTooSoonError,
    DependentAssessorError,
    PracticeShownError,
    WrongNumberOfAssessorsError,
    WrongProtocolError,
    WrongStateError,
)


class NotPracticalError(ValueError):
    """Only sessions for practice, with a machine, have practical assessments."""


@dataclass(frozen=True)
class PreparedAssessments:
    """The assessments made for a session, and the bookings that could have none, with why."""

    assessments: tuple[Assessment, ...]
    left_out: tuple[tuple[Booking, str], ...]


@transaction.atomic
def prepare_assessments(*, session: Session, by: User, at: datetime) -> PreparedAssessments:
    """Plan an assessment for each confirmed booking of a session that has none.

    The session's assessors assess, whoever leads it first. Again it adds only the new.
    Raises ForeignCentreError, NotPracticalError, PastAssessmentError, NotAccreditedError,
    NotAuthorisedError.
    """
    refuse_planner(session.centre_id, by, at)
    assessors = list_assessors_at(session)
    _refuse_session(session, assessors, at)
    bookings = list_bookings_of_session(session.pk)
    _call_off_rebooked([booking.case_id for booking in bookings], session, by, at)
    has_one = _list_prepared(bookings)
    made: list[Assessment] = []
    left_out: list[tuple[Booking, str]] = []
    for booking in bookings:
        if booking.state != BookingState.CONFIRMED or booking.pk in has_one:
            continue
        try:
            with transaction.atomic():
                made.append(_prepare(booking, session, assessors, by=by, at=at))
        except _IN_THE_WAY as error:
            left_out.append((booking, str(error)))
    record(
        chain=session.trail_name,
        act="assessments_prepared",
        subject=session.trail_name,
        by=by,
        at=at,
        facts={"assessments": len(made), "left_out": len(left_out)},
    )
    return PreparedAssessments(tuple(made), tuple(left_out))


def _refuse_session(session: Session, assessors: Sequence[User], at: datetime) -> None:
    on = timezone.localdate(session.starts_at)
    if session.kind != SessionKind.PRACTICAL:
        raise NotPracticalError(_("Tillfället är inte ett praktiskt prov."))
    if not session.machines.exists():
        raise NotPracticalError(_("Tillfället har ingen maskin. Öppna ett som har det."))
    if on < timezone.localdate(at):
        raise PastAssessmentError(_("Dagen har redan varit."))
    refuse_delivery(
        assessors[:1], centre_id=session.centre_id, product_id=session.product_id, on=on
    )


def _list_prepared(bookings: Sequence[Booking]) -> set[int]:
    found = Assessment.objects.filter(booking__in=bookings)
    found = found.exclude(state=AssessmentState.CANCELLED)
    return {pk for pk in found.values_list("booking_id", flat=True) if pk}


def _call_off_rebooked(case_ids: list[int], session: Session, by: User, at: datetime) -> None:
    """Call off what was prepared for a seat since moved, given back or not taken."""
    stale = Assessment.objects.filter(
        Q(case_id__in=case_ids) | Q(booking__seat__session=session),
        state=AssessmentState.PLANNED,
        booking__state__in=(BookingState.CANCELLED, BookingState.MOVED, BookingState.ABSENT),
    )
    for assessment in stale.order_by("pk"):
        call_off(assessment, _("Platsen används inte."), by=by, at=at)


def _prepare(
    booking: Booking, session: Session, assessors: Sequence[User], *, by: User, at: datetime
) -> Assessment:
    on = timezone.localdate(session.starts_at)
    case = booking.case
    # A call-off may have moved the case since the bookings were read.
    case.refresh_from_db(fields=["state"])
    protocols = queries.list_protocols_of(case.product_version_id)
    if not protocols:
        raise WrongProtocolError(_("Personens version av produkten har inget praktiskt prov."))
    protocol = next((row for row in protocols if _remains(booking, row, session)), protocols[0])
    return place_assessment(
        case=case,
        protocol=protocol,
        place=Place(session.centre, on, booking),
        assessors=assessors[: protocol.protocol_version.assessors_needed],
        by=by,
        at=at,
    )


def _remains(booking: Booking, protocol: queries.ProductProtocol, session: Session) -> bool:
    areas = [area.area_version_id for area in queries.list_areas_tried(protocol)]
    on = timezone.localdate(session.starts_at)
    return bool(queries.list_areas_unshown(booking.case, areas, on=on))
