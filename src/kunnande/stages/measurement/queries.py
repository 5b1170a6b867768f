from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.framework.queries import list_latest_versions, localised
from kunnande.stages.measurement.models import CalibratedArea, Calibration
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer

__all__ = ["CalibratedArea", "Calibration", "ScaleRow", "areas_visible_to", "list_scales"]


@dataclass(frozen=True)
class ScaleRow:
    """The latest calibration of one area."""

    code: str
    name: str
    ran_at: datetime
    sittings: int
    items: int
    found: int
    has_converged: bool
    deviation: float | None


def list_scales(viewer: Viewer) -> tuple[ScaleRow, ...]:
    """Return the latest calibration of each area of the schemes the viewer owns, by code."""
    latest = areas_visible_to(viewer).order_by("area_id", "-pk").distinct("area_id")
    rows = list(latest.select_related("area", "calibration"))
    names = list_latest_versions(row.area_id for row in rows)
    scales = (
        ScaleRow(
            code=row.area.code,
            name=localised(names[row.area_id], "name"),
            ran_at=row.calibration.ran_at,
            sittings=row.sittings,
            items=row.items,
            found=row.found,
            has_converged=row.has_converged,
            deviation=row.deviation,
        )
        for row in rows
    )
    return tuple(sorted(scales, key=lambda scale: scale.code))


def areas_visible_to(viewer: Viewer) -> QuerySet[CalibratedArea]:
    owners = viewer.organisations(Role.SCHEME_OWNER)
    return CalibratedArea.objects.filter(area__scheme__owner_id__in=owners)
