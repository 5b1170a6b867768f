"""Courses, groups and who takes part, as far as a viewer may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, QuerySet

from kunnande.stages.development.models import (
    Course,
    CourseArea,
    CourseForm,
    CourseGroup,
    Enrolment,
    EnrolmentState,
    GroupState,
    Occasion,
)
from kunnande.stages.development.queries.gaps import Gap, Suggestion, list_gaps, suggest
from kunnande.stages.development.queries.kept import get_kept_about
from kunnande.stages.development.queries.marks import list_planned_areas
from kunnande.stages.development.queries.proven import Proven, list_proven
from kunnande.stages.development.queries.retakes import (
    OwnRetake,
    StaffRetake,
    list_own_retakes,
    list_staff_retakes,
)
from kunnande.stages.parties.queries import Municipality, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal

    from kunnande.stages.parties.queries import Viewer

__all__ = [
    "Course",
    "CourseForm",
    "CourseGroup",
    "Enrolment",
    "EnrolmentState",
    "Gap",
    "GroupState",
    "Occasion",
    "OwnRetake",
    "Proven",
    "StaffRetake",
    "Suggestion",
    "get_kept_about",
    "list_gaps",
    "list_own_retakes",
    "list_planned_areas",
    "list_proven",
    "list_staff_retakes",
    "suggest",
]

_TAKEN = Count("enrolments", filter=~Q(enrolments__state=EnrolmentState.CANCELLED), distinct=True)


@dataclass(frozen=True)
class GroupRow:
    """A group as it is offered: what, where, when, and how many seats are left."""

    group_id: int
    course_id: int
    title: str
    provider: str
    municipality: str
    starts_at: datetime | None
    occasions: int
    hours: Decimal
    seats: int
    taken: int
    state: str

    @property
    def left(self) -> int:
        return max(0, self.seats - self.taken)


@dataclass(frozen=True)
class ParticipantRow:
    """Somebody enrolled, as their provider knows them: by name and company, and nothing more."""

    enrolment_id: int
    name: str
    company: str
    state: str
    minutes: int


def courses_offered(area_ids: Iterable[int] | None = None) -> QuerySet[Course]:
    """Return the courses on offer, of some areas if any are named."""
    offered = Course.objects.filter(is_offered=True).select_related("provider")
    if area_ids is not None:
        offered = offered.filter(areas__area_id__in=set(area_ids)).distinct()
    return offered.prefetch_related(
        Prefetch("areas", CourseArea.objects.select_related("area"))
    ).order_by("title_sv", "pk")


def courses_of(viewer: Viewer) -> QuerySet[Course]:
    """Return the courses of the providers a viewer acts for."""
    providers = viewer.organisations(Role.TRAINING_PROVIDER)
    return Course.objects.filter(provider_id__in=providers).select_related("provider")


def groups_of(viewer: Viewer) -> QuerySet[CourseGroup]:
    """Return the groups of the providers a viewer acts for."""
    providers = viewer.organisations(Role.TRAINING_PROVIDER)
    return CourseGroup.objects.filter(course__provider_id__in=providers).select_related(
        "course__provider"
    )


def get_group_to_join(group_id: int) -> CourseGroup:
    """Return a group that takes people. Raises CourseGroup.DoesNotExist."""
    return CourseGroup.objects.select_related("course__provider").get(
        pk=group_id, state__in=[GroupState.OPEN, GroupState.RUNNING]
    )


def list_open_groups(*, since: date, course_id: int | None = None) -> list[GroupRow]:
    """Return the groups that still take people, the soonest first."""
    groups = CourseGroup.objects.filter(
        state__in=[GroupState.OPEN, GroupState.RUNNING], occasions__starts_at__date__gte=since
    )
    if course_id is not None:
        groups = groups.filter(course_id=course_id)
    return sorted(_rows(groups), key=lambda row: (row.starts_at is None, row.starts_at))


def list_groups(viewer: Viewer) -> list[GroupRow]:
    """Return a provider's own groups, the newest first."""
    return list(reversed(_rows(groups_of(viewer))))


def list_participants(group: CourseGroup) -> list[ParticipantRow]:
    """Return who is enrolled in a group, by name."""
    enrolled = (
        Enrolment.objects.filter(group=group)
        .exclude(state=EnrolmentState.CANCELLED)
        .select_related("person", "company")
        .prefetch_related("attended")
        .order_by("person__sort_key", "pk")
    )
    return [
        ParticipantRow(
            enrolment_id=one.pk,
            name=one.person.name,
            company=one.company.name if one.company else "",
            state=str(EnrolmentState(one.state).label),
            minutes=sum(entry.minutes for entry in one.attended.all()),
        )
        for one in enrolled
    ]


def enrolments_of_person(person_id: int) -> QuerySet[Enrolment]:
    """Return a person's own courses, the latest first."""
    return (
        Enrolment.objects.filter(person_id=person_id)
        .select_related("group__course__provider", "company")
        .prefetch_related("group__occasions")
        .order_by("-enrolled_at", "-pk")
    )


def get_enrolment(enrolment_id: int, viewer: Viewer) -> Enrolment:
    """Return an enrolment of the viewer, or of staff the viewer's company enrolled."""
    return Enrolment.objects.select_related("person", "company", "group__course").get(
        Q(person_id=viewer.person_id) | Q(company_id__in=viewer.organisations(Role.EMPLOYER)),
        pk=enrolment_id,
    )


def get_occasion(occasion_id: int, viewer: Viewer) -> Occasion:
    return Occasion.objects.select_related("group__course__provider").get(
        pk=occasion_id, group__in=groups_of(viewer)
    )


def _rows(groups: QuerySet[CourseGroup]) -> list[GroupRow]:
    found = (
        groups.select_related("course__provider")
        .annotate(taken=_TAKEN)
        .prefetch_related("occasions")
        .distinct()
        .order_by("pk")
    )
    return [_row(group, group.taken) for group in found]


def _row(group: CourseGroup, taken: int) -> GroupRow:
    occasions = list(group.occasions.all())
    return GroupRow(
        group_id=group.pk,
        course_id=group.course_id,
        title=group.course.title,
        provider=group.course.provider.name,
        municipality=str(Municipality(group.municipality_code).label),
        starts_at=occasions[0].starts_at if occasions else None,
        occasions=len(occasions),
        hours=group.course.hours,
        seats=group.seats,
        taken=taken,
        state=group.state,
    )
