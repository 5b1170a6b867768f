from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from kunnande.stages.framework.models import (
    Area,
    AreaVersion,
    Criterion,
    Dimension,
    Level,
    PassRule,
    Product,
    ProductArea,
    ProductState,
    ProductVersion,
    ProofKind,
    Scheme,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.parties.queries import Viewer

__all__ = [
    "Area",
    "AreaVersion",
    "Criterion",
    "Dimension",
    "Level",
    "PassRule",
    "Product",
    "ProductState",
    "ProductVersion",
    "ProofKind",
    "Scheme",
]


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


@dataclass(frozen=True)
class ProductRow:
    """A product version in the list of products."""

    version: ProductVersion
    areas: tuple[AreaVersion, ...]


@dataclass(frozen=True)
class AreaInWords:
    """An area of a product version with everything that a reader of the page asks for."""

    place: AreaOfProduct
    description: str
    seqf_level: int | None
    shown_level: Level
    dimensions: tuple[tuple[str, tuple[Criterion, ...]], ...]
    esco_skills: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class VersionPage:
    version: ProductVersion
    areas: tuple[AreaInWords, ...]
    levels: tuple[Level, ...]
    rules: tuple[PassRule, ...]
    may_publish: bool


def localised(row: object, field: str, language: str | None = None) -> str:
    """Return a bilingual column in a language, Swedish where the English is empty."""
    return str(_in_language(row, field, language))


def localised_list(row: object, field: str, language: str | None = None) -> list[str]:
    return [str(text) for text in _in_language(row, field, language)]


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


def list_products(viewer: Viewer) -> list[ProductRow]:
    versions = versions_visible_to(viewer).prefetch_related("product_areas__area_version__area")
    return [
        ProductRow(version, tuple(row.area_version for row in version.product_areas.all()))
        for version in versions
    ]


def get_visible_version(version_id: int, viewer: Viewer) -> ProductVersion:
    return versions_visible_to(viewer).get(pk=version_id)


def get_version_page(version_id: int, viewer: Viewer) -> VersionPage:
    """Return a version in words. Raises ProductVersion.DoesNotExist for others' drafts."""
    version = get_visible_version(version_id, viewer)
    scheme = version.product.scheme
    levels = list_levels(scheme.pk)
    owns = scheme.owner_id in viewer.organisations("scheme_owner")
    return VersionPage(
        version=version,
        areas=_areas_in_words(version, levels),
        levels=levels,
        rules=tuple(PassRule.objects.filter(product_version=version).order_by("from_on")),
        may_publish=owns and version.state == ProductState.DRAFT,
    )


def get_version(product_code: str, version: str) -> ProductVersion:
    return ProductVersion.objects.select_related("product__scheme").get(
        product__code=product_code, version=version
    )


def get_version_by_id(version_id: int) -> ProductVersion:
    return ProductVersion.objects.select_related("product__scheme").get(pk=version_id)


def list_published(on: date) -> list[ProductVersion]:
    """Return the versions that a validation can be made against on a day."""
    return list(_in_force(on).order_by("product_id", "-valid_from", "-published_at"))


def find_current_version(product_code: str, on: date) -> ProductVersion | None:
    """Return the version in force; of several, the one published last."""
    return (
        _in_force(on)
        .filter(product__code=product_code)
        .order_by("-valid_from", "-published_at")
        .first()
    )


def list_areas_of(version_id: int) -> tuple[AreaOfProduct, ...]:
    rows = ProductArea.objects.filter(product_version_id=version_id)
    return tuple(
        AreaOfProduct(
            area_version_id=row.area_version_id,
            area_id=row.area_version.area_id,
            code=row.area_version.area.code,
            name_sv=row.area_version.name_sv,
            name_en=row.area_version.name_en,
            weight=row.weight,
            shown_level=row.shown_level,
            position=row.position,
        )
        for row in rows.select_related("area_version__area").order_by("position")
    )


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


def _areas_in_words(version: ProductVersion, levels: tuple[Level, ...]) -> tuple[AreaInWords, ...]:
    places = list_areas_of(version.pk)
    contents = list_area_versions(place.area_version_id for place in places)
    return tuple(
        AreaInWords(
            place=place,
            description=localised(content, "description"),
            seqf_level=content.seqf_level,
            shown_level=levels[place.shown_level],
            dimensions=_by_dimension(content.criteria.all()),
            esco_skills=tuple(content.esco_skills),
        )
        for place in places
        for content in [contents[place.area_version_id]]
    )


def _by_dimension(
    criteria: Iterable[Criterion],
) -> tuple[tuple[str, tuple[Criterion, ...]], ...]:
    kept = list(criteria)
    return tuple(
        (str(dimension.label), found)
        for dimension in Dimension
        if (found := tuple(c for c in kept if c.dimension == dimension))
    )


def _in_force(on: date) -> QuerySet[ProductVersion]:
    return ProductVersion.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        state=ProductState.PUBLISHED,
        valid_from__lte=on,
    ).select_related("product__scheme")


def _in_language(row: object, field: str, language: str | None) -> Any:
    wanted = (language or get_language() or "sv")[:2]
    english = getattr(row, f"{field}_en") if wanted == "en" else None
    return english or getattr(row, f"{field}_sv")
