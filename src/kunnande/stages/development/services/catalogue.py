from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.engines import tables
from kunnande.engines.tables import UnreadableTableError
from kunnande.stages.development.models import Course, CourseArea
from kunnande.stages.development.services.offered import (
    GroupsChosen,
    list_not_open,
    open_chosen,
)
from kunnande.stages.development.translate import (
    ReadCatalogue,
    UnreadableEmilError,
    in_words,
    read_emil,
    read_package,
    read_table_of_courses,
)
from kunnande.stages.framework.queries import list_areas
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from kunnande.stages.development.translate import CourseRow
    from kunnande.stages.parties.queries import Organisation, User


class NotYourCatalogueError(PermissionError):
    """Only the provider, or a scheme owner on its behalf, changes a catalogue."""


class RefusedCatalogueError(ValueError):
    """The file can not be read as a list of courses; nothing of it is kept."""


@transaction.atomic
def import_courses(
    *, package: Mapping[str, Any], providers: Mapping[str, Organisation], by: User, at: datetime
) -> tuple[Course, ...]:
    """Store a package's courses, each kind of provider's with the organisation named for it.

    The same package again makes nothing twice. Raises NotYourCatalogueError.
    """
    is_sample = package.get("meta", {}).get("status") == "sample"
    stored: list[Course] = []
    for kind, provider in providers.items():
        offered = [course for course in package["courses"] if course["provider_kind"] == kind]
        rows = read_package(offered)
        stored += _store_all(rows, provider, is_sample=is_sample, by=by, at=at)
    return tuple(stored)


@transaction.atomic
def import_course_list(
    *,
    provider: Organisation,
    file_name: str,
    content: bytes,
    areas: Mapping[str, str] | None = None,
    groups: GroupsChosen | None = None,
    by: User,
    at: datetime,
) -> ReadCatalogue:
    """Take in a provider's courses from Excel, CSV or EMIL 3: all of it, or none and every problem.

    `areas` says what each course of an EMIL document works on, as `preview_course_list` has it, and
    `groups` which of its occasions are opened; returned are those that were. The same file again
    makes nothing twice. Raises NotYourCatalogueError, RefusedCatalogueError, NotYourGroupError,
    ImproperOccasionError.
    """
    read = preview_course_list(
        provider=provider, file_name=file_name, content=content, areas=areas, by=by, at=at
    )
    if not (read.problems or read.rows):
        raise RefusedCatalogueError(_("Skriv ett område för minst en kurs."))
    if not read.problems:
        stored = _store_all(read.rows, provider, is_sample=False, by=by, at=at)
        chosen = groups or GroupsChosen()
        opened = open_chosen(read.groups, chosen, courses=stored, by=by, at=at)
        record(
            chain=provider.trail_name,
            act="courses_imported",
            subject=provider.trail_name,
            by=by,
            at=at,
            facts={"courses": len(read.rows), "digest": hashlib.sha256(content).hexdigest()},
        )
        return replace(read, groups=tuple(opened))
    return read


def preview_course_list(
    *,
    provider: Organisation,
    file_name: str,
    content: bytes,
    areas: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> ReadCatalogue:
    """Return what a file of courses holds without keeping any of it.

    An EMIL document says nothing of areas: `areas` does, by identifier, as "IT08:2, IT02:1", and
    where it is silent what the provider said the last time stands.
    Raises NotYourCatalogueError, RefusedCatalogueError.
    """
    _refuse_others(provider, by, at)
    codes = {area.code for area in list_areas()}
    try:
        if file_name.lower().endswith(".xml"):
            said = _areas_said(provider) | dict(areas or {})
            read = read_emil(content, areas=said, area_codes=codes, on=localdate(at))
            return replace(read, groups=tuple(list_not_open(read.groups, provider)))
        return read_table_of_courses(tables.read_table(file_name, content), codes)
    except UnreadableTableError as error:
        raise RefusedCatalogueError(
            _("Filen går inte att läsa som en lista i Excel eller CSV.")
        ) from error
    except UnreadableEmilError as error:
        raise RefusedCatalogueError(str(error)) from error


@transaction.atomic
def withdraw_course(*, course: Course, by: User, at: datetime) -> Course:
    """Offer a course no longer; its groups stay on record. Raises NotYourCatalogueError."""
    _refuse_others(course.provider, by, at)
    course.is_offered = False
    course.save(update_fields=["is_offered"])
    record(
        chain=course.provider.trail_name,
        act="course_withdrawn",
        subject=f"course:{course.pk}",
        by=by,
        at=at,
    )
    return course


def _refuse_others(provider: Organisation, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=localdate(at))
    is_own = provider.pk in viewer.organisations(Role.TRAINING_PROVIDER)
    if not (is_own or viewer.organisations(Role.SCHEME_OWNER)):
        raise NotYourCatalogueError(_("Bara anordnaren själv kan ändra sina kurser."))


def _areas_said(provider: Organisation) -> dict[str, str]:
    """Return the areas of a provider's courses by code, as a list writes them."""
    courses = Course.objects.filter(provider=provider).prefetch_related("areas__area")
    return {
        course.code: in_words((one.area.code, one.highest_level) for one in course.areas.all())
        for course in courses.order_by("pk")
    }


def _store_all(
    rows: Sequence[CourseRow], provider: Organisation, *, is_sample: bool, by: User, at: datetime
) -> list[Course]:
    _refuse_others(provider, by, at)
    area_ids = {area.code: area.pk for area in list_areas()}
    return [_store(row, provider, area_ids, is_sample=is_sample) for row in rows]


def _store(
    row: CourseRow, provider: Organisation, area_ids: Mapping[str, int], *, is_sample: bool
) -> Course:
    told = {name: value for name, value in vars(row).items() if name not in {"code", "areas"}} | {
        "prerequisites": list(row.prerequisites),
        "is_offered": True,
        "is_sample": is_sample,
    }
    course, _made = Course.objects.update_or_create(provider=provider, code=row.code, defaults=told)
    course.areas.all().delete()
    CourseArea.objects.bulk_create(
        CourseArea(
            course=course,
            area_id=area_ids[area.code],
            raises_by=area.raises_by,
            highest_level=area.highest_level,
        )
        for area in row.areas
    )
    return course
