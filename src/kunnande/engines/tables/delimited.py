from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from .values import MAX_COLUMNS, Refusal, UnreadableTableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Ordered by how a Swedish Excel, an English one and a copied selection divide their cells.
_DELIMITERS = ";,\t"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(content: bytes) -> Iterator[Sequence[str]]:
    """Yield the cells of each row of a text file. Raises UnreadableTableError."""
    text = _decode(content)
    told = text[:4].lower() == "sep=" and text[4:5]
    if told:  # Excel's own first line that says how the rest is divided
        text = text.partition("\n")[2]
    delimiter = told if told and told in _DELIMITERS else _find_delimiter(text)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            # A row of a million commas costs memory before anybody counts its cells.
            if len(row) > 2 * MAX_COLUMNS and any(row[2 * MAX_COLUMNS :]):
                raise UnreadableTableError(Refusal.TOO_MANY_COLUMNS)
            yield row[: 2 * MAX_COLUMNS]
    except csv.Error as error:
        raise UnreadableTableError(Refusal.TOO_LONG_TEXT) from error


def _decode(content: bytes) -> str:
    marked = [name for mark, name in _MARKS if content.startswith(mark)]
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableTableError(Refusal.UNKNOWN_ENCODING)


def _find_delimiter(text: str) -> str:
    """Return what divides the first line with text, where the least likely must occur most."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)
