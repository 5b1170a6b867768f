"""Courses and groups for tests, made through the real services."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kunnande.stages.development.services import Period, import_courses, open_group
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.tests.builders import a_member, an_organisation

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.development.models import Course, CourseGroup
    from kunnande.stages.parties.queries import Organisation, User


def a_provider(name: str = "Kursverkstan") -> tuple[Organisation, User]:
    provider = an_organisation(name, kind=OrganisationKind.TRAINING_PROVIDER)
    return provider, a_member(provider, Role.TRAINING_PROVIDER)


def a_course_package(**changed: Any) -> dict[str, Any]:
    course = {
        "id": "K01",
        "title": {"sv": "Mäta rätt", "en": "Measuring right"},
        "provider_kind": "training_company",
        "closes": [{"area": "IT07", "raises_by_levels": 1, "max_level_reached": 2}],
        "hours": 8,
        "form": "workshop",
        "group": {"min": 2, "max": 6},
        "cost_sek_sample": {"per_group": 18000, "per_head": 1900},
    }
    return {"meta": {"status": "sample"}, "courses": [{**course, **changed}]}


def a_course(provider: Organisation, by: User, at: datetime, **changed: Any) -> Course:
    (course,) = import_courses(
        package=a_course_package(**changed),
        providers={"training_company": provider},
        by=by,
        at=at,
    )
    return course


def a_group(course: Course, by: User, at: datetime, *, seats: int = 6) -> CourseGroup:
    """Open a group of two mornings of four hours, a week from now."""
    first = (at + timedelta(days=7)).replace(hour=7, minute=0)
    starts = (first, first + timedelta(days=1))
    return open_group(
        course=course,
        municipality_code="0680",
        seats=seats,
        periods=[Period(start, start + timedelta(hours=4)) for start in starts],
        by=by,
        at=at,
    )
