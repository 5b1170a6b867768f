from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.framework.models import Area, AreaVersion, Criterion, Level

if TYPE_CHECKING:
    from collections.abc import Iterable


def list_levels(scheme_id: int) -> tuple[Level, ...]:
    return tuple(Level.objects.filter(scheme_id=scheme_id).order_by("value"))


def list_criteria(area_version_id: int) -> tuple[Criterion, ...]:
    return tuple(Criterion.objects.filter(area_version_id=area_version_id).order_by("code"))


def accepted_version_ids(area_version_id: int) -> frozenset[int]:
    """Return the version itself and the earlier versions whose results it accepts."""
    accepted = AreaVersion.objects.filter(accepted_by=area_version_id)
    return frozenset({area_version_id, *accepted.values_list("pk", flat=True)})


def list_areas(scheme_id: int | None = None) -> list[Area]:
    areas = Area.objects.order_by("code")
    return list(areas.filter(scheme_id=scheme_id) if scheme_id else areas)


def list_latest_versions(areas: Iterable[int]) -> dict[int, AreaVersion]:
    """Return the newest version of each area, by the area's id."""
    versions = AreaVersion.objects.filter(area_id__in=set(areas)).order_by("area_id", "-pk")
    return {v.area_id: v for v in versions.select_related("area").distinct("area_id")}


def find_newest_version(area_id: int) -> AreaVersion | None:
    return list_latest_versions([area_id]).get(area_id)


def list_area_versions(version_ids: Iterable[int]) -> dict[int, AreaVersion]:
    versions = AreaVersion.objects.filter(pk__in=set(version_ids))
    return {v.pk: v for v in versions.select_related("area").prefetch_related("criteria")}


def get_area_version(area_version_id: int) -> AreaVersion:
    return AreaVersion.objects.select_related("area").get(pk=area_version_id)


def find_area_version(code: str, version: str | None = None) -> AreaVersion | None:
    """Return the named version of an area, or its newest one."""
    versions = AreaVersion.objects.filter(area__code=code).select_related("area")
    return (versions.filter(version=version) if version else versions).order_by("-pk").first()
