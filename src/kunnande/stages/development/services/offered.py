"""The groups of a catalogue that its provider chooses to open, on weekdays in a row."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils.timezone import make_aware

from kunnande.stages.development.models import Course, CourseGroup, GroupState
from kunnande.stages.development.services.groups import Period, open_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kunnande.stages.development.translate import OfferedGroup
    from kunnande.stages.parties.queries import Organisation, User

_FRIDAY = 4


class GroupsChosen(NamedTuple):
    """Which occasions of a catalogue become groups, and when their days begin and end."""

    codes: frozenset[str] = frozenset()
    starts: time = time(8)
    ends: time = time(16)


def list_not_open(groups: Iterable[OfferedGroup], provider: Organisation) -> list[OfferedGroup]:
    """Return those that the provider has no group for on that day in that place."""
    standing = CourseGroup.objects.filter(course__provider=provider).exclude(
        state=GroupState.CANCELLED
    )
    open_now = {
        (code, municipality_code, day)
        for code, municipality_code, day in standing.values_list(
            "course__code", "municipality_code", "occasions__starts_at__date"
        )
    }
    return [
        one
        for one in groups
        if (one.course_code, one.municipality_code, one.starts_on) not in open_now
    ]


def open_chosen(
    groups: Iterable[OfferedGroup],
    chosen: GroupsChosen,
    *,
    courses: Iterable[Course],
    by: User,
    at: datetime,
) -> list[OfferedGroup]:
    """Open the groups chosen, of courses that were taken in, and return them.

    Raises NotYourGroupError, ImproperOccasionError.
    """
    by_code = {course.code: course for course in courses}
    wanted = [one for one in groups if one.code in chosen.codes and one.course_code in by_code]
    for one in wanted:
        open_group(
            course=by_code[one.course_code],
            municipality_code=one.municipality_code,
            seats=one.seats,
            periods=[
                Period(_at(day, chosen.starts), _at(day, chosen.ends))
                for day in _weekdays(one.starts_on, one.days)
            ],
            by=by,
            at=at,
        )
    return wanted


def _weekdays(first: date, count: int) -> Iterator[date]:
    day = first
    while count:
        if day.weekday() <= _FRIDAY:
            yield day
            count -= 1
        day += timedelta(days=1)


def _at(day: date, clock: time) -> datetime:
    return make_aware(datetime.combine(day, clock))
