from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.disclosure.queries import list_people_who_share
from kunnande.stages.framework.queries import (
    USUAL,
    add_months,
    list_counting_versions,
    list_latest_versions,
    list_validity,
    localised,
)
from kunnande.stages.ledger.queries import CurrentStatement, list_disclosed
from kunnande.stages.parties.queries import list_employees
from kunnande.stages.requirements.queries import list_holdings, list_requirements, list_roles
from kunnande.stages.supply.queries.page import Cell, Column, Matrix, Row, Selection, Team

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kunnande.stages.framework.queries import Validity
    from kunnande.stages.parties.queries import EmployeeRow, Organisation
    from kunnande.stages.requirements.queries import HeldRole, Required

ENDS_SOON_DAYS = USUAL.renewal_days
WORKS_ALONE_LEVEL = 3


@dataclass(frozen=True)
class _Area:
    id: int
    code: str
    name: str
    family: str


@dataclass(frozen=True)
class _Asked:
    """Everything that is asked of the holder of some roles in one area, put together."""

    area_id: int
    level: int
    accepted: frozenset[str]
    since: date | None
    soon: date


@dataclass(frozen=True)
class _Known:
    """Everything a page of cells is computed from, read once."""

    held: Mapping[int, Sequence[HeldRole]]
    needed: Mapping[int, int]
    required: Mapping[int, Mapping[int, Required]]
    shown: Mapping[tuple[int, int], Sequence[CurrentStatement]]
    sharing: frozenset[int]
    rules: Mapping[int, Validity]
    on: date


def get_matrix(organisation: Organisation, selection: Selection, *, on: date) -> Matrix:
    """Return who can what at a company, as far as the company may see."""
    held = _held_roles(organisation, selection, on)
    employees = [
        employee
        for employee in list_employees(organisation, on=on)
        if employee.person_id in held and selection.team in {"", employee.team}
    ]
    people = [employee.person_id for employee in employees]
    required = _requirements_by_role(organisation)
    known = _Known(
        held=held,
        needed=_people_needed(organisation, selection, on),
        required=required,
        shown=_statements_by_person_and_area(organisation, people, on),
        sharing=list_people_who_share(organisation.pk, people, on=on),
        rules=list_validity({area for asked in required.values() for area in asked}, on),
        on=on,
    )
    areas = [a for a in _areas_of(known) if selection.family in {"", a.family}]
    asked_of: dict[tuple[int, ...], list[_Asked | None]] = {}
    rows = [_row(employee, areas, known, asked_of) for employee in employees]
    rows = [row for row in rows if _has_state(row, selection.state)]
    # What the company needs says nothing about one team of it.
    needs = {} if selection.team or selection.state else _needs(known)
    return Matrix(_columns(areas, rows, needs), _teams(rows), on)


def cell_of(
    area_id: int,
    demands: Sequence[Required],
    statements: Sequence[CurrentStatement],
    *,
    is_sharing: bool,
    on: date,
    rule: Validity = USUAL,
) -> Cell:
    """Weigh the statements an employer may see against everything required in one area."""
    asked = _ask(area_id, demands, rule, on)
    return _weigh(asked, statements, is_sharing=is_sharing) if asked else _not_asked(area_id)


def recency_of(demands: Sequence[Required], rule: Validity) -> int | None:
    """Return how many months old a proof may be: the strictest demand, else the area's rule."""
    asked = [d.recency_months for d in demands if d.recency_months is not None]
    return min(asked, default=rule.recency_months)


def oldest_day(demands: Sequence[Required], rule: Validity, on: date) -> date | None:
    """Return the first day on which something shown is still recent; None when age is no matter."""
    months = recency_of(demands, rule)
    return add_months(on, -months) if months else None


def is_recent(statement: CurrentStatement, since: date | None) -> bool:
    return since is None or localdate(statement.stated_at) >= since


def _ask(area_id: int, demands: Sequence[Required], rule: Validity, on: date) -> _Asked | None:
    if not demands:
        return None
    level, accepted = _together(demands)
    soon = on + timedelta(days=rule.renewal_days)
    return _Asked(area_id, level, accepted, oldest_day(demands, rule, on), soon)


def _weigh(asked: _Asked, statements: Sequence[CurrentStatement], *, is_sharing: bool) -> Cell:
    level = asked.level
    counting = [s for s in statements if s.kind in asked.accepted and is_recent(s, asked.since)]
    held = max([s.level for s in counting]) if counting else 0
    if held >= level:
        ends = [s.valid_until for s in counting if s.level >= level]
        lasts = any(end is None or end > asked.soon for end in ends)
        return Cell(asked.area_id, "met" if lasts else "soon", held, level)
    # Where a person shares nothing, the company knows neither that it is met nor that it remains.
    return Cell(asked.area_id, "remaining" if is_sharing else "unshared", held, level)


def _not_asked(area_id: int) -> Cell:
    return Cell(area_id, "none", 0, 0)


def _together(demands: Sequence[Required]) -> tuple[int, frozenset[str]]:
    """Return the level that meets every demand on an area, and the kinds all of them accept."""
    if len(demands) == 1:
        return demands[0].level, demands[0].accepted_kinds
    accepted = frozenset.intersection(*(demand.accepted_kinds for demand in demands))
    return max(demand.level for demand in demands), accepted


