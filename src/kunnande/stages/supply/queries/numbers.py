"""How many are needed and how many are there, area by area and role by role: numbers only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kunnande.stages.requirements.queries import list_roles
from kunnande.stages.supply.queries.matrix import WORKS_ALONE_LEVEL, get_matrix
from kunnande.stages.supply.queries.page import Selection
from kunnande.stages.supply.queries.redeploy import count_ready

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Organisation

_KNOWN = frozenset({"met", "soon", "remaining"})


@dataclass(frozen=True)
class Supply:
    """One area or one role; `counted` is of how many people what is present was counted.

    `ready` is how many others have already shown what it takes, where so many may be told.
    """

    name: str
    needed: int
    present: int
    counted: int
    holders: int
    area_id: int | None = None
    role_id: int | None = None
    ready: int = 0

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
    ready = count_ready(company, on=on)
    return [replace(one, ready=ready.roles.get(one.role_id or 0, 0)) for one in roles] + [
        replace(one, ready=ready.areas.get(one.area_id or 0, 0))
        for one in list_area_supplies(company, on=on)
    ]


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
