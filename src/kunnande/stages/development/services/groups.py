"""A provider gives a course: opens a group, is told who comes, and enters who came."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.development.models import (
    AttendedOccasion,
    CourseGroup,
    Enrolment,
    EnrolmentState,
    GroupState,
    Occasion,
)
from kunnande.stages.parties.queries import Role, get_viewer, list_employed_among
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from kunnande.stages.development.models import Course
    from kunnande.stages.parties.queries import Organisation, Person, User

_TAKES_PEOPLE = {GroupState.OPEN, GroupState.RUNNING}


class NotYourGroupError(PermissionError):
    """Only the provider of a course opens its groups and enters who came."""


class GroupClosedError(ValueError):
    """The group takes nobody any more."""


class GroupFullError(ValueError):
    """Every seat of the group is taken."""


class NotYoursToEnrolError(PermissionError):
    """People enrol themselves; an employer enrols its own staff."""


class AlreadyEnrolledError(ValueError):
    """The person has a seat in the group."""


class ImproperOccasionError(ValueError):
    """An occasion begins before it ends, within one day, and not in two groups' time at once."""


class Period(NamedTuple):
    """From when to when one occasion lasts."""

    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def open_group(
    *,
    course: Course,
    municipality_code: str,
    seats: int,
    periods: Sequence[Period],
    language: str = "sv",
    by: User,
    at: datetime,
) -> CourseGroup:
    """Open a group for enrolment with its occasions.

    Raises NotYourGroupError, ImproperOccasionError.
    """
    _refuse_others(course, by, at)
    if not periods or any(_is_improper(period) for period in periods):
        raise ImproperOccasionError(_("Varje tillfälle ska börja och sluta samma dag."))
    group = CourseGroup.objects.create(
        course=course,
        municipality_code=municipality_code,
        seats=seats,
        language=language,
        opened_at=at,
    )
    Occasion.objects.bulk_create(Occasion(group=group, **period._asdict()) for period in periods)
    record(
        chain=course.provider.trail_name,
        act="course_group_opened",
        subject=group.trail_name,
        by=by,
        at=at,
        facts={"course": course.pk, "seats": seats, "occasions": len(periods)},
    )
    return group


@transaction.atomic
def cancel_group(*, group: CourseGroup, by: User, at: datetime) -> CourseGroup:
    """Call a group off; everybody enrolled loses the seat. Raises NotYourGroupError."""
    _refuse_others(group.course, by, at)
    locked = _lock(group)
    locked.enrolments.filter(state=EnrolmentState.ENROLLED).update(
        state=EnrolmentState.CANCELLED, changed_at=at
    )
    return _move(locked, GroupState.CANCELLED, by, at)


@transaction.atomic
def enrol(
    *,
    group: CourseGroup,
    person: Person,
    company: Organisation | None = None,
    by: User,
    at: datetime,
) -> Enrolment:
    """Give somebody a seat.

    Raises NotYoursToEnrolError, GroupClosedError, GroupFullError, AlreadyEnrolledError.
    """
    _refuse_to_enrol(person, company, by, at)
    locked = _lock(group)
    if locked.state not in _TAKES_PEOPLE:
        raise GroupClosedError(_("Gruppen tar inte emot fler."))
    if locked.enrolments.exclude(state=EnrolmentState.CANCELLED).count() >= locked.seats:
        raise GroupFullError(_("Alla platser i gruppen är tagna."))
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                group=locked, person=person, company=company, enrolled_at=at, changed_at=at
            )
    except IntegrityError as error:
        raise AlreadyEnrolledError(_("Personen har redan en plats i gruppen.")) from error
    _record_about(enrolment, "enrolled", by, at)
    return enrolment


