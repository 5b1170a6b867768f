from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_PARTS = 500
MAX_ROWS = 10_000
MAX_COLUMNS = 60
# Not rows times columns: one text of a workbook may stand in every cell, and is copied to each.
MAX_CELLS = 300_000
MAX_TEXT = 500


class Refusal(Enum):
    """Why a file is not read; the reader's words are found by these."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_LONG_TEXT = "too_long_text"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_WHAT_IT_IS_CALLED = "not_what_it_is_called"
    DAMAGED = "damaged"
    UNKNOWN_ENCODING = "unknown_encoding"


class UnreadableTableError(ValueError):
    """A file is not read, and nothing of it is used."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True)
class Table:
    """A heading and the rows under it, every cell as text.

    `rows` holds each row's number in the file, counted from 1 as a spreadsheet does, and its cells.
    Rows without text are left out; a row may be shorter or longer than the heading.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def refuse_beyond_limits(rows: int, columns: int, cells: int) -> None:
    """Raise UnreadableTableError where a table is larger than anybody's list of staff."""
    if columns > MAX_COLUMNS:
        raise UnreadableTableError(Refusal.TOO_MANY_COLUMNS)
    if rows > MAX_ROWS + 1:  # and the heading
        raise UnreadableTableError(Refusal.TOO_MANY_ROWS)
    if cells > MAX_CELLS:
        raise UnreadableTableError(Refusal.TOO_MANY_CELLS)
