"""Excel workbooks: looked through part by part before the library that reads them sees any."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from xml.parsers import expat

from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from .cells import CellCounter, UncountableError
from .values import (
    MAX_PARTS,
    MAX_UNPACKED_BYTES,
    Refusal,
    UnreadableTableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORKBOOK = "xl/workbook.xml"
# Binary and open document workbooks would be read by other code, and are not looked through.
_OTHER_KINDS = ("xl/workbook.bin", "content.xml")
_READ = (".xml", ".rels", "xl/workbook.bin")
_SHOWN = (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
_BROKEN_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError,
    KeyError, IndexError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


def read_first_sheet(content: bytes) -> Iterator[Sequence[str]]:
    """Yield the cells of each row of a workbook's first sheet. Raises UnreadableTableError."""
    parts = _unpack(content)
    if _WORKBOOK not in parts or any(kind in parts for kind in _OTHER_KINDS):
        raise UnreadableTableError(Refusal.NOT_WHAT_IT_IS_CALLED)
    for part in parts.values():
        _look_through(part)
    for row in _read(_pack(parts)):
        yield [_text(value) for value in row]


def _unpack(content: bytes) -> dict[str, bytes]:
    """Return the parts that can matter, unpacked no further than the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts_of(archive)
    except UnreadableTableError:
        raise
    except _BROKEN_ZIP as error:
        raise UnreadableTableError(Refusal.DAMAGED) from error


def _parts_of(archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    listed = [info for info in archive.infolist() if info.filename.lower().endswith(_READ)]
    if len(listed) > MAX_PARTS:
        raise UnreadableTableError(Refusal.TOO_LARGE_UNPACKED)
    for info in listed:
        # What the archive says of its own sizes is not to be trusted.
        with archive.open(info) as packed:
            part = packed.read(left + 1)
        left -= len(part)
        if left < 0:
            raise UnreadableTableError(Refusal.TOO_LARGE_UNPACKED)
        parts[info.filename.lower()] = part
    return parts


def _look_through(part: bytes) -> None:
    """Count cells and text before they are given a place in memory."""
    parser = expat.ParserCreate()
    counter = CellCounter()
    parser.StartDoctypeDeclHandler = counter.refuse_doctype
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.CharacterDataHandler = counter.text
    try:
        parser.Parse(part, True)  # noqa: FBT003  expat takes no names
    except (expat.ExpatError, UncountableError, ValueError) as error:
        if isinstance(error, UnreadableTableError):
            raise
        raise UnreadableTableError(Refusal.DAMAGED) from error


def _pack(parts: dict[str, bytes]) -> bytes:
    """Return a plain archive of what was looked through: no two readers can see it differently."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return packed.getvalue()


def _read(content: bytes) -> list[list[object]]:
    try:
        workbook = load_workbook(io.BytesIO(content))
        rows: list[list[object]] = []
        for sheet in workbook.sheets_metadata:
            if (sheet.typ, sheet.visible) == _SHOWN:
                found = workbook.get_sheet_by_name(sheet.name)
                rows = [list(row) for row in found.to_python(skip_empty_area=False)]
                break
    except (CalamineError, OSError, ValueError, OverflowError, LookupError) as error:
        raise UnreadableTableError(Refusal.DAMAGED) from error
    except BaseException as error:
        # The library's own mistakes arrive as a panic: no Exception, and nothing to import.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableTableError(Refusal.DAMAGED) from error
    return rows


def _text(value: object) -> str:
    """Return a cell's value as a person would have typed it."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