@transaction.atomic
def cancel_enrolment(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """Give a seat back. Raises NotYoursToEnrolError, GroupClosedError."""
    _refuse_to_enrol(enrolment.person, enrolment.company, by, at)
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if locked.state != EnrolmentState.ENROLLED:
        raise GroupClosedError(_("Kursen är redan avslutad för personen."))
    locked.state, locked.changed_at = EnrolmentState.CANCELLED, at
    locked.save(update_fields=["state", "changed_at"])
    _record_about(locked, "enrolment_cancelled", by, at)
    return locked


@transaction.atomic
def enter_occasion(
    *, occasion: Occasion, minutes: Iterable[tuple[int, int]], by: User, at: datetime
) -> list[AttendedOccasion]:
    """Enter who came and for how many minutes; entered again it replaces what stood.

    `minutes` are pairs of enrolment and minutes. Raises NotYourGroupError, ImproperOccasionError.
    """
    group = _lock(occasion.group)
    _refuse_others(group.course, by, at)
    longest = int((occasion.ends_at - occasion.starts_at).total_seconds() // 60)
    entries = dict(minutes)
    if occasion.starts_at > at:
        raise ImproperOccasionError(_("Tillfället har inte varit än."))
    if any(not 0 <= spent <= longest for spent in entries.values()):
        raise ImproperOccasionError(
            _("Tillfället varade %(minutes)d minuter.") % {"minutes": longest}
        )
    own = set(group.enrolments.filter(pk__in=entries).values_list("pk", flat=True))
    if own != set(entries):
        raise ImproperOccasionError(_("Alla är inte anmälda till den här gruppen."))
    entered = [
        AttendedOccasion.objects.update_or_create(
            enrolment_id=enrolment_id,
            occasion=occasion,
            defaults={"minutes": spent, "entered_by": by, "entered_at": at},
        )[0]
        for enrolment_id, spent in sorted(entries.items())
    ]
    if group.state == GroupState.OPEN:
        _move(group, GroupState.RUNNING, by, at)
    record(
        chain=group.course.provider.trail_name,
        act="course_attendance_entered",
        subject=f"occasion:{occasion.pk}",
        by=by,
        at=at,
        facts={"people": len(entries), "minutes": sum(entries.values())},
    )
    return entered


def refuse_others(course: Course, by: User, at: datetime) -> None:
    """Stop whoever does not act for the provider of a course. Raises NotYourGroupError."""
    _refuse_others(course, by, at)


def _refuse_others(course: Course, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=localdate(at))
    if course.provider_id not in viewer.organisations(Role.TRAINING_PROVIDER):
        raise NotYourGroupError(_("Bara kursens anordnare kan göra det här."))


def _refuse_to_enrol(person: Person, company: Organisation | None, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=localdate(at))
    if viewer.person_id == person.pk:
        return
    if company and company.pk in viewer.organisations(Role.EMPLOYER):
        employed = list_employed_among([person.pk], organisation_id=company.pk, on=localdate(at))
        if person.pk in employed:
            return
    raise NotYoursToEnrolError(_("Du kan anmäla dig själv eller den som är anställd hos er."))


def _lock(group: CourseGroup) -> CourseGroup:
    locked = CourseGroup.objects.select_related("course__provider").select_for_update(of=("self",))
    return locked.get(pk=group.pk)


def _move(group: CourseGroup, to: str, by: User, at: datetime) -> CourseGroup:
    group.state = to
    group.save(update_fields=["state"])
    record(
        chain=group.course.provider.trail_name,
        act="course_group_moved",
        subject=group.trail_name,
        by=by,
        at=at,
        facts={"to": str(to)},
    )
    return group


def _is_improper(period: Period) -> bool:
    starts, ends = period
    return ends <= starts or localdate(starts) != localdate(ends)


def _record_about(enrolment: Enrolment, act: str, by: User, at: datetime) -> None:
    record(
        chain=f"person:{enrolment.person_id}",
        act=act,
        subject=enrolment.trail_name,
        by=by,
        at=at,
        facts={"group": enrolment.group_id, "company": enrolment.company_id},
    )
