from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kunnande.stages.cases.queries import CaseState, list_cases_in
from kunnande.stages.framework.queries import (
    get_pass_rule,
    list_areas_of,
    map_accepted_version_ids,
)
from kunnande.stages.itembank.queries import list_shortages
from kunnande.stages.ledger.queries import ProofKind, list_current
from kunnande.stages.parties.queries import Role
from kunnande.stages.testing.models import Sitting, SittingState
from kunnande.stages.testing.queries.forms import list_own_blueprints, list_remaining_areas
from kunnande.stages.testing.queries.terminations import attempts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.framework.queries import PassRule
    from kunnande.stages.parties.queries import Viewer

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Retake:
    """A decided case in which something remains, and the first day it may be tried again."""

    case: Case
    earliest_on: date


@dataclass(frozen=True)
class Ahead:
    """What the next test of a decided case will try: only what remains.

    `lacking` are the areas for which the bank has too few questions new to the person.
    """

    case: Case
    earliest_on: date
    area_version_ids: frozenset[int]
    lacking: frozenset[int]


def find_retake(case: Case, *, on: date) -> Retake | None:
    """Return when what remains of a decided case may be tried again, if anything remains."""
    retakes = _retakes([case], on) if case.state == CaseState.DECIDED else []
    return next(iter(retakes), None)


def look_ahead(case: Case, *, on: date) -> Ahead | None:
    """Return what the next test of a decided case will try, if anything remains."""
    retake = find_retake(case, on=on)
    if retake is None:
        return None
    for blueprint in list_own_blueprints(case, on=on):
        remaining = list_remaining_areas(case, blueprint, on=on)
        if remaining:
            shortages = list_shortages(
                blueprint, person_id=case.person_id, area_version_ids=remaining
            )
            lacking = frozenset(area.area_version_id for area in shortages)
            return Ahead(case, retake.earliest_on, remaining, lacking)
    return None


def list_retakes(viewer: Viewer, *, on: date) -> list[Retake]:
    """Return the retakes of those tested where the viewer is test leader, the first day first."""
    at_centres = set(
        Sitting.objects.filter(
            centre_id__in=viewer.organisations(Role.TEST_LEADER), state=SittingState.FINISHED
        ).values_list("case_id", flat=True)
    )
    decided = [case for case in list_cases_in(CaseState.DECIDED, viewer) if case.pk in at_centres]
    return sorted(_retakes(decided, on), key=lambda r: (r.earliest_on, r.case.person.sort_key))


def earliest_day(days: Sequence[date], rule: PassRule) -> date | None:
    """Return the first day a rule allows after the days already tested, in order."""
    if not days:
        return None
    waited = days[-1] + timedelta(days=rule.retake_after_days)
    if len(days) < rule.attempts_per_year:
        return waited
    return max(waited, days[-rule.attempts_per_year] + YEAR)


def _retakes(cases: Sequence[Case], on: date) -> list[Retake]:
    people = [case.person_id for case in cases]
    proved, days = _levels_proved(people, on), _days_tested(people)
    versions = {case.product_version_id for case in cases}
    rules = {version_id: get_pass_rule(version_id, on) for version_id in versions}
    wanted = {version_id: _wanted(version_id) for version_id in versions}
    retakes = []
    for case in cases:
        tested = days.get((case.person_id, case.product_version_id), [])
        earliest_on = earliest_day(tested, rules[case.product_version_id])
        levels = proved.get(case.person_id, {})
        if earliest_on and not all(
            any(levels.get(version, 0) >= level for version in accepted)
            for level, accepted in wanted[case.product_version_id]
        ):
            retakes.append(Retake(case, max(earliest_on, on)))
    return retakes


def _wanted(version_id: int) -> list[tuple[int, frozenset[int]]]:
    """Return the level of each area of a product, and the area versions that may show it."""
    areas = list_areas_of(version_id)
    accepted = map_accepted_version_ids(area.area_version_id for area in areas)
    return [(area.shown_level, accepted[area.area_version_id]) for area in areas]


def _levels_proved(people: Iterable[int], on: date) -> dict[int, dict[int, int]]:
    """Return the highest level a theory test has shown, by person and area version."""
    levels: dict[int, dict[int, int]] = defaultdict(dict)
    for statement in list_current(people, on=on):
        if statement.kind == ProofKind.THEORY_TESTED:
            of_person = levels[statement.person_id]
            shown = of_person.get(statement.area_version_id, 0)
            of_person[statement.area_version_id] = max(shown, statement.level)
    return levels


def _days_tested(people: Iterable[int]) -> dict[tuple[int, int], list[date]]:
    """Return the days of used attempts in order, by person and product version."""
    days: dict[tuple[int, int], list[date]] = defaultdict(list)
    used = Sitting.objects.filter(attempts(), case__person_id__in=set(people))
    columns = ("case__person_id", "case__product_version_id", "takes_place_on")
    for person_id, version_id, day in used.order_by("takes_place_on").values_list(*columns):
        days[person_id, version_id].append(day)
    return days
