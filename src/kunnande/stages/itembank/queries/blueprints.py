from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from kunnande.stages.framework.queries import localised
from kunnande.stages.itembank import translate
from kunnande.stages.itembank.models import Blueprint, BlueprintArea, BlueprintUse, Item
from kunnande.stages.itembank.queries.items import list_unseen_versions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


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
