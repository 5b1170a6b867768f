"""One square: what an employer may see of somebody, against what is asked of them in an area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.framework.queries import USUAL
from kunnande.stages.ledger.queries import ask, weigh
from kunnande.stages.supply.queries.page import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kunnande.stages.framework.queries import Validity
    from kunnande.stages.ledger.queries import Asked, Weighable, Weighed
    from kunnande.stages.requirements.queries import Required


def cell_of(
    area_id: int,
    demands: Sequence[Required],
    statements: Sequence[Weighable],
    *,
    is_sharing: bool,
    on: date,
    rule: Validity = USUAL,
) -> Cell:
    """Weigh the statements an employer may see against everything required in one area."""
    squares = Squares(area_id, ask(area_id, demands, rule, on))
    return squares.find(statements, is_sharing=is_sharing)


class Squares:
    """What some roles ask in one area, and each square it comes to, made once.

    A page has tens of thousands of squares, and only a handful of different ones in an area.
    """

    def __init__(self, area_id: int, asked: Asked | None) -> None:
        self.area_id = area_id
        self._asked = asked
        self._made: tuple[dict[Weighed, Cell], dict[Weighed, Cell]] = ({}, {})
        self._not_asked = Cell(area_id, "none", 0, 0)

    def find(self, statements: Sequence[Weighable], *, is_sharing: bool) -> Cell:
        """Return the square of somebody who has shown this."""
        asked = self._asked
        if asked is None:
            return self._not_asked
        weighed = weigh(asked, statements)
        made = self._made[is_sharing]
        if weighed not in made:
            made[weighed] = _square(asked, weighed, is_sharing=is_sharing)
        return made[weighed]


def _square(asked: Asked, weighed: Weighed, *, is_sharing: bool) -> Cell:
    held, is_met, lasts = weighed
    if is_met:
        return Cell(asked.area_id, "met" if lasts else "soon", held, asked.level)
    # Where a person shares nothing, the company knows neither that it is met nor that it remains.
    return Cell(asked.area_id, "remaining" if is_sharing else "unshared", held, asked.level)
