"""Who is counted in each cell of the month's numbers: for the release alone, shown to nobody."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kunnande.engines.disclosure_control import Cell, Split
from kunnande.stages.development.models import (
    Enrolment,
    EnrolmentState,
    Measure,
    Plan,
    PlanState,
    PlanStep,
)
from kunnande.stages.development.queries.gaps import Gap, suggest
from kunnande.stages.framework.queries import USUAL, ProofKind, list_validity
from kunnande.stages.ledger.queries import ask, keep_counting, list_current, weigh
from kunnande.stages.parties.queries import OrganisationKind, list_organisations
from kunnande.stages.requirements.queries import list_holdings, list_requirements

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.ledger.queries import Asked, CurrentStatement
    from kunnande.stages.parties.queries import Organisation

    Tables = dict[tuple[str, str], set[int]]

_SHOWN_PLANS = (PlanState.PROPOSED, PlanState.AGREED)


def list_cells(*, on: date) -> dict[Cell, Split]:
    """Return everybody who holds a role, by what is counted and in which part.

    Somebody employed at two companies is counted at the one registered first, so that the parts
    of a table never overlap.
    """
    people: dict[str, set[int]] = defaultdict(set)
    counted: Tables = defaultdict(set)
    seen: set[int] = set()
    for company in sorted(list_organisations(OrganisationKind.COMPANY), key=lambda one: one.pk):
        staff = {held.person_id for held in list_holdings(company.pk, on=on)} - seen
        seen |= staff
        people[company.municipality_code] |= staff
        people[str(company.pk)] |= staff
        for (table, part), who in _count(company, staff, on).items():
            counted[table, part] |= who
    return {
        Cell(table, part): Split(frozenset(who), frozenset(people[part] - who))
        for (table, part), who in counted.items()
        if part
    }


def _count(company: Organisation, staff: set[int], on: date) -> Tables:
    gaps, shown = _weigh(company.pk, staff, on)
    tables: Tables = defaultdict(set)
    here, there = str(company.pk), company.municipality_code
    for person_id, area_id in shown:
        tables[f"{Measure.SHOWN}:{area_id}", here].add(person_id)
    for person_id, gap in gaps:
        tables[f"{Measure.REMAINING}:{gap.area_id}", here].add(person_id)
    agreed = Plan.objects.filter(company=company, state=PlanState.AGREED, person_id__in=staff)
    tables[Measure.PLANNED, here].update(agreed.values_list("person_id", flat=True))
    seats = Enrolment.objects.filter(person_id__in=staff).exclude(state=EnrolmentState.CANCELLED)
    taken = set(seats.values_list("person_id", "group__course_id"))
    taught = seats.filter(state=EnrolmentState.COMPLETED)
    tables[Measure.TAUGHT, here].update(taught.values_list("person_id", flat=True))
    for person_id, course_id in _wishes(company, gaps, staff) - taken:
        tables[f"{Measure.DEMAND}:{course_id}", there].add(person_id)
    return tables


def _wishes(
    company: Organisation, gaps: list[tuple[int, Gap]], staff: set[int]
) -> set[tuple[int, int]]:
    """Return who would take which course: as their shown plan says, else the shortest that fits."""
    steps = PlanStep.objects.filter(
        plan__company=company, plan__state__in=_SHOWN_PLANS, plan__person_id__in=staff
    )
    planned = list(steps.values_list("plan__person_id", "area_version__area_id", "course_id"))
    settled = {(person_id, area_id) for person_id, area_id, _ in planned}
    open_gaps = [(who, gap) for who, gap in gaps if (who, gap.area_id) not in settled]
    suggested = zip(open_gaps, suggest(gap for _, gap in open_gaps), strict=True)
    return {(person_id, course_id) for person_id, _, course_id in planned if course_id} | {
        (person_id, one.course_id) for (person_id, _), one in suggested if one.course_id
    }


def _weigh(
    company_id: int, staff: set[int], on: date
) -> tuple[list[tuple[int, Gap]], list[tuple[int, int]]]:
    """Return what remains for whom, and who has shown which area, of what has been talked about."""
    roles, demands = defaultdict(set), defaultdict(list)
    for held in list_holdings(company_id, on=on):
        roles[held.person_id].add(held.role_id)
    for one in list_requirements(company_id):
        demands[one.area_id].append(one)
    rules = list_validity(demands, on)
    statements = _statements(staff, on)
    gaps, shown = [], []
    for person_id in sorted(staff):
        for area_id, required in demands.items():
            own = [one for one in required if one.role_id in roles[person_id]]
            asked = ask(area_id, own, rules.get(area_id, USUAL), on)
            having = statements[person_id, area_id]
            if asked and weigh(asked, having).is_met:
                shown.append((person_id, area_id))
            elif asked:
                gaps.append((person_id, _gap(asked, having)))
    return gaps, shown


def _statements(staff: set[int], on: date) -> dict[tuple[int, int], list[CurrentStatement]]:
    found: dict[tuple[int, int], list[CurrentStatement]] = defaultdict(list)
    for one in keep_counting(list_current(staff, on=on), on):
        if one.is_released and one.kind != ProofKind.SELF_RATED:
            found[one.person_id, one.area_id].append(one)
    return found


def _gap(asked: Asked, having: list[CurrentStatement]) -> Gap:
    level = max((one.level for one in having), default=0)
    return Gap(
        area_id=asked.area_id,
        area_version_id=0,
        name="",
        required_level=asked.level,
        shown_level=level,
        accepted_kinds=asked.accepted,
        why="level" if level < asked.level else "kind",
    )
