"""What a company knows of its people beside what they have shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.booking.queries import list_booked_tests
from kunnande.stages.development.queries import list_planned_areas
from kunnande.stages.framework.queries import map_areas_of
from kunnande.stages.requirements.queries import (
    DeviationKind,
    list_deviations,
    list_placements,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.requirements.queries import PlacedAt
    from kunnande.stages.supply.queries.page import Cell

_STATES = {DeviationKind.EXEMPTION.value: "exempt", DeviationKind.WITHDRAWAL.value: "withdrawn"}
# What is met for long, or not asked, needs no course and no test.
_OPEN = frozenset({"remaining", "soon", "unshared", "withdrawn"})


@dataclass(frozen=True)
class Said:
    """Where people work, what they are excepted from, and what is planned or booked for them."""

    placed: Mapping[int, PlacedAt]
    deviating: Mapping[int, Mapping[int, str]]
    marks: Mapping[int, Mapping[int, str]]

    def put(self, person_id: int, cells: list[Cell]) -> list[Cell]:
        """Return somebody's squares with what is said of them put in."""
        deviating = self.deviating.get(person_id)
        marks = self.marks.get(person_id)
        if deviating:
            cells = [_excepted(cell, deviating.get(cell.area_id, "")) for cell in cells]
        if marks:
            cells = [
                cell._replace(mark=marks[cell.area_id])
                if cell.area_id in marks and cell.state in _OPEN
                else cell
                for cell in cells
            ]
        return cells


def get_said(organisation: Organisation, people: Iterable[int], *, on: date) -> Said:
    """Read what is said of a company's people, in as many queries however many they are."""
    asked = frozenset(people)
    deviating: dict[int, dict[int, str]] = defaultdict(dict)
    for standing in list_deviations(organisation.pk, on=on):
        deviating[standing.person_id][standing.area_id] = standing.kind
    return Said(list_placements(organisation), deviating, _marks(organisation, asked, on))


def _marks(
    organisation: Organisation, people: frozenset[int], on: date
) -> dict[int, dict[int, str]]:
    marks: dict[int, dict[int, str]] = defaultdict(dict)
    for person_id, area_id in list_planned_areas(organisation.pk):
        if person_id in people:
            marks[person_id][area_id] = "planned"
    booked = list_booked_tests(organisation.pk, since=on)
    areas_of = map_areas_of({version_id for _person, version_id in booked})
    for person_id, version_id in booked:
        if person_id in people:
            marks[person_id].update(dict.fromkeys(areas_of.get(version_id, ()), "booked"))
    return marks


def _excepted(cell: Cell, kind: str) -> Cell:
    if not kind or cell.state == "none":
        return cell
    held = cell.held if kind == DeviationKind.EXEMPTION else 0
    return cell._replace(state=_STATES[kind], held=held)
