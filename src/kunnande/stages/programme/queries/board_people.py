"""Who is behind a figure of the steering page: one measure of one part of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kunnande.stages.programme.queries.board import Board, BoardRow
    from kunnande.stages.programme.queries.facts import Fact


class BoardMeasure(TextChoices):
    """What of a part's people is counted."""

    PEOPLE = "people", _("Har börjat")
    INSIDE = "inside", _("Är med")
    LEFT = "left", _("Har slutat")
    VALIDATED = "validated", _("Validerade")
    CERTIFICATES = "certificates", _("Bevis")
    HOURS = "hours", _("Medfinansiering")


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
    return Counted(row, asked, tuple(filter(_tests(board)[asked], row.facts)))


def _tests(board: Board) -> Mapping[BoardMeasure, Callable[[Fact], bool]]:
    """Return what makes somebody count for each measure."""
    return {
        BoardMeasure.PEOPLE: lambda _fact: True,
        BoardMeasure.INSIDE: lambda fact: fact.left_on is None,
        BoardMeasure.LEFT: lambda fact: fact.left_on is not None,
        BoardMeasure.VALIDATED: lambda fact: fact.validated_by(board.on),
        BoardMeasure.CERTIFICATES: lambda fact: bool(fact.awarded_by(board.on)),
        BoardMeasure.HOURS: lambda fact: bool(board.months_of(fact)),
    }