def list_families(organisation: Organisation) -> list[str]:
    """Return the families of the areas a company's roles require, as they are headed."""
    versions = list_latest_versions(r.area_id for r in list_requirements(organisation.pk))
    areas = sorted((v.area for v in versions.values()), key=lambda area: area.code)
    return list(dict.fromkeys(name for area in areas if (name := localised(area, "family"))))


def keep_counting(statements: Iterable[CurrentStatement], on: date) -> list[CurrentStatement]:
    """Return the statements about versions of areas that the products of the day accept."""
    kept = list(statements)
    counting = list_counting_versions((s.area_id for s in kept), on)
    return [s for s in kept if s.area_version_id in counting.get(s.area_id, {s.area_version_id})]


def _held_roles(
    organisation: Organisation, selection: Selection, on: date
) -> dict[int, list[HeldRole]]:
    held: dict[int, list[HeldRole]] = defaultdict(list)
    for holding in list_holdings(organisation.pk, on=on):
        if selection.role_id in {None, holding.role_id}:
            held[holding.person_id].append(holding)
    return held


def _people_needed(organisation: Organisation, selection: Selection, on: date) -> dict[int, int]:
    return {
        role.id: role.people_needed
        for role in list_roles(organisation.pk, on)
        if selection.role_id in {None, role.id}
    }


def _requirements_by_role(organisation: Organisation) -> dict[int, dict[int, Required]]:
    by_role: dict[int, dict[int, Required]] = defaultdict(dict)
    for required in list_requirements(organisation.pk):
        by_role[required.role_id][required.area_id] = required
    return by_role


def _statements_by_person_and_area(
    organisation: Organisation, people: Iterable[int], on: date
) -> dict[tuple[int, int], list[CurrentStatement]]:
    shown: dict[tuple[int, int], list[CurrentStatement]] = defaultdict(list)
    for statement in keep_counting(list_disclosed(organisation.pk, people, on=on), on):
        shown[statement.person_id, statement.area_id].append(statement)
    return shown


def _areas_of(known: _Known) -> list[_Area]:
    ids = {area_id for role_id in known.needed for area_id in known.required.get(role_id, {})}
    versions = list_latest_versions(ids)
    named = [
        _Area(a, v.area.code, localised(v, "name"), localised(v.area, "family"))
        for a, v in versions.items()
    ]
    first_of: dict[str, str] = {}
    for area in sorted(named, key=lambda area: area.code):
        first_of.setdefault(area.family, area.code)
    return sorted(named, key=lambda area: (first_of[area.family], area.code))


def _needs(known: _Known) -> dict[int, int]:
    needs: dict[int, int] = defaultdict(int)
    for role_id, people in known.needed.items():
        for area_id in known.required.get(role_id, {}):
            needs[area_id] += people
    return needs


def _row(
    employee: EmployeeRow,
    areas: Sequence[_Area],
    known: _Known,
    asked_of: dict[tuple[int, ...], list[_Asked | None]],
) -> Row:
    """Return one person's squares; what their roles ask together is worked out once."""
    person_id = employee.person_id
    holdings = known.held[person_id]
    roles = tuple(holding.role_id for holding in holdings)
    if roles not in asked_of:
        by_role = [known.required.get(role_id, {}) for role_id in roles]
        asked_of[roles] = [_asked_by(by_role, area, known) for area in areas]
    shares = person_id in known.sharing
    cells = [
        _weigh(asked, known.shown.get((person_id, area.id), ()), is_sharing=shares)
        if asked
        else _not_asked(area.id)
        for area, asked in zip(areas, asked_of[roles], strict=True)
    ]
    names = tuple(holding.role_name for holding in holdings)
    return Row(person_id, employee.name, employee.team, names, tuple(cells))


def _asked_by(
    by_role: Sequence[Mapping[int, Required]], area: _Area, known: _Known
) -> _Asked | None:
    demands = [role[area.id] for role in by_role if area.id in role]
    return _ask(area.id, demands, known.rules.get(area.id, USUAL), known.on)


def _has_state(row: Row, state: str) -> bool:
    return not state or any(cell.state == state for cell in row.cells)


def _columns(
    areas: Sequence[_Area], rows: Sequence[Row], needs: Mapping[int, int]
) -> tuple[Column, ...]:
    columns = []
    for place, area in enumerate(areas):
        cells = [row.cells[place] for row in rows]
        columns.append(
            Column(
                area_id=area.id,
                code=area.code,
                name=area.name,
                family=area.family,
                can_alone=sum(cell.held >= WORKS_ALONE_LEVEL for cell in cells),
                needed=needs.get(area.id, 0),
                met=sum(cell.state in {"met", "soon"} for cell in cells),
                remaining=sum(cell.state == "remaining" for cell in cells),
            )
        )
    return tuple(columns)


def _teams(rows: Sequence[Row]) -> tuple[Team, ...]:
    names = sorted({row.team for row in rows})
    return tuple(Team(name, tuple(row for row in rows if row.team == name)) for name in names)
