from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.cases.queries import find_case_by_id
from kunnande.stages.framework.queries import (
    accepted_version_ids,
    list_area_versions,
    list_areas_of,
    localised,
)
from kunnande.stages.ledger.queries import list_current
from kunnande.stages.testing.models import (
    AreaResult,
    Sitting,
    SittingItem,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal


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
        return _plain(self.maximum * self.minimum_percent / 100)


def list_placed_items(sitting: Sitting) -> list[SittingItem]:
    """Return the questions of a form in their order, with item and area at hand."""
    return list(
        sitting.items.select_related("item_version__item", "area_version__area").order_by(
            "position"
        )
    )


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
    return rows_of(AreaResult.objects.filter(sitting_id=sitting_id).order_by("area_version_id"))


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
            points=_plain(result.points),
            maximum=_plain(result.maximum),
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
    current = list_current([case.person_id], on=localdate(case.changed_at))
    sources = {statement.source for statement in current if statement.is_released}
    areas = {area.area_version_id for area in list_areas_of(case.product_version_id)} - tested
    carried = []
    for area_version_id in areas:
        results = AreaResult.objects.filter(
            area_version_id__in=accepted_version_ids(area_version_id),
            sitting__case__person_id=case.person_id,
            is_met=True,
        ).order_by("-sitting__finished_at", "-pk")
        shown = [r for r in results.select_related("sitting") if r.sitting.trail_name in sources]
        carried += shown[:1]
    return carried


def _plain(amount: Decimal) -> Decimal:
    """Return the amount without zeros at its end: 3.5000 is read as 3.5."""
    whole = amount.to_integral_value()
    return whole if amount == whole else amount.normalize()
