"""How many are needed and how many are there, area by area and role by role: numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.requirements.queries import list_roles
from kunnande.stages.supply.queries.matrix import WORKS_ALONE_LEVEL, get_matrix
from kunnande.stages.supply.queries.page import Selection

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Organisation

_KNOWN = frozenset({"met", "soon", "remaining"})


@dataclass(frozen=True)
class Supply:
    """One area or one role; `counted` is of how many people what is present was counted."""

    name: str
    needed: int
    present: int
    counted: int
    holders: int
    area_id: int | None = None
    role_id: int | None = None

    @property
    def is_short(self) -> bool:
        return self.present < self.needed


def list_supplies(company: Organisation, *, on: date) -> list[Supply]:
    """Return the roles, then the areas, of a company: as many as its own matrix may count."""
    roles = [
        Supply(role.name, role.people_needed, role.holders, role.holders, role.holders,
               role_id=role.id)
        for role in list_roles(company.pk, on)
    ]  # fmt: skip
    return roles + list_area_supplies(company, on=on)


def list_area_supplies(company: Organisation, *, on: date) -> list[Supply]:
    matrix = get_matrix(company, Selection(), on=on)
    supplies = []
    for place, column in enumerate(matrix.columns):
        cells = [row.cells[place] for row in matrix.rows]
        known = [cell for cell in cells if cell.state in _KNOWN]
        supplies.append(
            Supply(
                name=column.name,
                needed=column.needed,
                present=sum(cell.held >= WORKS_ALONE_LEVEL for cell in known),
                counted=len(known),
                holders=sum(cell.state != "none" for cell in cells),
                area_id=column.area_id,
            )
        )
    return supplies
