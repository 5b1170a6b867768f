"""Courses and groups for tests, made through the real services."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kunnande.stages.development.queries.gaps import list_gaps
from kunnande.stages.development.services import Period, draft_plan, import_courses, open_group
from kunnande.stages.framework.queries import find_area_version, list_areas
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.ledger.services import Proof, state_competence
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.requirements.services import assign_role, create_role, set_requirement

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.development.models import Course, CourseGroup, Plan
    from kunnande.stages.development.queries.gaps import Gap
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


class Workplace:
    """A company with one role that asks for IT07 and IT08, and somebody who holds it."""

    def __init__(self) -> None:
        a_published_version()
        self.company = an_organisation()
        self.employer = a_member(self.company, Role.EMPLOYER)
        self.person = an_employee(self.company)
        self.user = an_account(self.person)
        acting: dict[str, Any] = {"by": self.employer, "at": NOON}
        role = create_role(organisation=self.company, name="Operatör", people_needed=1, **acting)
        self.areas = {area.code: area for area in list_areas()}
        for code in ("IT07", "IT08"):
            set_requirement(
                role=role,
                area_id=self.areas[code].pk,
                level=2,
                accepted_kinds=("theory_tested",),
                importance=3,
                **acting,
            )
        assign_role(role=role, person=self.person, from_on=TODAY, **acting)

    def show(self, code: str, level: int, kind: str = "theory_tested") -> None:
        version = find_area_version(code)
        assert version
        state_competence(
            person=self.person,
            area_version_id=version.pk,
            level=level,
            proof=Proof(kind=kind, source=f"test:{code}:{level}:{kind}"),
            by=a_service_user(),
            at=NOON,
        )

    def gaps(self) -> list[Gap]:
        return list_gaps(self.person.pk, self.company.pk, on=TODAY)

    def draft(self) -> Plan:
        return draft_plan(person=self.person, company=self.company, by=self.user, at=NOON)
