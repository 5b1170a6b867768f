from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Count, F, QuerySet

from kunnande.engines import qti
from kunnande.stages.framework.queries import list_latest_versions, localised
from kunnande.stages.itembank import translate
from kunnande.stages.itembank.models import (
    Exposure,
    ItemText,
    ItemVersion,
    Media,
)
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.parties.queries import Kept, Viewer


@dataclass(frozen=True)
class AreaOfBank:
    """The items of one area, latest wording of each."""

    code: str
    name: str
    versions: tuple[ItemVersion, ...]


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
