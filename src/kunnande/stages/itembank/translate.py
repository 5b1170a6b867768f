from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kunnande.engines import qti

if TYPE_CHECKING:
    from kunnande.stages.itembank.models import ItemText


def read_text(text: ItemText) -> qti.Item:
    """Return the item a stored text holds; each text is parsed once in a process."""
    return _read(text.sha256, bytes(text.qti))


@lru_cache(maxsize=1024)
def find_faults(document: bytes) -> tuple[str, ...]:
    """Return everything that speaks against taking an item into use."""
    report = qti.check_item(document)
    return (*report.refused, *report.lost, *report.remarks)


@lru_cache(maxsize=1024)
def _read(_sha256: str, document: bytes) -> qti.Item:
    return qti.read_item(document)
