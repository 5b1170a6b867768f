from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.framework.models import (
    Area,
    AreaVersion,
    Criterion,
    Level,
    ProductArea,
    ProductState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def list_levels(scheme_id: int) -> tuple[Level, ...]:
    return tuple(Level.objects.filter(scheme_id=scheme_id).order_by("value"))


def list_criteria(area_version_id: int) -> tuple[Criterion, ...]:
    return tuple(Criterion.objects.filter(area_version_id=area_version_id).order_by("code"))


def accepted_version_ids(area_version_id: int) -> frozenset[int]:
    """Return the version itself and the earlier versions whose results it accepts."""
    return map_accepted_version_ids([area_version_id])[area_version_id]


def map_accepted_version_ids(version_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return, by version, the version itself and the earlier ones it accepts, in one question."""
    accepted = {version_id: {version_id} for version_id in version_ids}
    pairs = AreaVersion.accepts.through.objects.filter(from_areaversion__in=accepted)
    for version_id, earlier in pairs.values_list("from_areaversion_id", "to_areaversion_id"):
        accepted[version_id].add(earlier)
    return {version_id: frozenset(found) for version_id, found in accepted.items()}


def list_accepted_names(version_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the earlier versions each version accepts, by the version's id."""
    pairs = AreaVersion.accepts.through.objects.filter(from_areaversion__in=set(version_ids))
    accepted: dict[int, list[str]] = {}
    for version_id, name in pairs.values_list("from_areaversion_id", "to_areaversion__version"):
        accepted.setdefault(version_id, []).append(name)
    return {version_id: tuple(sorted(names)) for version_id, names in accepted.items()}


def list_counting_versions(areas: Iterable[int], on: date) -> dict[int, frozenset[int]]:
    """Return the versions of each area whose results count on a day, by the area's id.

    They are the versions in a product in force and the earlier ones those accept. An area that no
    product in force has is missing: every version of it counts.
    """
    in_force = ProductArea.objects.filter(
        Q(product_version__valid_to__isnull=True) | Q(product_version__valid_to__gte=on),
        area_version__area__in=set(areas),
        product_version__state=ProductState.PUBLISHED,
        product_version__valid_from__lte=on,
    )
    versions = AreaVersion.objects.filter(pk__in=in_force.values("area_version"))
    accepted = AreaVersion.objects.filter(accepted_by__in=versions)
    counting: dict[int, set[int]] = {}
    for area_id, version_id in versions.union(accepted).values_list("area_id", "pk"):
        counting.setdefault(area_id, set()).add(version_id)
    return {area_id: frozenset(found) for area_id, found in counting.items()}


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
    return {
        v.pk: v for v in versions.select_related("area").prefetch_related("criteria", "accepts")
    }


def get_area(area_id: int) -> Area:
    return Area.objects.select_related("scheme").get(pk=area_id)


def get_area_version(area_version_id: int) -> AreaVersion:
    return AreaVersion.objects.select_related("area").get(pk=area_version_id)


def find_area_version(code: str, version: str | None = None) -> AreaVersion | None:
    """Return the named version of an area, or its newest one."""
    versions = AreaVersion.objects.filter(area__code=code).select_related("area")
    return (versions.filter(version=version) if version else versions).order_by("-pk").first()
