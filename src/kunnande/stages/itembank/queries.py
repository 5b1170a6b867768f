from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet

from kunnande.engines import qti
from kunnande.stages.framework.queries import list_latest_versions, localised
from kunnande.stages.itembank import translate
from kunnande.stages.itembank.models import (
    Blueprint,
    BlueprintArea,
    BlueprintUse,
    Exposure,
    Item,
    ItemText,
    ItemVersion,
    Media,
)
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.parties.queries import Kept, Viewer

__all__ = [
    "AreaOfBank",
    "AreaSupply",
    "Blueprint",
    "FormSupply",
    "Item",
    "ItemText",
    "ItemVersion",
    "Media",
    "can_serve",
    "count_exposures",
    "find_media",
    "get_blueprint",
    "get_item",
    "get_item_text",
    "get_item_version",
    "get_preview",
    "items_visible_to",
    "list_bank",
    "list_blueprint_areas",
    "list_blueprints",
    "list_forms_of",
    "list_packaged_forms",
    "list_shortages",
    "list_testable_versions",
    "list_unseen_versions",
]


@dataclass(frozen=True)
class AreaSupply:
    """How many items an area of a blueprint needs and the bank can give."""

    area_version_id: int
    code: str
    needed: int
    available: int

    @property
    def is_enough(self) -> bool:
        return self.available >= self.needed


@dataclass(frozen=True)
class FormSupply:
    """A form of a product version, and what the bank has for it area by area."""

    blueprint: Blueprint
    areas: tuple[AreaSupply, ...]

    @property
    def name(self) -> str:
        return localised(self.blueprint, "name")

    @property
    def items(self) -> int:
        return sum(area.needed for area in self.areas)

    @property
    def shortages(self) -> tuple[AreaSupply, ...]:
        return tuple(area for area in self.areas if not area.is_enough)


@dataclass(frozen=True)
class AreaOfBank:
    """The items of one area, latest wording of each."""

    code: str
    name: str
    versions: tuple[ItemVersion, ...]


def get_blueprint(blueprint_id: int) -> Blueprint:
    return Blueprint.objects.get(pk=blueprint_id)


def list_blueprints(product_version_id: int, on: date, use: str = "decision") -> list[Blueprint]:
    """Return the blueprints in force on a day for one product version."""
    return list(
        Blueprint.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=on),
            product_version_id=product_version_id,
            use=use,
            from_on__lte=on,
        ).order_by("code")
    )


def list_blueprint_areas(blueprint_id: int) -> tuple[BlueprintArea, ...]:
    """Return a blueprint's areas in the order of the areas' codes."""
    areas = BlueprintArea.objects.filter(blueprint_id=blueprint_id)
    return tuple(areas.select_related("area_version__area").order_by("area_version__area__code"))


def can_serve(blueprint: Blueprint) -> tuple[AreaSupply, ...]:
    """Return need and supply per area, before anybody's earlier items are counted."""
    areas = list_blueprint_areas(blueprint.pk)
    area_ids = [area.area_version.area_id for area in areas]
    counted = dict(
        Item.objects.filter(area_id__in=area_ids, in_use=True)
        .order_by("area_id")
        .values_list("area_id")
        .annotate(Count("pk"))
    )
    return tuple(
        AreaSupply(
            area.area_version_id,
            area.area_version.area.code,
            area.items,
            counted.get(area.area_version.area_id, 0),
        )
        for area in areas
    )


def list_forms_of(product_version_id: int) -> tuple[FormSupply, ...]:
    """Return every form of a product version, whichever day, those for decisions first."""
    blueprints = Blueprint.objects.filter(product_version_id=product_version_id)
    return tuple(FormSupply(row, can_serve(row)) for row in blueprints.order_by("use", "pk"))


def list_testable_versions(version_ids: Iterable[int]) -> frozenset[int]:
    """Return the product versions with a form for decisions that the bank can fill."""
    stored = Item.objects.filter(in_use=True).order_by().values_list("area_id")
    available = Counter(dict(stored.annotate(Count("pk"))))
    parts = BlueprintArea.objects.filter(
        blueprint__product_version__in=set(version_ids), blueprint__use=BlueprintUse.DECISION
    ).values_list("blueprint__product_version_id", "blueprint_id", "area_version__area", "items")
    forms: dict[tuple[int, int], bool] = {}
    for version_id, blueprint_id, area_id, items in parts:
        so_far = forms.get((version_id, blueprint_id), True)
        forms[version_id, blueprint_id] = so_far and available[area_id] >= items
    return frozenset(version_id for (version_id, _form), filled in forms.items() if filled)


