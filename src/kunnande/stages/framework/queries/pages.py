from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import F, Q

from kunnande.stages.framework.models import (
    AreaVersion,
    Criterion,
    Dimension,
    Level,
    PassRule,
    ProductState,
    ProductVersion,
    ValidityRule,
)
from kunnande.stages.framework.queries.areas import (
    list_accepted_names,
    list_area_versions,
    list_levels,
)
from kunnande.stages.framework.queries.products import (
    AreaOfProduct,
    get_visible_version,
    list_areas_of,
    versions_visible_to,
)
from kunnande.stages.framework.queries.words import localised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer


@dataclass(frozen=True)
class ProductRow:
    """A product version in the list of products."""

    version: ProductVersion
    areas: tuple[AreaVersion, ...]

    @property
    def codes(self) -> str:
        """The areas' codes, an unbroken series as its first and last: IT01–IT10, AU01."""
        codes = sorted(version.area.code for version in self.areas)
        # Within a series the number and the place grow together.
        series = groupby(enumerate(codes), key=lambda row: _split(row[1], row[0]))
        return ", ".join(_first_to_last([code for _place, code in rows]) for _key, rows in series)


@dataclass(frozen=True)
class AreaInWords:
    """An area of a product version with everything that a reader of the page asks for."""

    place: AreaOfProduct
    description: str
    seqf_level: int | None
    shown_level: Level
    dimensions: tuple[tuple[str, tuple[Criterion, ...]], ...]
    esco_skills: tuple[dict[str, str], ...]
    version: str
    accepts: tuple[str, ...]


@dataclass(frozen=True)
class VersionPage:
    version: ProductVersion
    areas: tuple[AreaInWords, ...]
    levels: tuple[Level, ...]
    rules: tuple[PassRule, ...]
    validity: tuple[ValidityRule, ...]
    may_publish: bool
    is_own: bool


def list_products(viewer: Viewer) -> list[ProductRow]:
    versions = versions_visible_to(viewer).prefetch_related("product_areas__area_version__area")
    return [
        ProductRow(version, tuple(row.area_version for row in version.product_areas.all()))
        for version in versions
    ]


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
        validity=tuple(_list_rules(version)),
        is_own=owns,
        may_publish=owns and version.state == ProductState.DRAFT,
    )


def get_own_version_page(version_id: int, viewer: Viewer) -> VersionPage:
    """Return a version of a scheme the viewer owns. Raises ProductVersion.DoesNotExist."""
    page = get_version_page(version_id, viewer)
    if not page.is_own:
        raise ProductVersion.DoesNotExist
    return page


def _list_rules(version: ProductVersion) -> QuerySet[ValidityRule]:
    """Return how long the version's areas count, now and before: of all first, then of each."""
    rules = ValidityRule.objects.filter(
        Q(product_version=version) | Q(area__in=version.product_areas.values("area_version__area"))
    )
    return rules.select_related("area").order_by(F("area__code").asc(nulls_first=True), "from_on")


def _areas_in_words(version: ProductVersion, levels: tuple[Level, ...]) -> tuple[AreaInWords, ...]:
    places = list_areas_of(version.pk)
    contents = list_area_versions(place.area_version_id for place in places)
    accepted = list_accepted_names(contents)
    return tuple(
        AreaInWords(
            place=place,
            description=localised(content, "description"),
            seqf_level=content.seqf_level,
            shown_level=levels[place.shown_level],
            dimensions=_by_dimension(content.criteria.all()),
            esco_skills=tuple(content.esco_skills),
            version=content.version,
            accepts=accepted.get(content.pk, ()),
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


def _split(code: str, place: int) -> tuple[str, int]:
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0) - place


def _first_to_last(codes: list[str]) -> str:
    return f"{codes[0]}–{codes[-1]}" if len(codes) > 2 else ", ".join(codes)
