from __future__ import annotations

import re

from .values import (
    MAX_ROWS,
    MAX_TEXT,
    Refusal,
    UnreadableTableError,
    refuse_beyond_limits,
)

_HOLDERS = ("c", "si")
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_MAX_ELEMENTS = 4_000_000
# A place far down or to the right makes the reader fill everything before it.
_MAX_BLANK_ROWS = 2 * MAX_ROWS


class UncountableError(ValueError):
    """A cell says where it stands in no known way."""


class CellCounter:
    """Listens to a part of a workbook and refuses what would grow when it is read.

    The size of a sheet is decided by the last row and column that hold anything, and the size of
    a text by how many cells repeat it. Elements are known by name only: which parts are sheets is
    said elsewhere in the workbook, and a part that lies about it is counted all the same.
    """

    def __init__(self) -> None:
        self._elements = 0
        self._cells = 0
        self._row = 0
        self._column = 0
        self._is_new_cell = False
        self._holder = ""
        self._is_formula = False
        self._length = 0

    def refuse_doctype(self, *_declared: object) -> None:
        """Refuse what could make text of nothing."""
        raise UnreadableTableError(Refusal.DAMAGED)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins. Raises UnreadableTableError, UncountableError."""
        self._elements += 1
        if self._elements > _MAX_ELEMENTS:
            raise UnreadableTableError(Refusal.TOO_MANY_CELLS)
        kind = name.rpartition(":")[2]
        self._is_formula = kind == "f" and self._holder == "c"
        if kind == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif kind in _HOLDERS:
            self._holder, self._length = kind, 0
            self._is_new_cell = kind == "c"
            if kind == "c":
                self._place(attributes.get("r"))
        elif self._is_new_cell:
            self._count_cell()

    def end(self, name: str) -> None:
        """Hear that an element ends. Raises UnreadableTableError."""
        kind = name.rpartition(":")[2]
        self._is_formula = False
        if kind == self._holder:
            self._holder = ""
            if self._length > MAX_TEXT:
                raise UnreadableTableError(Refusal.TOO_LONG_TEXT)

    def text(self, data: str) -> None:
        """Hear text."""
        if self._holder and not self._is_formula:
            self._length += len(data)

    def _place(self, told: str | None) -> None:
        self._column += 1
        if told is None:
            return
        found = _PLACE.fullmatch(told)
        if found is None:
            raise UncountableError(told)
        column = 0
        for letter in found[1].upper():
            column = 26 * column + ord(letter) - 64
        self._column, self._row = column, int(found[2])

    def _count_cell(self) -> None:
        # Only a cell that holds something: whole columns are often formatted, and hold nothing.
        self._is_new_cell = False
        self._cells += 1
        if self._row > _MAX_BLANK_ROWS:
            raise UnreadableTableError(Refusal.TOO_MANY_ROWS)
        refuse_beyond_limits(0, self._column, self._cells)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise UncountableError(text)
    return int(text)
