from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import (
    Attendance,
    Booking,
    BookingState,
    Session,
    SessionState,
)
from kunnande.stages.booking.services.permission import refuse_foreign_centre
from kunnande.stages.booking.services.seats import change_state, lock_booking, note
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User


class TooEarlyError(ValueError):
    """Attendance is entered on the day of the session or later."""


class AttendanceEnteredError(ValueError):
    """Attendance has been entered, or the booking was never confirmed."""


class ImproperMinutesError(ValueError):
    """The minutes are more than the session and the person's extra time."""


class NotAbsentError(ValueError):
    """Only whoever stayed away needs to be let in again."""


@transaction.atomic
def enter_attendance(
    *, booking: Booking, present: bool, minutes: int | None = None, by: User, at: datetime
) -> Attendance:
    """Note once whether somebody came; all the session's minutes when none are given.

    Raises NotYourCentreError, TooEarlyError, AttendanceEnteredError, ImproperMinutesError.
    """
    locked = lock_booking(booking)
    session = locked.seat.session
    refuse_foreign_centre(session.centre_id, by, at, kind=session.kind)
    if timezone.localdate(at) < timezone.localdate(session.starts_at):
        raise TooEarlyError(_("Närvaro skrivs in den dag tillfället är."))
    if locked.state != BookingState.CONFIRMED:
        raise AttendanceEnteredError(_("Närvaron är redan inskriven, eller platsen inte bokad."))
    attendance = Attendance.objects.create(
        booking=locked,
        present=present,
        minutes=_minutes(locked, minutes) if present else 0,
        entered_by=by,
        entered_at=at,
    )
    change_state(locked, BookingState.ATTENDED if present else BookingState.ABSENT, at=at)
    Session.objects.filter(
        pk=session.pk, state__in=(SessionState.OPEN, SessionState.CLOSED)
    ).update(state=SessionState.HELD)
    record(
        chain=f"case:{locked.case_id}",
        act="attendance_entered",
        subject=locked.trail_name,
        by=by,
        at=at,
        facts={"session": session.pk, "present": present, "minutes": attendance.minutes},
    )
    return attendance


@transaction.atomic
def allow_rebooking(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Let whoever stayed away book again. Raises NotYourCentreError, NotAbsentError."""
    locked = lock_booking(booking)
    refuse_foreign_centre(locked.seat.session.centre_id, by, at, kind=locked.kind)
    if locked.state != BookingState.ABSENT:
        raise NotAbsentError(_("Personen har inte uteblivit."))
    locked.rebooking_allowed_at = at
    locked.save(update_fields=["rebooking_allowed_at"])
    note("rebooking_allowed", locked, by=by, at=at)
    return locked


def _minutes(booking: Booking, minutes: int | None) -> int:
    session = booking.seat.session
    whole = int((session.ends_at - session.starts_at).total_seconds() // 60)
    given = whole if minutes is None else minutes
    most = whole + booking.extra_minutes
    if not 0 < given <= most:
        raise ImproperMinutesError(
            _("Tiden ska vara mellan 1 och %(most)d minuter.") % {"most": most}
        )
    return given
