from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.framework.queries import (
    get_version_by_id,
    list_areas_of,
    list_published,
    localised,
    map_accepted_version_ids,
)
from kunnande.stages.itembank.queries import can_serve, list_blueprint_areas, list_blueprints
from kunnande.stages.ledger.queries import ProofKind, list_current

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.itembank.queries import AreaSupply, Blueprint
    from kunnande.stages.testing.models import Sitting


@dataclass(frozen=True)
class FormChoice:
    """A blueprint a test leader may plan, or the reason why it can not be planned yet."""

    blueprint: Blueprint
    name: str
    items: int
    shortages: tuple[AreaSupply, ...]
    belongs: bool

    @property
    def can_be_planned(self) -> bool:
        return self.belongs and not self.shortages


def list_own_blueprints(case: Case, *, on: date) -> list[Blueprint]:
    """Return the blueprints a decision in this case can rest on."""
    return list_blueprints(case.product_version_id, on)


def list_form_choices(case: Case, *, on: date) -> tuple[FormChoice, ...]:
    """Return the forms of the case's product, also those that can not be planned, with why."""
    product_id = get_version_by_id(case.product_version_id).product_id
    versions = [v.pk for v in list_published(on) if v.product_id == product_id]
    blueprints = [
        blueprint
        for version_id in sorted({case.product_version_id, *versions})
        for blueprint in list_blueprints(version_id, on)
    ]
    return tuple(_form_choice(blueprint, case) for blueprint in blueprints)


def list_remaining_areas(case: Case, blueprint: Blueprint, *, on: date) -> frozenset[int]:
    """Return the blueprint's areas that no valid theory test has shown yet."""
    shown = {
        area.area_version_id: area.shown_level for area in list_areas_of(case.product_version_id)
    }
    proved = [
        (statement.area_version_id, statement.level)
        for statement in list_current([case.person_id], on=on)
        if statement.kind == ProofKind.THEORY_TESTED
    ]
    wanted = [area.area_version_id for area in list_blueprint_areas(blueprint.pk)]
    return frozenset(
        version_id
        for version_id, accepted in map_accepted_version_ids(wanted).items()
        if not _is_proved(accepted, shown.get(version_id, 0), proved)
    )


def count_items(sitting: Sitting) -> int:
    """Return how many questions a sitting has or will have."""
    areas = list_blueprint_areas(sitting.blueprint_id)
    wanted = set(sitting.area_version_ids)
    return sum(area.items for area in areas if not wanted or area.area_version_id in wanted)


def count_minutes(sitting: Sitting) -> int:
    """Return the time for a form, a share of the limit if it tests only some areas, and extra."""
    whole = sum(area.items for area in list_blueprint_areas(sitting.blueprint_id))
    own_share = math.ceil(sitting.blueprint.time_limit_minutes * count_items(sitting) / whole)
    return own_share + sitting.extra_minutes


def _form_choice(blueprint: Blueprint, case: Case) -> FormChoice:
    supply = can_serve(blueprint)
    return FormChoice(
        blueprint=blueprint,
        name=localised(blueprint, "name"),
        items=sum(area.needed for area in supply),
        shortages=tuple(area for area in supply if not area.is_enough),
        belongs=blueprint.product_version_id == case.product_version_id,
    )


def _is_proved(accepted: frozenset[int], level: int, proved: list[tuple[int, int]]) -> bool:
    return any(version in accepted and shown >= level for version, shown in proved)
