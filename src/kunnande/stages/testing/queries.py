from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from kunnande.stages.cases.queries import find_case_by_id
from kunnande.stages.framework.queries import (
    accepted_version_ids,
    get_version_by_id,
    list_area_versions,
    list_areas_of,
    list_published,
    localised,
)
from kunnande.stages.itembank.queries import can_serve, list_blueprint_areas, list_blueprints
from kunnande.stages.ledger.queries import ProofKind, list_current
from kunnande.stages.parties.queries import Role
from kunnande.stages.testing.models import (
    Answer,
    AreaResult,
    Sitting,
    SittingItem,
    SittingState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.itembank.queries import AreaSupply, Blueprint
    from kunnande.stages.parties.queries import Viewer

__all__ = ["Answer", "AreaResult", "Sitting", "SittingItem", "SittingState"]


@dataclass(frozen=True)
class AreaResultRow:
    """What the latest sitting showed about one area, with the requirement and how sure it is."""

    area_version_id: int
    code: str
    name: str
    points: Decimal
    maximum: Decimal
    items: int
    percent: int
    minimum_percent: int
    is_met: bool
    standard_error_percent: int
    sitting_id: int

    @property
    def points_needed(self) -> Decimal:
        return self.maximum * self.minimum_percent / 100


@dataclass(frozen=True)
class FormChoice:
    """A blueprint a test leader may plan, or the reason why it can not be planned yet."""

    blueprint: Blueprint
    name: str
    items: int
    shortages: tuple[AreaSupply, ...]
    belongs: bool


def sittings_visible_to(viewer: Viewer) -> QuerySet[Sitting]:
    """Return one's own sittings, and those of the centres where one is test leader."""
    return Sitting.objects.select_related(
        "case__person", "case__employer", "case__product_version__product", "centre", "blueprint",
        "test_leader__person",
    ).filter(
        Q(case__person_id=viewer.person_id)
        | Q(centre_id__in=viewer.organisations(Role.TEST_LEADER))
    )  # fmt: skip


def get_sitting(sitting_id: int, viewer: Viewer) -> Sitting:
    """Return one sitting the viewer may see. Raises Sitting.DoesNotExist."""
    return sittings_visible_to(viewer).get(pk=sitting_id)


def get_own_sitting(sitting_id: int, viewer: Viewer) -> Sitting:
    """Return one of the viewer's own sittings. Raises Sitting.DoesNotExist."""
    if viewer.person_id is None:
        raise Sitting.DoesNotExist
    return sittings_visible_to(viewer).get(pk=sitting_id, case__person_id=viewer.person_id)


def list_placed_items(sitting: Sitting) -> list[SittingItem]:
    """Return the questions of a form in their order, with item and area at hand."""
    return list(
        sitting.items.select_related("item_version__item", "area_version__area").order_by(
            "position"
        )
    )


def find_open_sitting(case_id: int) -> Sitting | None:
    """Return the case's sitting that is planned or running, if there is one."""
    return Sitting.objects.filter(case_id=case_id).exclude(state=SittingState.FINISHED).first()


def list_sittings_of_case(case_id: int) -> list[Sitting]:
    return list(
        Sitting.objects.filter(case_id=case_id)
        .select_related("centre", "blueprint", "test_leader__person")
        .order_by("takes_place_on", "id")
    )


def list_sittings_of_person(person_id: int) -> list[Sitting]:
    return list(
        Sitting.objects.filter(case__person_id=person_id)
        .select_related("case__product_version__product", "centre", "blueprint")
        .order_by("-takes_place_on", "-id")
    )


def list_sittings_at_centres(viewer: Viewer, *, since: date) -> list[Sitting]:
    """Return the sittings of a test leader's centres from a day on, and those not yet done."""
    return list(
        sittings_visible_to(viewer)
        .filter(centre_id__in=viewer.organisations(Role.TEST_LEADER))
        .filter(Q(takes_place_on__gte=since) | ~Q(state=SittingState.FINISHED))
        .order_by("takes_place_on", "case__person__sort_key", "id")
    )


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
    return frozenset(
        area.area_version_id
        for area in list_blueprint_areas(blueprint.pk)
        if not _is_proved(area.area_version_id, shown.get(area.area_version_id, 0), proved)
    )


def list_days_tested(case: Case) -> list[date]:
    """Return the days this person has handed in a test of the product version, in order."""
    finished = Sitting.objects.filter(
        case__person_id=case.person_id,
        case__product_version_id=case.product_version_id,
        state=SittingState.FINISHED,
    )
    return sorted(finished.values_list("takes_place_on", flat=True))


def list_area_results(case_id: int) -> tuple[AreaResultRow, ...]:
    """Return the latest result per area over the case's finished sittings, by area code.

    An area that was not tested here because another case has shown it comes with that result.
    """
    results = AreaResult.objects.filter(sitting__case_id=case_id).order_by(
        "sitting__finished_at", "sitting_id"
    )
    latest = {result.area_version_id: result for result in results}
    return rows_of([*latest.values(), *_carried_over(case_id, set(latest))])


def list_results_of_sitting(sitting_id: int) -> tuple[AreaResultRow, ...]:
    return rows_of(AreaResult.objects.filter(sitting_id=sitting_id))


def standard_error_percent(points: float, maximum: float) -> int:
    """Return the standard error of a percentage of points, in percentage points.

    Binomial, with two points added on each side (Agresti and Coull 1998), so that full marks on a
    few items do not claim to be certain. An upper bound where an item gives parts of its points.

    >>> standard_error_percent(4, 5), standard_error_percent(5, 5)
    (16, 14)
    """
    share = (points + 2) / (maximum + 4)
    return round(100 * math.sqrt(share * (1 - share) / (maximum + 4)))


def rows_of(results: Iterable[AreaResult]) -> tuple[AreaResultRow, ...]:
    results = list(results)
    areas = list_area_versions(result.area_version_id for result in results)
    rows = [
        AreaResultRow(
            area_version_id=result.area_version_id,
            code=areas[result.area_version_id].area.code,
            name=localised(areas[result.area_version_id], "name"),
            points=result.points,
            maximum=result.maximum,
            items=result.items,
            percent=int(100 * result.points / result.maximum) if result.maximum else 0,
            minimum_percent=result.minimum_percent,
            is_met=result.is_met,
            standard_error_percent=standard_error_percent(
                float(result.points), float(result.maximum)
            ),
            sitting_id=result.sitting_id,
        )
        for result in results
    ]
    return tuple(sorted(rows, key=lambda row: row.code))


def _carried_over(case_id: int, tested: set[int]) -> list[AreaResult]:
    case = find_case_by_id(case_id)
    if case is None or not tested:
        return []
    current = list_current([case.person_id], on=case.changed_at.date())
    sources = {statement.source for statement in current if statement.is_released}
    areas = {area.area_version_id for area in list_areas_of(case.product_version_id)} - tested
    carried = []
    for area_version_id in areas:
        results = AreaResult.objects.filter(
            area_version_id__in=accepted_version_ids(area_version_id),
            sitting__case__person_id=case.person_id,
            is_met=True,
        ).order_by("-sitting__finished_at")
        shown = [r for r in results.select_related("sitting") if r.sitting.trail_name in sources]
        carried += shown[:1]
    return carried


def _form_choice(blueprint: Blueprint, case: Case) -> FormChoice:
    supply = can_serve(blueprint)
    return FormChoice(
        blueprint=blueprint,
        name=localised(blueprint, "name"),
        items=sum(area.needed for area in supply),
        shortages=tuple(area for area in supply if not area.is_enough),
        belongs=blueprint.product_version_id == case.product_version_id,
    )


def _is_proved(area_version_id: int, level: int, proved: list[tuple[int, int]]) -> bool:
    accepted = accepted_version_ids(area_version_id)
    return any(version in accepted and shown >= level for version, shown in proved)
