"""Who was at which course and how long, for the rooms that count hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.development.models import AttendedOccasion
from kunnande.stages.framework.queries import localised

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True)
class AttendedCourse:
    """One entry of attendance: whose, from when, how long, and which company released the time."""

    attended_id: int
    person_id: int
    company_id: int | None
    course: str
    starts_at: datetime
    minutes: int


def list_attended_courses(
    people: Iterable[int], *, since: datetime, before: datetime
) -> list[AttendedCourse]:
    """Return what these people were at from a moment until before another, in order."""
    entered = (
        AttendedOccasion.objects.filter(
            minutes__gt=0,
            enrolment__person_id__in=list(people),
            occasion__starts_at__gte=since,
            occasion__starts_at__lt=before,
        )
        .select_related("enrolment__group__course", "occasion")
        .order_by("occasion__starts_at", "pk")
    )
    return [
        AttendedCourse(
            attended_id=one.pk,
            person_id=one.enrolment.person_id,
            company_id=one.enrolment.company_id,
            course=localised(one.enrolment.group.course, "title"),
            starts_at=one.occasion.starts_at,
            minutes=one.minutes,
        )
        for one in entered
    ]
