"""The rows of a matrix in one pass: squares are tens of thousands, and a template each is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kunnande.stages.supply.queries import Cell, Matrix, Row, Team

_TEAM = '<tr class="team"><th scope="rowgroup" colspan="{}">{}</th></tr>\n'
_ROW = (
    '<tr><th scope="row" class="who">{}<small>{}</small></th>\n{}\n<td class="sum">{}</td></tr>\n'
)
_NONE = (
    '<td{}><span class="c c-none"><span aria-hidden="true">·</span>'
    '<span class="vh">{}</span></span></td>'
)
_SQUARE = '<td{}><a class="c c-{}" href="{}" aria-label="{}">{}</a></td>'
# Numbers that no word contains: a person is put in for each row, an area for each square written.
_PERSON, _AREA = 9_007_199_254_740_881, 9_007_199_254_740_847


def write_rows(matrix: Matrix, organisation_id: int) -> Iterator[str]:
    """Give the rows of the table team by team, escaped."""
    squares, done = _Squares(matrix, organisation_id), _("%(met)s av %(required)s")
    for team in matrix.teams:
        yield "<tbody>\n"
        if team.name:
            yield format_html(_TEAM, len(matrix.columns) + 2, _counted(team))
        for row in team.rows:
            yield _write(row, squares, done)
        yield "</tbody>\n"


def _counted(team: Team) -> str:
    words = ngettext("%(name)s, %(people)s person", "%(name)s, %(people)s personer", len(team.rows))
    return words % {"name": team.name, "people": len(team.rows)}


def _write(row: Row, squares: _Squares, done: str) -> str:
    written = "".join(map(squares.__getitem__, row.cells))
    sums = {"met": row.met, "required": row.required}
    return _ROW.format(
        escape(row.name),
        escape(", ".join(row.roles)),
        written.replace(str(_PERSON), str(row.person_id)),
        escape(done % sums) if row.required else "–",
    )


class _Squares(dict["Cell", str]):
    """Each cell as it is written, once, with a stand-in for the person."""

    def __init__(self, matrix: Matrix, organisation_id: int) -> None:
        super().__init__()
        self.starts, self.signs = matrix.family_starts, matrix.signs
        self.address = reverse("supply:cell", args=[organisation_id, _PERSON, _AREA])

    def __missing__(self, cell: Cell) -> str:
        written = self[cell] = self._write(cell)
        return written

    def _write(self, cell: Cell) -> str:
        edge = SafeString(' class="edge"') if cell.area_id in self.starts else ""
        if cell.state == "none":
            return format_html(_NONE, edge, _("krävs inte"))
        address = self.address.replace(str(_AREA), str(cell.area_id))
        return format_html(
            _SQUARE, edge, cell.tone, address, _words(cell), cell.written(self.signs)
        )


def _words(cell: Cell) -> str:
    said = _state_in_words(cell)
    if cell.mark == "planned":
        return _("%(state)s, kurs planerad") % {"state": said}
    if cell.mark == "booked":
        return _("%(state)s, prov bokat") % {"state": said}
    return said


def _state_in_words(cell: Cell) -> str:
    if cell.state == "met":
        return _("uppfyllt, nivå %(held)s") % {"held": cell.held}
    if cell.state == "soon":
        return _("nivå %(held)s, går snart ut") % {"held": cell.held}
    if cell.state == "remaining":
        levels = {"held": cell.held, "required": cell.required}
        return _("återstår, har nivå %(held)s av %(required)s") % levels
    others = {"exempt": _("undantag"), "withdrawn": _("tillfälligt uppehåll")}
    return others.get(cell.state, _("delas inte"))
