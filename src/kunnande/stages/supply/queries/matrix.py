from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.disclosure.queries import list_people_who_share
from kunnande.stages.framework.queries import (
    USUAL,
    list_latest_versions,
    list_validity,
    localised,
)
from kunnande.stages.ledger.queries import ask, keep_counting, list_disclosed_levels
from kunnande.stages.parties.queries import list_staff
from kunnande.stages.requirements.queries import (
    PlacedAt,
    list_holdings,
    list_needed_roles,
    list_requirements,
)
from kunnande.stages.supply.queries.page import Choices, Column, Matrix, Row, Selection, Team
from kunnande.stages.supply.queries.said import Said, get_said
from kunnande.stages.supply.queries.settings import get_level_words
from kunnande.stages.supply.queries.weighing import Squares

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kunnande.stages.framework.queries import Validity
    from kunnande.stages.ledger.queries import DisclosedLevel
    from kunnande.stages.parties.queries import Organisation, StaffRow
    from kunnande.stages.requirements.queries import HeldRole, NeededRole, Required

WORKS_ALONE_LEVEL = 3


@dataclass(frozen=True)
class _Area:
    id: int
    code: str
    name: str
    family: str


@dataclass(frozen=True)
class _Known:
    """Everything a page of cells is computed from, read once."""

    held: Mapping[int, Sequence[HeldRole]]
    needed: Mapping[int, int]
    required: Mapping[int, Mapping[int, Required]]
    shown: Mapping[int, Mapping[int, Sequence[DisclosedLevel]]]
    sharing: frozenset[int]
    said: Said
    rules: Mapping[int, Validity]
    on: date


def get_matrix(organisation: Organisation, selection: Selection, *, on: date) -> Matrix:
    """Return who can what at a company, as far as the company may see."""
    roles = list_needed_roles(organisation.pk)
    held = _held_roles(organisation, selection, on)
    staff = list_staff(organisation, on=on)
    said = get_said(organisation, held, on=on)
    employees = [
        employee
        for employee in staff
        if employee.person_id in held and _is_selected(employee, selection, said)
    ]
    people = [employee.person_id for employee in employees]
    required = _requirements_by_role(organisation)
    areas = _areas_of(required)
    known = _Known(
        held=held,
        needed={r.id: r.people_needed for r in roles if selection.role_id in {None, r.id}},
        required=required,
        shown=_statements_by_person_and_area(organisation, people, on),
        sharing=list_people_who_share(organisation.pk, people, on=on),
        said=said,
        rules=list_validity((area.id for area in areas), on),
        on=on,
    )
    columns = _of_selection(areas, selection, known)
    asked_of: dict[tuple[int, ...], list[Squares]] = {}
    rows = [_row(employee, columns, known, asked_of) for employee in employees]
    rows = [row for row in rows if _has_state(row, selection.state)]
    # What the company needs says nothing about one team of it.
    needs = {} if selection.is_part else _needs(known)
    choices = _choices(staff, roles, areas, said)
    signs = get_level_words(organisation.pk).signs
    return Matrix(_columns(columns, rows, needs), _teams(rows), on, choices, signs)


def _is_selected(employee: StaffRow, selection: Selection, said: Said) -> bool:
    placed = said.placed.get(employee.person_id, PlacedAt())
    return (
        selection.team in {"", employee.team}
        and selection.shift in {"", placed.shift}
        and selection.site in {"", placed.site}
    )


def _choices(
    staff: Sequence[StaffRow],
    roles: tuple[NeededRole, ...],
    areas: Iterable[_Area],
    said: Said,
) -> Choices:
    here = {employee.person_id for employee in staff}
    placed = [place for person, place in said.placed.items() if person in here]
    return Choices(
        teams=tuple(sorted({employee.team for employee in staff} - {""})),
        shifts=tuple(sorted({place.shift for place in placed} - {""})),
        sites=tuple(sorted({place.site for place in placed} - {""})),
        roles=roles,
        families=tuple(dict.fromkeys(area.family for area in areas if area.family)),
    )


def _held_roles(
    organisation: Organisation, selection: Selection, on: date
) -> dict[int, list[HeldRole]]:
    held: dict[int, list[HeldRole]] = defaultdict(list)
    for holding in list_holdings(organisation.pk, on=on):
        if selection.role_id in {None, holding.role_id}:
            held[holding.person_id].append(holding)
    return held


