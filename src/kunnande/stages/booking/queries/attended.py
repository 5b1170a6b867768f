"""Who was at which session and how long, for the rooms that count hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.booking.models import Attendance
from kunnande.stages.framework.queries import localised

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True)
class AttendedSession:
    """One entry of attendance: whose, from when, how long, and which company released the time."""

    attendance_id: int
    person_id: int
    company_id: int | None
    kind: str
    product: str
    starts_at: datetime
    minutes: int


def list_attended_sessions(
    people: Iterable[int], *, since: datetime, before: datetime
) -> list[AttendedSession]:
    """Return what these people were at from a moment until before another, in order."""
    entered = (
        Attendance.objects.filter(
            present=True,
            minutes__gt=0,
            booking__person_id__in=list(people),
            booking__starts_at__gte=since,
            booking__starts_at__lt=before,
        )
        .select_related("booking__seat__session__product")
        .order_by("booking__starts_at", "pk")
    )
    return [
        AttendedSession(
            attendance_id=one.pk,
            person_id=one.booking.person_id,
            company_id=one.booking.booked_for_id,
            kind=one.booking.kind,
            product=localised(one.booking.seat.session.product, "name", "sv"),
            starts_at=one.booking.starts_at,
            minutes=one.minutes,
        )
        for one in entered
    ]
