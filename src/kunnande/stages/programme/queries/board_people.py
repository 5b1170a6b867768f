"""Who is behind a figure of the steering page: one measure of one part of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.programme.queries.measures import BoardMeasure, conditions_of

if TYPE_CHECKING:
    from kunnande.stages.programme.queries.board import Board, BoardRow
    from kunnande.stages.programme.queries.facts import Fact


@dataclass(frozen=True)
class Counted:
    """A figure and everybody in it, in the order they began."""

    row: BoardRow
    measure: BoardMeasure
    people: tuple[Fact, ...]


def find_counted(board: Board, part: str, measure: str) -> Counted | None:
    """Return who is behind a figure; nothing where the page has no such row or column."""
    row = next((one for one in board.rows if one.part == part), None)
    if row is None or measure not in BoardMeasure.values:
        return None
    asked = BoardMeasure(measure)
    counts = conditions_of(board.on, board.months_of)[asked]
    return Counted(row, asked, tuple(filter(counts, row.facts)))
