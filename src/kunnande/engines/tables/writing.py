from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST = 48
_NARROWEST = 4
# What a spreadsheet takes for the beginning of a formula when somebody edits the cell.
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """One sheet to write: its heading is bold and stays in sight together with `frozen_columns`."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    frozen_columns: int = 0


def write_workbook(sheets: Sequence[Sheet], *, created: datetime) -> bytes:
    """Return an Excel workbook (xlsx) of the sheets, in order.

    Texts are written as texts whatever they begin with, and never become formulas; numbers stay
    numbers. The same values and the same moment give the same bytes.

    Parameters
    ----------
    sheets
        At least one; names of at most 31 characters, each used once.
    created
        The moment the file says that it was made.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> sheet = Sheet("Roles", ["Role", "Needed"], [["=1+1", 2]])
    >>> write_workbook([sheet], created=datetime(2026, 3, 17, tzinfo=UTC))[:2]
    b'PK'
    """
    written = io.BytesIO()
    workbook = Workbook(written, {"in_memory": True})
    workbook.set_properties({"created": created.replace(tzinfo=None)})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    quoted = workbook.add_format({"quote_prefix": True})
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, bold, quoted)
    workbook.close()
    return written.getvalue()


def _write_sheet(page: Worksheet, sheet: Sheet, bold: Format, quoted: Format) -> None:
    for column, text in enumerate(sheet.header):
        page.write_string(0, column, text, bold)
        page.set_column(column, column, _width_of(sheet, column))
    for row, cells in enumerate(sheet.rows, start=1):
        for column, value in enumerate(cells):
            if isinstance(value, int):
                page.write_number(row, column, value)
            elif value.startswith(_FORMULA_BEGINS):
                page.write_string(row, column, value, quoted)
            elif value:
                page.write_string(row, column, value)
    page.freeze_panes(1, sheet.frozen_columns)


def _width_of(sheet: Sheet, column: int) -> int:
    texts = [str(row[column]) for row in sheet.rows[:500] if column < len(row)]
    longest = max(map(len, [*texts, *sheet.header[column].split()]), default=0)
    return max(_NARROWEST, min(_WIDEST, longest + 2))
