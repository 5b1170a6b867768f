"""The matrix for a screen that everybody passes: numbers by area, and nobody in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kunnande.stages.supply.queries.page import Matrix

# Fewer than this in an area, and a number would tell about somebody.
FEWEST = 5


class BoardRow(NamedTuple):
    """One area: how many work alone against how many are needed; None where too few are asked."""

    area_id: int
    name: str
    family: str
    can_alone: int | None
    needed: int


def list_board(matrix: Matrix) -> list[BoardRow]:
    """Return the areas with their numbers, which are hidden where fewer than five are asked."""
    rows = []
    for place, column in enumerate(matrix.columns):
        asked = sum(row.cells[place].required > 0 for row in matrix.rows)
        shown = column.can_alone if asked >= FEWEST else None
        rows.append(BoardRow(column.area_id, column.name, column.family, shown, column.needed))
    return rows
