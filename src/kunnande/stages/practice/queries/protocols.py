from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.framework.queries import list_areas_of, localised, localised_list
from kunnande.stages.practice.models import ProductProtocol, ProtocolVersion
from kunnande.stages.practice.queries.verdicts import Limits, Weighed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.framework.queries import AreaOfProduct
    from kunnande.stages.practice.models import Assessment, PracticalCriterion


@dataclass(frozen=True)
class Phase:
    """One part of the time plan, from and to which minute."""

    name: str
    from_minute: int
    to_minute: int


def list_protocols_of(product_version_id: int) -> list[ProductProtocol]:
    """Return the newest published version of each protocol a product version uses."""
    rows = (
        ProductProtocol.objects.filter(
            product_version_id=product_version_id, protocol_version__published_at__isnull=False
        )
        .select_related("protocol_version__protocol")
        .order_by("protocol_version__protocol_id", "-protocol_version__published_at", "-pk")
        .distinct("protocol_version__protocol_id")
    )
    return list(rows)


def list_products_with_protocols() -> frozenset[int]:
    """Return the product versions that somebody can be practically assessed for."""
    rows = ProductProtocol.objects.filter(protocol_version__published_at__isnull=False)
    return frozenset(rows.values_list("product_version_id", flat=True))


def list_areas_tried(row: ProductProtocol) -> tuple[AreaOfProduct, ...]:
    wanted = set(row.area_codes)
    return tuple(area for area in list_areas_of(row.product_version_id) if area.code in wanted)


def list_areas_that_ask_for_practice(product_version_id: int) -> frozenset[int]:
    """Return the area versions that a product counts as met only when practically assessed."""
    required = [row for row in list_protocols_of(product_version_id) if row.is_required]
    return frozenset(area.area_version_id for row in required for area in list_areas_tried(row))


def list_protocol_criteria(protocol_version_id: int) -> list[PracticalCriterion]:
    version = ProtocolVersion.objects.get(pk=protocol_version_id)
    return list(version.criteria.prefetch_related("descriptors"))


def list_phases(version: ProtocolVersion) -> tuple[Phase, ...]:
    phases, begins = [], 0
    names = localised_list(version, "phases")
    for name, minutes in zip(names, version.phase_minutes, strict=True):
        phases.append(Phase(name, begins, begins + minutes))
        begins += minutes
    return tuple(phases)


def list_stops(version: ProtocolVersion) -> list[tuple[int, str]]:
    return [(stop.pk, localised(stop, "text")) for stop in version.stops.all()]


def get_limits(version: ProtocolVersion) -> Limits:
    return Limits(version.no_zero, version.critical_minimum, version.minimum_percent)


def weigh(criteria: Iterable[PracticalCriterion], assessment: Assessment) -> list[Weighed]:
    """Return the criteria as the rule sees them, each with the areas the assessment tries."""
    tried = set(assessment.area_version_ids)
    version_of = {
        area.code: area.area_version_id
        for area in list_areas_of(assessment.case.product_version_id)
        if area.area_version_id in tried
    }
    return [
        Weighed(
            id=row.pk,
            weight=row.weight,
            is_critical=row.is_critical,
            area_version_ids=frozenset(
                version_of[code] for code in row.area_codes if code in version_of
            ),
        )
        for row in criteria
    ]
