from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import list_areas
from kunnande.stages.itembank.models import (
    BasisKind,
    Cognition,
    Item,
    ItemText,
    ItemVersion,
    Media,
    ReviewStatus,
)
from kunnande.stages.itembank.services.media import UnfitPictureError, check_picture
from kunnande.stages.itembank.translate import find_faults
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from kunnande.stages.parties.queries import User

CATALOGUE = ".yaml"
LANGUAGES = ("sv", "en")


class UnfitItemError(ValueError):
    """Items in the package can not be used; each is named with the reason."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class _Read:
    """One item as read from the package, before anything is stored."""

    row: Mapping[str, Any]
    area_id: int = 0
    texts: dict[str, bytes] = field(default_factory=dict)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def digests(self) -> tuple[str, ...]:
        files = [*self.texts.values(), *(content for _type, content in self.media.values())]
        return tuple(sorted(_digest(content) for content in files))


@transaction.atomic
def import_items(*, folder: Mapping[str, bytes], by: User, at: datetime) -> tuple[ItemVersion, ...]:
    """Store new wordings of a package's items, all or none. Raises UnfitItemError."""
    areas = {area.code: area.pk for area in list_areas()}
    items = [_read_item(row, folder, areas) for row in _catalogue(folder)]
    problems = tuple(
        f"{item.row.get('code', '?')}: {problem}" for item in items for problem in item.problems
    )
    if problems:
        raise UnfitItemError(problems)
    made = tuple(version for item in items if (version := _store(item)) is not None)
    for version in made:
        record(
            chain="installation",
            act="item_imported",
            subject=f"item_version:{version.pk}",
            by=by,
            at=at,
            facts={"code": version.item.code, "version": version.version},
        )
    return made


def _catalogue(folder: Mapping[str, bytes]) -> list[Mapping[str, Any]]:
    """Return the rows of every catalogue in the folder; each area has one."""
    rows: list[Mapping[str, Any]] = []
    for name in sorted(name for name in folder if name.endswith(CATALOGUE)):
        try:
            rows += yaml.load(folder[name], Loader=yaml.CSafeLoader)["items"]
        except (KeyError, TypeError, yaml.YAMLError) as error:
            msg = _("%(file)s går inte att läsa.") % {"file": name}
            raise UnfitItemError((msg,)) from error
    if not rows:
        raise UnfitItemError((_("Ingen förteckning (.yaml) över frågorna finns i paketet."),))
    return rows


def _read_item(
    row: Mapping[str, Any], folder: Mapping[str, bytes], areas: Mapping[str, int]
) -> _Read:
    item = _Read(row)
    item.problems += _problems_of(row, areas)
    item.area_id = areas.get(row.get("area", ""), 0)
    for language in LANGUAGES:
        name = f"{row.get('code')}.{language}.xml"
        if name not in folder:
            item.problems.append(_("filen %(name)s saknas.") % {"name": name})
            continue
        item.texts[language] = folder[name]
        item.problems += [f"{name}: {problem}" for problem in find_faults(folder[name])]
    for name in row.get("media", ()):
        try:
            item.media[name] = check_picture(folder.get(name, b""))
        except UnfitPictureError as error:
            item.problems.append(f"{name}: {error}")
    return item


def _problems_of(row: Mapping[str, Any], areas: Mapping[str, int]) -> Iterator[str]:
    if row.get("area") not in areas:
        yield _("området %(area)s finns inte.") % {"area": row.get("area")}
    if row.get("cognitive") not in Cognition.values:
        yield _("tankenivån %(name)s är okänd.") % {"name": row.get("cognitive")}
    if row.get("basis", {}).get("kind") not in BasisKind.values:
        yield _("det står inte vad nyckeln bygger på.")


def _store(item: _Read) -> ItemVersion | None:
    row = item.row
    kept, _made = Item.objects.update_or_create(
        code=row["code"],
        defaults={
            "area_id": item.area_id,
            "criterion_code": row["criterion"],
            "cognition": row["cognitive"],
        },
    )
    latest = ItemVersion.objects.filter(item=kept).order_by("-version").first()
    if latest and _digests_of(latest) == item.digests:
        return None
    version = ItemVersion.objects.create(
        item=kept,
        version=latest.version + 1 if latest else 1,
        kind=row["kind"],
        basis_kind=row["basis"]["kind"],
        basis_sv=row["basis"]["sv"],
        basis_en=row["basis"]["en"],
        misconceptions=list(row.get("misconceptions", ())),
        review_status=row.get("review_status", ReviewStatus.NOT_REVIEWED),
    )
    _store_files(version, item)
    return version


def _store_files(version: ItemVersion, item: _Read) -> None:
    ItemText.objects.bulk_create(
        ItemText(item_version=version, language=language, qti=text, sha256=_digest(text))
        for language, text in item.texts.items()
    )
    Media.objects.bulk_create(
        Media(
            item_version=version,
            name=name,
            media_type=media_type,
            content=content,
            sha256=_digest(content),
        )
        for name, (media_type, content) in item.media.items()
    )


def _digests_of(version: ItemVersion) -> tuple[str, ...]:
    kept = [
        *ItemText.objects.filter(item_version=version).values_list("sha256", flat=True),
        *Media.objects.filter(item_version=version).values_list("sha256", flat=True),
    ]
    return tuple(sorted(kept))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
