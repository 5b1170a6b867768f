"""From a template and facts to a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .characters import MISSING, printable
from .compilers import compile_pdf


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the document, unchanged."""

    name: str
    media_type: str
    content: str
    description: str


def typeset(
    template: str,
    facts: Mapping[str, Any],
    *,
    at: datetime,
    attachment: Attachment | None = None,
) -> bytes:
    """Return a template filled with facts as an accessible PDF.

    Facts reach the template as data and never as typst source, so whatever somebody is called is
    printed as it stands; what no font can show is printed as ``MISSING``.

    Parameters
    ----------
    template : str
        Typst source that begins with ``#import "/paper.typ": *`` and ``#show: paper``.
    facts : mapping
        What JSON can hold. ``language`` (such as "sv") and ``title`` are required; the template
        reads the rest, and ``is_incomplete`` when a character was replaced.
    at : datetime
        The document's date, with a time zone.
    attachment : Attachment, optional
        A file to carry along.

    Returns
    -------
    bytes
        PDF/UA-1 and PDF/A-3a, tagged; equal input gives equal bytes.

    Raises
    ------
    typst.TypstError
        The template is not typst, asks for a fact that is not there, or makes no accessible page.
    """
    shown = _map_text(facts)
    is_incomplete = MISSING in json.dumps(shown, ensure_ascii=False)
    inputs = {"facts": json.dumps({**shown, "is_incomplete": is_incomplete})}
    if attachment:
        inputs |= {
            "attached_name": attachment.name,
            "attached_type": attachment.media_type,
            "attached_description": attachment.description,
            "attached": attachment.content,
        }
    return compile_pdf(template, inputs, at=at)


def _map_text(fact: Any) -> Any:
    if isinstance(fact, str):
        return printable(fact)
    if isinstance(fact, Mapping):
        return {name: _map_text(value) for name, value in fact.items()}
    if isinstance(fact, list | tuple):
        return [_map_text(value) for value in fact]
    return fact
