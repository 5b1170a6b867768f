from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from kunnande.stages.framework.queries import list_areas_of, localised, localised_list
from kunnande.stages.parties.queries import Role
from kunnande.stages.practice.models import ProductProtocol, ProtocolVersion
from kunnande.stages.practice.queries.verdicts import Limits, Weighed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from kunnande.stages.framework.queries import AreaOfProduct
    from kunnande.stages.parties.queries import Viewer
    from kunnande.stages.practice.models import Assessment, PracticalCriterion


@dataclass(frozen=True)
class Phase:
    """One part of the time plan, from and to which minute."""

    name: str
    from_minute: int
    to_minute: int


@dataclass(frozen=True)
class ReadProtocol:
    """A whole protocol, for whoever owns it: the task, the criteria, the limits and its uses."""

    version: ProtocolVersion
    criteria: tuple[PracticalCriterion, ...]
    phases: tuple[Phase, ...]
    stops: tuple[str, ...]
    uses: tuple[ProductProtocol, ...]
    limits: Limits


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


def list_protocol_versions(viewer: Viewer) -> QuerySet[ProtocolVersion]:
    """Return the protocols of a scheme owner's own schemes, each with its latest version first."""
    return (
        ProtocolVersion.objects.filter(
            protocol__scheme__owner_id__in=viewer.organisations(Role.SCHEME_OWNER)
        )
        .select_related("protocol__scheme")
        .annotate(criteria_count=Count("criteria"))
        .order_by("protocol__code", "-pk")
    )


def get_protocol_version(protocol_version_id: int, viewer: Viewer) -> ReadProtocol:
    """Return one protocol of the viewer's own schemes. Raises ProtocolVersion.DoesNotExist."""
    version = list_protocol_versions(viewer).get(pk=protocol_version_id)
    uses = version.products.select_related("product_version__product").order_by(
        "product_version__product__code", "product_version__version"
    )
    return ReadProtocol(
        version=version,
        criteria=tuple(list_protocol_criteria(version.pk)),
        phases=list_phases(version),
        stops=tuple(text for _pk, text in list_stops(version)),
        uses=tuple(uses),
        limits=get_limits(version),
    )


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
