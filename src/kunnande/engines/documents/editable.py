"""Text that its reader goes on writing in: OpenDocument, which every word processor opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from .characters import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

_TYPE = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("meta", "meta"),
    )
)
# Every character that XML 1.0 can not hold.
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True)
class Heading:
    """A heading; level one is the document's own."""

    words: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Text in which every new line begins a paragraph."""

    words: str


@dataclass(frozen=True)
class Pairs:
    """Names and their values, set as a table of two columns."""

    rows: Sequence[tuple[str, str]]


Block = Heading | Paragraph | Pairs


def write_open_document(
    blocks: Iterable[Block], *, title: str, language: str, at: datetime
) -> bytes:
    """Return an OpenDocument text (ODF 1.3, ISO/IEC 26300), the same bytes for the same values.

    Parameters
    ----------
    blocks : Iterable[Block]
        Headings, paragraphs and pairs, in reading order.
    title : str
        Title in the document's metadata.
    language : str
        Two letters, as in BCP 47.
    at : datetime
        When the document was made, in metadata and as the date of its files.

    Returns
    -------
    bytes
        The file; characters that XML can not hold are shown as one sign.
    """
    meta = (
        f'<office:meta><dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">{_safe(title)}'
        '</dc:title><dc:language xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{_safe(language)}</dc:language><meta:creation-date>{at:%Y-%m-%dT%H:%M:%S}"
        "</meta:creation-date></office:meta>"
    )
    body = "".join(map(_xml, blocks))
    parts = {
        "content.xml": _document(
            "document-content", f"<office:body><office:text>{body}</office:text></office:body>"
        ),
        "meta.xml": _document("document-meta", meta),
        "META-INF/manifest.xml": _manifest(),
    }
    file = BytesIO()
    day = (max(at.year, 1980), at.month, at.day, 0, 0, 0)
    with ZipFile(file, "w") as archive:
        # The type comes first and is not compressed: a reader knows the file by its first bytes.
        archive.writestr(ZipInfo("mimetype", day), _TYPE, ZIP_STORED)
        for name, text in parts.items():
            archive.writestr(ZipInfo(name, day), text, ZIP_DEFLATED)
    return file.getvalue()


def _document(kind: str, inner: str) -> str:
    return f'{_DECLARED}<office:{kind} {_NAMES} office:version="1.3">{inner}</office:{kind}>'


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _TYPE), ("content.xml", "text/xml"), ("meta.xml", "text/xml"))
    )
    return (
        f'{_DECLARED}<manifest:manifest manifest:version="1.3" '
        f'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}'
        "</manifest:manifest>"
    )


def _xml(block: Block) -> str:
    if isinstance(block, Heading):
        return f'<text:h text:outline-level="{block.level}">{_safe(block.words)}</text:h>'
    if isinstance(block, Paragraph):
        return "".join(_paragraph(line) for line in block.words.split("\n"))
    rows = "".join(
        f"<table:table-row>{_cell(name)}{_cell(value)}</table:table-row>"
        for name, value in block.rows
    )
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    return f"<table:table>{columns}{rows}</table:table>" if rows else ""


def _cell(words: str) -> str:
    return f'<table:table-cell office:value-type="string">{_paragraph(words)}</table:table-cell>'


def _paragraph(words: str) -> str:
    return f"<text:p>{_safe(words)}</text:p>"


def _safe(words: str) -> str:
    return escape(_FORBIDDEN.sub(MISSING, words.replace("\r\n", "\n")))
