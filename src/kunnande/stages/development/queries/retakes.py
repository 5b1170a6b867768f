"""After a course: the test of what remains that somebody may book now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.booking.queries import (
    SessionKind,
    list_bookable_employees,
    list_own_bookings,
)
from kunnande.stages.cases.queries import CaseState, list_cases_of
from kunnande.stages.development.models import Enrolment, EnrolmentState
from kunnande.stages.framework.queries import list_areas_of, localised
from kunnande.stages.testing.queries import get_last_days_tested, look_ahead

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Organisation, Viewer
    from kunnande.stages.testing.queries import Ahead


@dataclass(frozen=True)
class OwnRetake:
    """What a person may try again after a course: only what remains, with new questions.

    `lacking` are the areas the bank has too few new questions in; then nothing can be booked yet.
    """

    case_id: int
    product: str
    courses: tuple[str, ...]
    areas: tuple[str, ...]
    lacking: tuple[str, ...]
    earliest_on: date
    booked_at: datetime | None

    @property
    def can_be_booked(self) -> bool:
        return not self.lacking and self.booked_at is None


@dataclass(frozen=True)
class StaffRetake:
    """An employee who has gone through a course and may be booked for the test it prepares for."""

    case_id: int
    product_id: int
    person_id: int
    name: str
    product: str
    courses: tuple[str, ...]


def list_own_retakes(person_id: int, *, at: datetime) -> list[OwnRetake]:
    """Return what a person may try again after a course they have gone through since the test."""
    on = localdate(at)
    ahead = [
        found
        for case in list_cases_of(person_id)
        if case.state == CaseState.DECIDED and (found := look_ahead(case, on=on))
    ]
    if not ahead:
        return []
    gone_through = _gone_through([found.case for found in ahead])
    booked = {
        row.booking.case_id: row.session.starts_at
        for row in list_own_bookings(person_id, at=at)
        if row.is_coming
    }
    retakes = []
    for found in ahead:
        courses = gone_through.list_towards(found.case, found.area_version_ids)
        if courses:
            retakes.append(_own(found, courses, booked.get(found.case.pk)))
    return retakes


def list_staff_retakes(company: Organisation, viewer: Viewer, *, on: date) -> list[StaffRetake]:
    """Return whom a company may book a test for after a course that it gave time for.

    Only of those who let the company see what is met and what remains.
    """
    decided = [
        row
        for row in list_bookable_employees(company, viewer, kind=SessionKind.THEORY, on=on)
        if row.case.state == CaseState.DECIDED
    ]
    gone_through = _gone_through([row.case for row in decided], company=company)
    retakes = []
    for row in decided:
        courses = gone_through.list_towards(row.case, row.case.retake_area_version_ids)
        if courses:
            retakes.append(
                StaffRetake(
                    case_id=row.case.pk,
                    product_id=row.case.product_version.product_id,
                    person_id=row.case.person_id,
                    name=row.name,
                    product=row.product_name,
                    courses=courses,
                )
            )
    return retakes


@dataclass(frozen=True)
class _GoneThrough:
    """The courses that some people have gone through, and when their cases were last tried."""

    enrolments: Sequence[Enrolment]
    tested_on: Mapping[int, date]

    def list_towards(self, case: Case, area_version_ids: Collection[int]) -> tuple[str, ...]:
        """Return the courses since a case was tried that work on what remains of it."""
        remaining = set(area_version_ids)
        area_ids = {
            area.area_id
            for area in list_areas_of(case.product_version_id)
            if area.area_version_id in remaining
        }
        courses = (
            one.group.course
            for one in self.enrolments
            if one.person_id == case.person_id and self._is_later(one, case)
        )
        titles = (
            course.title
            for course in courses
            if area_ids & {area.area_id for area in course.areas.all()}
        )
        return tuple(dict.fromkeys(titles))

    def _is_later(self, enrolment: Enrolment, case: Case) -> bool:
        tested_on = self.tested_on.get(case.pk)
        return tested_on is not None and localdate(enrolment.changed_at) >= tested_on


def _gone_through(cases: Sequence[Case], *, company: Organisation | None = None) -> _GoneThrough:
    enrolments = (
        Enrolment.objects.filter(
            person_id__in={case.person_id for case in cases}, state=EnrolmentState.COMPLETED
        )
        .select_related("group__course")
        .prefetch_related("group__course__areas")
        .order_by("changed_at", "pk")
    )
    if company:
        enrolments = enrolments.filter(company=company)
    return _GoneThrough(list(enrolments), get_last_days_tested(cases))


def _own(ahead: Ahead, courses: tuple[str, ...], booked_at: datetime | None) -> OwnRetake:
    case = ahead.case
    areas = list_areas_of(case.product_version_id)
    return OwnRetake(
        case_id=case.pk,
        product=localised(case.product_version.product, "name"),
        courses=courses,
        areas=tuple(a.name for a in areas if a.area_version_id in ahead.area_version_ids),
        lacking=tuple(a.name for a in areas if a.area_version_id in ahead.lacking),
        earliest_on=ahead.earliest_on,
        booked_at=booked_at,
    )
