from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.itembank import queries
from kunnande.stages.itembank.models import Exposure
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.itembank.models import Blueprint, BlueprintArea, ItemVersion
    from kunnande.stages.itembank.queries import AreaSupply
    from kunnande.stages.parties.queries import User

SEEDS = 2**31


class BankTooSmallError(ValueError):
    """The bank as a whole can not fill the blueprint; names the areas, needed and available."""

    def __init__(self, shortages: tuple[AreaSupply, ...]) -> None:
        super().__init__(_("Frågebanken räcker inte än: %(areas)s.") % {"areas": _told(shortages)})
        self.shortages = shortages


class BankExhaustedError(ValueError):
    """The person has already been given too many of the items; names the areas."""

    def __init__(self, shortages: tuple[AreaSupply, ...]) -> None:
        super().__init__(
            _("Det finns inte tillräckligt många nya frågor för dig än: %(areas)s.")
            % {"areas": _told(shortages)}
        )
        self.shortages = shortages


@dataclass(frozen=True)
class DrawnItem:
    """An item in a form; the seed fixes the order of its choices."""

    item_version_id: int
    area_version_id: int
    seed: int


def refuse_too_small(*, blueprint: Blueprint, area_version_ids: Iterable[int] = ()) -> None:
    """Raise BankTooSmallError if the bank can not fill these areas; none named means all."""
    wanted = frozenset(area_version_ids)
    shortages = tuple(
        area
        for area in queries.can_serve(blueprint)
        if not area.is_enough and (not wanted or area.area_version_id in wanted)
    )
    if shortages:
        raise BankTooSmallError(shortages)


def refuse_exhausted(
    *, blueprint: Blueprint, person_id: int, area_version_ids: Iterable[int]
) -> None:
    """Raise BankExhaustedError if too few items of these areas are new to a person."""
    shortages = queries.list_shortages(
        blueprint, person_id=person_id, area_version_ids=area_version_ids
    )
    if shortages:
        raise BankExhaustedError(shortages)


@transaction.atomic
def draw_form(
    *,
    blueprint: Blueprint,
    person_id: int,
    area_version_ids: Iterable[int],
    seed: int,
    source: str,
    by: User,
    at: datetime,
) -> tuple[DrawnItem, ...]:
    """Draw a form of items this person has never been given, and note that they now have been.

    Raises BankTooSmallError, BankExhaustedError.
    """
    wanted = frozenset(area_version_ids)
    refuse_too_small(blueprint=blueprint, area_version_ids=wanted)
    refuse_exhausted(blueprint=blueprint, person_id=person_id, area_version_ids=wanted)
    generator = np.random.default_rng(seed)
    drawn = [
        (version, area.area_version_id)
        for area, pool in _unseen_by(person_id, blueprint, wanted)
        for version in _draw_area(area, pool, generator)
    ]
    # The unique pair of person and item makes it impossible to give an item twice, even in a race.
    Exposure.objects.bulk_create(
        Exposure(person_id=person_id, item_id=version.item_id, source=source, exposed_at=at)
        for version, _area in drawn
    )
    record(
        chain=f"person:{person_id}",
        act="form_drawn",
        subject=source,
        by=by,
        at=at,
        facts={"blueprint": blueprint.pk, "items": len(drawn)},
    )
    return tuple(
        DrawnItem(version.pk, area_version_id, int(generator.integers(SEEDS)))
        for version, area_version_id in drawn
    )


def _unseen_by(
    person_id: int, blueprint: Blueprint, wanted: frozenset[int]
) -> list[tuple[BlueprintArea, list[ItemVersion]]]:
    """Return each area with the items new to a person."""
    areas = [
        area
        for area in queries.list_blueprint_areas(blueprint.pk)
        if not wanted or area.area_version_id in wanted
    ]
    unseen = queries.list_unseen_versions(
        area_ids=[area.area_version.area_id for area in areas], person_id=person_id
    )
    return [(area, unseen.get(area.area_version.area_id, [])) for area in areas]


def _draw_area(
    area: BlueprintArea, pool: list[ItemVersion], generator: np.random.Generator
) -> list[ItemVersion]:
    """Draw by cognition first; what a kind of cognition is short of is filled from the area."""
    order = [pool[place] for place in generator.permutation(len(pool))]
    drawn: list[ItemVersion] = []
    for cognition, quota in area.cognition.items():
        fitting = [version for version in order if version.item.cognition == cognition]
        drawn += fitting[:quota]
    rest = [version for version in order if version not in drawn]
    drawn = (drawn + rest)[: area.items]
    return [drawn[place] for place in generator.permutation(len(drawn))]


def _told(shortages: tuple[AreaSupply, ...]) -> str:
    return ", ".join(
        _("%(code)s har %(available)d av %(needed)d frågor")
        % {"code": area.code, "available": area.available, "needed": area.needed}
        for area in shortages
    )
