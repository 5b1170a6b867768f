"""Read the tables people keep in Excel and CSV files, and write workbooks. Bytes and values."""

from .reading import read_table
from .values import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Refusal,
    Table,
    UnreadableTableError,
)
from .writing import Sheet, write_workbook

__all__ = [
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "MAX_TEXT",
    "Refusal",
    "Sheet",
    "Table",
    "UnreadableTableError",
    "read_table",
    "write_workbook",
]