def list_packaged_forms(product_version_id: int) -> list[dict[str, Any]]:
    """Return a product version's forms as import_blueprints takes them."""
    blueprints = Blueprint.objects.filter(product_version_id=product_version_id)
    return [translate.to_form(row) for row in blueprints.order_by("pk")]


def list_unseen_versions(
    *, area_ids: Iterable[int], person_id: int
) -> dict[int, list[ItemVersion]]:
    """Return the latest wording of every item a person has not been given, by the area's id."""
    versions = (
        _latest_versions()
        .filter(item__area_id__in=set(area_ids), item__in_use=True)
        .exclude(item__in=Exposure.objects.filter(person_id=person_id).values("item_id"))
        .order_by("item__code")
    )
    by_area: dict[int, list[ItemVersion]] = {}
    for version in versions:
        by_area.setdefault(version.item.area_id, []).append(version)
    return by_area


def list_shortages(
    blueprint: Blueprint, *, person_id: int, area_version_ids: Iterable[int] = ()
) -> tuple[AreaSupply, ...]:
    """Return the areas with too few items new to a person; no area named means all."""
    wanted = frozenset(area_version_ids)
    areas = [
        area
        for area in list_blueprint_areas(blueprint.pk)
        if not wanted or area.area_version_id in wanted
    ]
    unseen = list_unseen_versions(
        area_ids=[area.area_version.area_id for area in areas], person_id=person_id
    )
    supply = (
        AreaSupply(
            area.area_version_id,
            area.area_version.area.code,
            area.items,
            len(unseen.get(area.area_version.area_id, [])),
        )
        for area in areas
    )
    return tuple(area for area in supply if not area.is_enough)


def items_visible_to(viewer: Viewer) -> QuerySet[ItemVersion]:
    """Return the latest wording of the items of the schemes the viewer owns."""
    owners = viewer.organisations(Role.SCHEME_OWNER)
    return _latest_versions().filter(item__area__scheme__owner_id__in=owners)


def get_item_version(code: str, viewer: Viewer) -> ItemVersion:
    """Return the latest wording of an item with its languages and pictures."""
    return items_visible_to(viewer).prefetch_related("texts", "media").get(item__code=code)


def get_item_text(item_version_id: int, language: str) -> bytes:
    """Return the QTI document in a language, Swedish where that language is missing."""
    return bytes(_get_text(item_version_id, language).qti)


# A wording never changes once it is stored: another wording is another version.
@lru_cache(maxsize=1024)
def get_item(item_version_id: int, language: str) -> qti.Item:
    """Return the item ready to be shown or scored; it holds the key and stays on the server."""
    return translate.read_text(_get_text(item_version_id, language))


def get_preview(version: ItemVersion, language: str, *, media_prefix: str) -> str:
    """Return an item as a candidate would see it, unanswered."""
    item = get_item(version.pk, language)
    return qti.show(item, seed=0, language=language, media_prefix=media_prefix).html


def find_media(item_version_id: int, name: str) -> Media | None:
    return Media.objects.filter(item_version_id=item_version_id, name=name).first()


def list_bank(viewer: Viewer | None = None) -> tuple[AreaOfBank, ...]:
    """Return the items a scheme owner may see by area; every item where nobody looks."""
    versions = items_visible_to(viewer) if viewer else _latest_versions()
    by_area: dict[int, list[ItemVersion]] = {}
    for version in versions.order_by("item__area__code", "item__code"):
        by_area.setdefault(version.item.area_id, []).append(version)
    names = list_latest_versions(by_area)
    return tuple(
        AreaOfBank(names[area_id].area.code, localised(names[area_id], "name"), tuple(versions))
        for area_id, versions in by_area.items()
    )


def count_exposures() -> Counter[int]:
    """Return how many people have been given each item, by the item's id."""
    seen = Exposure.objects.order_by().values_list("item_id").annotate(Count("pk"))
    return Counter(dict(seen))


def _latest_versions() -> QuerySet[ItemVersion]:
    latest = ItemVersion.objects.order_by("item_id", "-version").distinct("item_id")
    return ItemVersion.objects.filter(pk__in=latest.values("pk")).select_related("item")


def _get_text(item_version_id: int, language: str) -> ItemText:
    texts = {
        text.language: text
        for text in ItemText.objects.filter(
            item_version_id=item_version_id, language__in={language, "sv"}
        )
    }
    text = texts.get(language) or texts.get("sv")
    if text is None:
        msg = f"item version {item_version_id} has no text in {language} or sv"
        raise ItemText.DoesNotExist(msg)
    return text


def get_kept_about(person_id: int) -> Kept:
    """Return when the person was given questions of which area; the questions are used again."""
    seen = Exposure.objects.filter(person_id=person_id).order_by("exposed_at", "pk")
    return {"exposures": seen.values("source", "exposed_at", area_code=F("item__area__code"))}
