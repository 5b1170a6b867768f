from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from kunnande.stages.framework.models import PassRule, ProductArea, ProductState, ProductVersion
from kunnande.stages.framework.queries.words import localised

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.parties.queries import Viewer


class MissingPassRuleError(LookupError):
    """No pass rule of the version is in force on the day."""


@dataclass(frozen=True)
class AreaOfProduct:
    """A competence area in its place in a product version."""

    area_version_id: int
    area_id: int
    code: str
    name_sv: str
    name_en: str
    weight: int
    shown_level: int
    position: int

    @property
    def name(self) -> str:
        return localised(self, "name")


def versions_visible_to(viewer: Viewer) -> QuerySet[ProductVersion]:
    """Return what is published, and the drafts of the schemes the viewer owns."""
    own = viewer.organisations("scheme_owner")
    return (
        ProductVersion.objects.filter(
            ~Q(state=ProductState.DRAFT) | Q(product__scheme__owner_id__in=own)
        )
        .select_related("product__scheme")
        .order_by("product__scheme_id", "product_id", "-valid_from", "-version")
    )


def get_visible_version(version_id: int, viewer: Viewer) -> ProductVersion:
    return versions_visible_to(viewer).get(pk=version_id)


def get_version(product_code: str, version: str) -> ProductVersion:
    return ProductVersion.objects.select_related("product__scheme").get(
        product__code=product_code, version=version
    )


def get_version_by_id(version_id: int) -> ProductVersion:
    return ProductVersion.objects.select_related("product__scheme").get(pk=version_id)


def list_published(on: date) -> list[ProductVersion]:
    """Return the versions that a validation can be made against on a day."""
    return list(_in_force(on).order_by("product_id", "-valid_from", "-published_at", "-pk"))


def find_current_version(product_code: str, on: date) -> ProductVersion | None:
    """Return the version in force; of several, the one published last."""
    return (
        _in_force(on)
        .filter(product__code=product_code)
        .order_by("-valid_from", "-published_at", "-pk")
        .first()
    )


def list_areas_of(version_id: int) -> tuple[AreaOfProduct, ...]:
    rows = ProductArea.objects.filter(product_version_id=version_id).order_by("position")
    return tuple(
        AreaOfProduct(*row)
        for row in rows.values_list(
            "area_version_id",
            "area_version__area_id",
            "area_version__area__code",
            "area_version__name_sv",
            "area_version__name_en",
            "weight",
            "shown_level",
            "position",
        )
    )


def map_areas_of(version_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return the areas, whichever their version, that each version of a product covers."""
    rows = ProductArea.objects.filter(product_version_id__in=set(version_ids))
    covered: dict[int, set[int]] = {}
    for version_id, area_id in rows.values_list("product_version_id", "area_version__area_id"):
        covered.setdefault(version_id, set()).add(area_id)
    return {version_id: frozenset(areas) for version_id, areas in covered.items()}


def get_pass_rule(version_id: int, on: date) -> PassRule:
    """Return the rule in force on a day. Raises MissingPassRuleError."""
    rule = (
        PassRule.objects.filter(product_version_id=version_id, from_on__lte=on)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .first()
    )
    if rule is None:
        msg = f"product version {version_id} has no pass rule on {on}"
        raise MissingPassRuleError(msg)
    return rule


def _in_force(on: date) -> QuerySet[ProductVersion]:
    return ProductVersion.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        state=ProductState.PUBLISHED,
        valid_from__lte=on,
    ).select_related("product__scheme")
