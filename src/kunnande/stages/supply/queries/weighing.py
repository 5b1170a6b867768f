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
    from kunnande.stages.ledger.queries import Asked, Weighable
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
    asked = ask(area_id, demands, rule, on)
    return cell_for(asked, statements, is_sharing=is_sharing) if asked else not_asked(area_id)


def cell_for(asked: Asked, statements: Sequence[Weighable], *, is_sharing: bool) -> Cell:
    """Return the square for what is asked and what is shown."""
    held, is_met, lasts = weigh(asked, statements)
    if is_met:
        return Cell(asked.area_id, "met" if lasts else "soon", held, asked.level)
    # Where a person shares nothing, the company knows neither that it is met nor that it remains.
    return Cell(asked.area_id, "remaining" if is_sharing else "unshared", held, asked.level)


def not_asked(area_id: int) -> Cell:
    return Cell(area_id, "none", 0, 0)
