from __future__ import annotations

from typing import TYPE_CHECKING

from .delimited import read_delimited
from .values import (
    MAX_BYTES,
    MAX_TEXT,
    Refusal,
    Table,
    UnreadableTableError,
    refuse_beyond_limits,
)
from .workbooks import read_first_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_ZIP = b"PK"
_READERS: dict[str, Callable[[bytes], Iterable[Sequence[str]]]] = {
    "xlsx": read_first_sheet,
    "csv": read_delimited,
    "txt": read_delimited,
    "tsv": read_delimited,
}


def read_table(name: str, content: bytes) -> Table:
    r"""Return the table that a file holds.

    Parameters
    ----------
    name
        The file's name; what follows its last dot must fit what the file is: xlsx, csv, txt or tsv.
    content
        The whole file. Of a workbook the first sheet is read, its values and never its formulas.
        Other files are text in UTF-8, UTF-16 with its mark, or Windows-1252, divided by
        semicolons, commas or tabs.

    Returns
    -------
    Table
        The first row with text as heading, with at most MAX_COLUMNS cells, and at most MAX_ROWS
        rows. Dates are ISO 8601, whole numbers have no decimals, white space is single spaces.

    Raises
    ------
    UnreadableTableError
        Whatever the bytes are, this and nothing else; `refusal` says why.

    Examples
    --------
    >>> table = read_table("staff.csv", "Förnamn;Lag\nSiri;Skift 1\n".encode("cp1252"))
    >>> table.header, table.rows
    (('Förnamn', 'Lag'), ((2, ('Siri', 'Skift 1')),))
    """
    reader = _READERS.get(name.lower().rpartition(".")[2])
    if reader is None:
        raise UnreadableTableError(Refusal.UNKNOWN_FORMAT)
    if len(content) > MAX_BYTES:
        raise UnreadableTableError(Refusal.TOO_LARGE)
    if content.startswith(_ZIP) != (reader is read_first_sheet):
        raise UnreadableTableError(Refusal.NOT_WHAT_IT_IS_CALLED if content else Refusal.EMPTY)
    return _table_of(reader(content))


def _table_of(found: Iterable[Sequence[str]]) -> Table:
    rows: list[tuple[int, tuple[str, ...]]] = []
    widest = cells = 0
    for number, row in enumerate(found, start=1):
        kept = _tidy(row)
        if not kept:
            continue
        widest, cells = max(widest, len(kept)), cells + len(kept)
        refuse_beyond_limits(len(rows) + 1, widest, cells)
        rows.append((number, kept))
    if not rows:
        raise UnreadableTableError(Refusal.EMPTY)
    return Table(rows[0][1], tuple(rows[1:]))


def _tidy(row: Sequence[str]) -> tuple[str, ...]:
    """Return the cells with single spaces, up to the last that holds text."""
    cells = [" ".join(cell.split()) for cell in row]
    if max(map(len, cells), default=0) > MAX_TEXT:
        raise UnreadableTableError(Refusal.TOO_LONG_TEXT)
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
