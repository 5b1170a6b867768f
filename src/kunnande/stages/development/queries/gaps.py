"""What a role asks of somebody and they have not shown, and what could close it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.development.models import CourseArea, Means
from kunnande.stages.framework.queries import (
    USUAL,
    ProofKind,
    list_latest_versions,
    list_validity,
    localised,
)
from kunnande.stages.ledger.queries import ask, keep_counting, list_current, weigh
from kunnande.stages.requirements.queries import (
    DeviationKind,
    list_deviations,
    list_holdings,
    list_requirements,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kunnande.stages.development.models import Course
    from kunnande.stages.ledger.queries import Asked, CurrentStatement
    from kunnande.stages.requirements.queries import Required

_TESTED = frozenset({ProofKind.THEORY_TESTED})


@dataclass(frozen=True)
class Gap:
    """One area a person's roles ask for: what is asked, what is shown, and why it remains.

    `why` is nothing (nothing shown), level (shown, but lower), kind (shown in a way the role does
    not count), age (shown too long ago) or withdrawn (shown, and not used for a while).
    """

    area_id: int
    area_version_id: int
    name: str
    required_level: int
    shown_level: int
    accepted_kinds: frozenset[str]
    why: str


@dataclass(frozen=True)
class Suggestion:
    """What could close a gap: a course, practice at work, or only showing it in another way."""

    gap: Gap
    means: str
    course_id: int | None = None


def list_gaps(person_id: int, company_id: int, *, on: date) -> list[Gap]:
    """Return what a person's roles at a company ask for and they have not shown, for themselves.

    Everything the person has shown counts here, shared or not: the answer is theirs to read.
    What the company exempts them from is no gap.
    """
    deviating = {
        standing.area_id: standing.kind
        for standing in list_deviations(company_id, on=on, people=[person_id])
    }
    demands = _demands_on(person_id, company_id, deviating, on)
    rules = list_validity(demands, on)
    versions = list_latest_versions(demands)
    shown = _shown_by_area(person_id, on)
    gaps = []
    for area_id, version in versions.items():
        asked = ask(area_id, demands[area_id], rules.get(area_id, USUAL), on)
        statements = shown.get(area_id, [])
        paused = area_id in deviating
        if asked and (paused or not weigh(asked, statements).is_met):
            gaps.append(
                Gap(
                    area_id=area_id,
                    area_version_id=version.pk,
                    name=localised(version, "name"),
                    required_level=asked.level,
                    shown_level=max((s.level for s in statements), default=0),
                    accepted_kinds=asked.accepted,
                    why=_why(asked, statements, is_paused=paused),
                )
            )
    return sorted(gaps, key=lambda gap: gap.name)


def suggest(gaps: Iterable[Gap]) -> list[Suggestion]:
    """Return one way to close each gap, the shortest: to show it, to take a course, to practise."""
    waiting = list(gaps)
    courses = _courses_by_area(gap.area_id for gap in waiting)
    return [_suggest_for(gap, courses.get(gap.area_id, ())) for gap in waiting]


def _demands_on(
    person_id: int, company_id: int, deviating: Mapping[int, str], on: date
) -> dict[int, list[Required]]:
    """Return what is asked by area, without what the company exempts the person from."""
    roles = {
        held.role_id for held in list_holdings(company_id, on=on) if held.person_id == person_id
    }
    demands = defaultdict(list)
    for required in list_requirements(company_id):
        exempt = deviating.get(required.area_id) == DeviationKind.EXEMPTION
        if required.role_id in roles and not exempt:
            demands[required.area_id].append(required)
    return demands


def _suggest_for(gap: Gap, courses: Sequence[CourseArea]) -> Suggestion:
    if gap.why in {"kind", "age", "withdrawn"}:
        return Suggestion(gap, _way_to_show(gap))
    fitting = [one for one in courses if one.highest_level > gap.shown_level]
    if not fitting:
        return Suggestion(gap, Means.PRACTICE)
    best = min(fitting, key=lambda one: _effort(one, gap))
    return Suggestion(gap, Means.COURSE, best.course_id)


def _way_to_show(gap: Gap) -> str:
    return Means.TEST if gap.accepted_kinds & _TESTED else Means.ASSESSMENT


def _effort(raised: CourseArea, gap: Gap) -> tuple[bool, float, int]:
    """Rank a course: first those that lead all the way, then the shortest."""
    course: Course = raised.course
    return raised.highest_level < gap.required_level, float(course.hours), course.pk


def _why(asked: Asked, statements: Sequence[CurrentStatement], *, is_paused: bool) -> str:
    enough = [s for s in statements if s.level >= asked.level]
    if not statements:
        return "nothing"
    if not enough:
        return "level"
    if is_paused and weigh(asked, statements).is_met:
        return "withdrawn"
    return "age" if any(s.kind in asked.accepted for s in enough) else "kind"


def _shown_by_area(person_id: int, on: date) -> dict[int, list[CurrentStatement]]:
    shown: dict[int, list[CurrentStatement]] = defaultdict(list)
    for statement in keep_counting(list_current([person_id], on=on), on):
        if statement.kind != ProofKind.SELF_RATED:
            shown[statement.area_id].append(statement)
    return shown


def _courses_by_area(area_ids: Iterable[int]) -> dict[int, list[CourseArea]]:
    by_area: dict[int, list[CourseArea]] = defaultdict(list)
    offered = CourseArea.objects.filter(area_id__in=set(area_ids), course__is_offered=True)
    for raised in offered.select_related("course").order_by("pk"):
        by_area[raised.area_id].append(raised)
    return by_area