def _requirements_by_role(organisation: Organisation) -> dict[int, dict[int, Required]]:
    by_role: dict[int, dict[int, Required]] = defaultdict(dict)
    for required in list_requirements(organisation.pk):
        by_role[required.role_id][required.area_id] = required
    return by_role


def _statements_by_person_and_area(
    organisation: Organisation, people: Iterable[int], on: date
) -> dict[int, dict[int, list[DisclosedLevel]]]:
    shown: dict[int, dict[int, list[DisclosedLevel]]] = {}
    for statement in keep_counting(list_disclosed_levels(organisation.pk, people, on=on), on):
        of_person = shown.setdefault(statement.person_id, {})
        of_person.setdefault(statement.area_id, []).append(statement)
    return shown


def _areas_of(required: Mapping[int, Mapping[int, Required]]) -> list[_Area]:
    """Return every area the company's roles require, family by family."""
    versions = list_latest_versions({area_id for asked in required.values() for area_id in asked})
    named = [
        _Area(a, v.area.code, localised(v, "name"), localised(v.area, "family"))
        for a, v in versions.items()
    ]
    first_of: dict[str, str] = {}
    for area in sorted(named, key=lambda area: area.code):
        first_of.setdefault(area.family, area.code)
    return sorted(named, key=lambda area: (first_of[area.family], area.code))


def _of_selection(areas: Iterable[_Area], selection: Selection, known: _Known) -> list[_Area]:
    asked = {area_id for role_id in known.needed for area_id in known.required.get(role_id, {})}
    return [a for a in areas if a.id in asked and selection.family in {"", a.family}]


def _needs(known: _Known) -> dict[int, int]:
    needs: dict[int, int] = defaultdict(int)
    for role_id, people in known.needed.items():
        for area_id in known.required.get(role_id, {}):
            needs[area_id] += people
    return needs


def _row(
    employee: StaffRow,
    areas: Sequence[_Area],
    known: _Known,
    asked_of: dict[tuple[int, ...], list[Squares]],
) -> Row:
    """Return one person's squares; what their roles ask together is worked out once."""
    person_id = employee.person_id
    holdings = known.held[person_id]
    roles = tuple(holding.role_id for holding in holdings)
    if roles not in asked_of:
        by_role = [known.required.get(role_id, {}) for role_id in roles]
        asked_of[roles] = [_asked_by(by_role, area, known) for area in areas]
    shares = person_id in known.sharing
    shown = known.shown.get(person_id, {})
    cells = [
        squares.find(shown.get(squares.area_id, ()), is_sharing=shares)
        for squares in asked_of[roles]
    ]
    names = tuple(holding.role_name for holding in holdings)
    placed = known.said.placed.get(person_id, PlacedAt())
    put = tuple(known.said.put(person_id, cells))
    return Row(person_id, employee.name, employee.team, names, put, placed.shift, placed.site)


def _asked_by(by_role: Sequence[Mapping[int, Required]], area: _Area, known: _Known) -> Squares:
    demands = [role[area.id] for role in by_role if area.id in role]
    return Squares(area.id, ask(area.id, demands, known.rules.get(area.id, USUAL), known.on))


def _has_state(row: Row, state: str) -> bool:
    return not state or any(state in {cell.state, cell.mark} for cell in row.cells)


def _columns(
    areas: Sequence[_Area], rows: Sequence[Row], needs: Mapping[int, int]
) -> tuple[Column, ...]:
    columns = []
    for place, area in enumerate(areas):
        cells = [row.cells[place] for row in rows]
        states = Counter([cell.state for cell in cells])
        columns.append(
            Column(
                area_id=area.id,
                code=area.code,
                name=area.name,
                family=area.family,
                can_alone=sum([cell.held >= WORKS_ALONE_LEVEL for cell in cells]),
                needed=needs.get(area.id, 0),
                met=states["met"] + states["soon"],
                remaining=states["remaining"] + states["withdrawn"],
            )
        )
    return tuple(columns)


def _teams(rows: Sequence[Row]) -> tuple[Team, ...]:
    names = sorted({row.team for row in rows})
    return tuple(Team(name, tuple(row for row in rows if row.team == name)) for name in names)
