"""The squares of a matrix in one pass: there may be thousands, and a template a square is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from kunnande.stages.supply.queries import Cell, Matrix, Row

_NONE = (
    '<td{}><span class="c c-none"><span aria-hidden="true">·</span>'
    '<span class="vh">{}</span></span></td>'
)
_SQUARE = '<td{}><a class="c c-{}" href="{}" aria-label="{}">{}</a></td>'
# Two numbers that no word contains, put in once and exchanged for the ids in every square.
_PERSON, _AREA = 9_007_199_254_740_881, 9_007_199_254_740_847


class Squares:
    """Writes squares; those that differ in nothing but whose they are share their words."""

    def __init__(self, matrix: Matrix, organisation_id: int) -> None:
        self.address = reverse("supply:cell", args=[organisation_id, _PERSON, _AREA])
        self.starts = matrix.family_starts
        self.written: dict[tuple[str, int, int, bool], tuple[str, str, str]] = {}

    def write_row(self, row: Row) -> SafeString:
        """Return the cells of one row, escaped."""
        person = str(row.person_id)
        parts: list[str] = []
        for cell in row.cells:
            before, between, after = self._around(cell)
            parts += (before, person, between, str(cell.area_id), after) if between else (before,)
        return SafeString("".join(parts))

    def _around(self, cell: Cell) -> tuple[str, str, str]:
        """Return what stands before, between and after the two ids of a square."""
        key = (cell.state, cell.held, cell.required, cell.area_id in self.starts)
        found = self.written.get(key)
        if found is None:
            before, _id, rest = self._square(cell, starts=key[-1]).partition(str(_PERSON))
            between, _id, after = rest.partition(str(_AREA))
            found = self.written[key] = (before, between, after)
        return found

    def _square(self, cell: Cell, *, starts: bool) -> str:
        edge = SafeString(' class="edge"') if starts else ""
        if cell.state == "none":
            return format_html(_NONE, edge, _("krävs inte"))
        return format_html(_SQUARE, edge, cell.tone, self.address, _words(cell), cell.characters)


def _words(cell: Cell) -> str:
    if cell.state == "met":
        return _("uppfyllt, nivå %(held)s") % {"held": cell.held}
    if cell.state == "soon":
        return _("nivå %(held)s, går snart ut") % {"held": cell.held}
    if cell.state == "remaining":
        levels = {"held": cell.held, "required": cell.required}
        return _("återstår, har nivå %(held)s av %(required)s") % levels
    return _("delas inte")
