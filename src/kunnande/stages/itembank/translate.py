from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kunnande.engines import qti

if TYPE_CHECKING:
    from kunnande.stages.itembank.models import Blueprint, ItemText


def read_text(text: ItemText) -> qti.Item:
    """Return the item a stored text holds; each text is parsed once in a process."""
    return _read(text.sha256, bytes(text.qti))


def to_form(blueprint: Blueprint) -> dict[str, Any]:
    """Return what import_blueprints makes this form from."""
    areas = blueprint.areas.select_related("area_version__area").order_by("pk")
    return {
        "id": blueprint.code,
        "name": {"sv": blueprint.name_sv, "en": blueprint.name_en},
        "use": blueprint.use,
        "sample": blueprint.is_sample,
        "time_limit_minutes": blueprint.time_limit_minutes,
        "valid_from": blueprint.from_on.isoformat(),
        "valid_to": blueprint.to_on.isoformat() if blueprint.to_on else None,
        "items_per_area": [
            {"area": row.area_version.area.code, "items": row.items, "cognitive": row.cognition}
            for row in areas
        ],
    }


@lru_cache(maxsize=1024)
def find_faults(document: bytes) -> tuple[str, ...]:
    """Return everything that speaks against taking an item into use."""
    report = qti.check_item(document)
    return (*report.refused, *report.lost, *report.remarks)


@lru_cache(maxsize=1024)
def _read(_sha256: str, document: bytes) -> qti.Item:
    return qti.read_item(document)
