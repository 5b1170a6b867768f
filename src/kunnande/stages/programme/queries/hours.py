"""The hours behind a month, read from where attendance was entered, once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.booking.queries import SessionKind
from kunnande.stages.booking.queries.attended import list_attended_sessions
from kunnande.stages.development.queries.attended import list_attended_courses
from kunnande.stages.programme.models import Activity, Counting, OtherSupport
from kunnande.stages.programme.queries.months import bounds_of, last_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from kunnande.stages.programme.models import AttestedRow, Participation

_ACTIVITY_OF = {
    SessionKind.THEORY: Activity.THEORY_TEST,
    SessionKind.PRACTICAL: Activity.PRACTICAL_TEST,
}


@dataclass(frozen=True)
class HourRow:
    """One attendance: which entry it is, what it was, when, how long, and whether it counts."""

    source: str
    activity: str
    what: str
    starts_at: datetime
    minutes: int
    counting: str

    @property
    def on(self) -> date:
        return localdate(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def counting_words(self) -> str:
        return str(Counting(self.counting).label)

    @property
    def activity_words(self) -> str:
        return str(Activity(self.activity).label)


@dataclass(frozen=True)
class _Attended:
    person_id: int
    company_id: int | None
    row: HourRow


def list_hours(participation: Participation, month_on: date) -> list[HourRow]:
    return map_hours([participation], month_on)[participation.pk]


def map_hours(
    participations: Sequence[Participation], month_on: date
) -> Mapping[int, list[HourRow]]:
    """Return, participation by participation, a month's hours in order.

    An hour belongs to what the person takes part in that day, unless another company released it.
    """
    people = {one.person_id for one in participations}
    by_person: dict[int, list[_Attended]] = defaultdict(list)
    for one in _list_attended(people, month_on):
        by_person[one.person_id].append(one)
    supports = _list_supports(participations, month_on)
    return {
        participation.pk: [
            _weighed(one, participation, supports)
            for one in by_person[participation.person_id]
            if _belongs(one, participation)
        ]
        for participation in participations
    }


def as_hours(rows: Iterable[AttestedRow]) -> list[HourRow]:
    """Return rows as they were signed."""
    return [
        HourRow(row.source, row.activity, row.what, row.starts_at, row.minutes, row.counting)
        for row in rows
    ]


def digest_of(rows: Iterable[HourRow]) -> str:
    """Return what tells whether hours are those that were signed."""
    lines = sorted(
        f"{row.source}|{row.starts_at.timestamp():.0f}|{row.minutes}|{row.counting}" for row in rows
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _list_attended(people: Iterable[int], month_on: date) -> list[_Attended]:
    since, before = bounds_of(month_on)
    people = sorted(people)
    tests = [
        _Attended(
            one.person_id,
            one.company_id,
            HourRow(
                source=f"attendance:{one.attendance_id}",
                activity=_ACTIVITY_OF[SessionKind(one.kind)],
                what=one.product,
                starts_at=one.starts_at,
                minutes=one.minutes,
                counting=Counting.COUNTS,
            ),
        )
        for one in list_attended_sessions(people, since=since, before=before)
    ]
    courses = [
        _Attended(
            one.person_id,
            one.company_id,
            HourRow(
                source=f"course-attendance:{one.attended_id}",
                activity=Activity.COURSE,
                what=one.course,
                starts_at=one.starts_at,
                minutes=one.minutes,
                counting=Counting.COUNTS,
            ),
        )
        for one in list_attended_courses(people, since=since, before=before)
    ]
    return sorted([*tests, *courses], key=lambda one: (one.row.starts_at, one.row.source))


def _list_supports(participations: Sequence[Participation], month_on: date) -> list[OtherSupport]:
    companies = {one.company_id for one in participations}
    return list(
        OtherSupport.objects.filter(
            company_id__in=companies, from_on__lte=last_of(month_on), to_on__gte=month_on
        ).order_by("from_on", "pk")
    )


def _belongs(one: _Attended, participation: Participation) -> bool:
    left_on = participation.left_on
    return (
        one.company_id in {None, participation.company_id}
        and participation.entered_on <= one.row.on
        and (left_on is None or one.row.on <= left_on)
    )


def _weighed(one: _Attended, participation: Participation, supports: list[OtherSupport]) -> HourRow:
    """Return the row with whether it counts as co-financing: released, and paid for only once."""
    counting = Counting.COUNTS
    if one.company_id is None:
        counting = Counting.OWN_TIME
    elif any(_covers(support, participation, one.row.on) for support in supports):
        counting = Counting.OTHER_SUPPORT
    row = one.row
    return HourRow(row.source, row.activity, row.what, row.starts_at, row.minutes, counting)


def _covers(support: OtherSupport, participation: Participation, on: date) -> bool:
    return (
        support.company_id == participation.company_id
        and support.person_id in {None, participation.person_id}
        and support.from_on <= on <= support.to_on
    )
