"""A file of costs comes in, row by row, each with what can not be read of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kunnande.engines.tables import UnreadableTableError, read_table
from kunnande.stages.programme.queries.costs import Cost, CostRefused
from kunnande.stages.programme.queries.grants import list_partners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.programme.models import Programme

# Column by column: what it is called in Swedish and in English.
COLUMNS = {
    "line": ("budgetrad", "budget line"),
    "on": ("datum", "date"),
    "words": ("vad", "what"),
    "evidence": ("underlag", "evidence"),
    "kronor": ("kronor", "sek"),
    "staff": ("anställningsnummer", "staff number"),
    "hours": ("timmar", "hours"),
    "partner": ("partner", "partner"),
}
_NEEDED = ("line", "on", "words", "evidence")
_LONGEST = {"words": 200, "evidence": 300, "staff": 40}
_MOST = Decimal(1_000_000_000)


class _UnreadCellError(ValueError):
    """A cell holds what its column does not take."""


def read_costs(
    programme: Programme, file_name: str, content: bytes
) -> tuple[list[Cost], list[CostRefused]]:
    """Return every cost of a file, and every row that can not be read with why."""
    try:
        table = read_table(file_name, content)
    except UnreadableTableError:
        rule = _("filen går inte att läsa; spara den som .xlsx eller .csv, högst 5 MB")
        return [], [CostRefused(1, rule)]
    places = _places(table.header)
    missing = [COLUMNS[name][0] for name in _NEEDED if name not in places]
    if missing:
        rule = _("kolumner saknas: %(names)s") % {"names": ", ".join(missing)}
        return [], [CostRefused(1, rule)]
    if not table.rows:
        return [], [CostRefused(1, _("filen har rubriker men inga rader"))]
    partners = {
        one.organisation_number: one
        for one in [programme.owner, *(p.organisation for p in list_partners(programme))]
    }
    costs, problems = [], []
    for row, cells in table.rows:
        told = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        try:
            costs.append(_cost(row, told, partners))
        except _UnreadCellError as error:
            problems.append(CostRefused(row, str(error)))
    return costs, problems


def _places(header: Sequence[str]) -> dict[str, int]:
    called = {title.strip().lower(): place for place, title in enumerate(header)}
    return {
        name: called[title]
        for name, titles in COLUMNS.items()
        for title in titles
        if title in called
    }


def _cost(row: int, told: Mapping[str, str], partners: Mapping[str, Organisation]) -> Cost:
    for name, most in _LONGEST.items():
        if len(told.get(name, "")) > most:
            raise _UnreadCellError(_("texten är längre än %(most)d tecken") % {"most": most})
    kronor, hours = (_number(told.get(name, "")) for name in ("kronor", "hours"))
    return Cost(
        line_code=told["line"],
        on=_day(told["on"]),
        words=told["words"],
        evidence=told["evidence"],
        amount_ore=None if kronor is None else _whole(kronor * 100),
        staff=told.get("staff", ""),
        minutes=None if hours is None else _whole(hours * 60),
        partner=_partner(told.get("partner", ""), partners),
        row=row,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        msg = _("datumet %(text)s skrivs som 2026-12-31") % {"text": text}
        raise _UnreadCellError(msg) from error


def _number(text: str) -> Decimal | None:
    bare = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
    if not bare:
        return None
    try:
        number = Decimal(bare)
    except InvalidOperation as error:
        raise _UnreadCellError(_("%(text)s är inget tal") % {"text": text}) from error
    if not number.is_finite() or abs(number) > _MOST:
        raise _UnreadCellError(_("%(text)s är inget tal") % {"text": text})
    return number


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise _UnreadCellError(_("beloppet har hela ören, och tiden hela minuter"))
    return int(number)


def _partner(text: str, partners: Mapping[str, Organisation]) -> Organisation | None:
    if not text:
        return None
    found = partners.get(text.replace("-", ""))
    if found is None:
        raise _UnreadCellError(_("%(text)s är inte med i programmet") % {"text": text})
    return found
