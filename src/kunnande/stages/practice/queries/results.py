from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.framework.queries import list_area_versions, localised
from kunnande.stages.practice.models import (
    AssessmentState,
    PracticalAreaResult,
    PracticalCriterion,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from kunnande.stages.practice.models import Assessment


@dataclass(frozen=True)
class PracticalResultRow:
    """What a practical assessment showed about one area, with the requirement beside it."""

    assessment_id: int
    area_version_id: int
    code: str
    name: str
    percent: Decimal | None
    minimum_percent: int
    criteria: int
    held_back_by: tuple[str, ...]
    is_met: bool
    proposal: str


def list_results_of_assessment(assessment: Assessment) -> tuple[PracticalResultRow, ...]:
    """Return what the latest locking came to, by area code; nothing while it is not locked."""
    if assessment.state != AssessmentState.LOCKED:
        return ()
    return _rows(assessment.results.filter(locking=assessment.lockings))


def list_practical_results(case_id: int) -> tuple[PracticalResultRow, ...]:
    """Return the latest result per area over the case's assessments that were talked about."""
    results = PracticalAreaResult.objects.filter(
        assessment__case_id=case_id,
        assessment__state=AssessmentState.LOCKED,
        locking=F("assessment__lockings"),
        assessment__talks__locking=F("locking"),
    ).order_by("assessment__locked_at", "assessment_id")
    return _rows({result.area_version_id: result for result in results}.values())


def _rows(results: Iterable[PracticalAreaResult]) -> tuple[PracticalResultRow, ...]:
    results = list(results)
    areas = list_area_versions(result.area_version_id for result in results)
    criteria = PracticalCriterion.objects.in_bulk(
        {pk for result in results for pk in result.held_back_by}
    )
    rows = [
        PracticalResultRow(
            assessment_id=result.assessment_id,
            area_version_id=result.area_version_id,
            code=areas[result.area_version_id].area.code,
            name=localised(areas[result.area_version_id], "name"),
            percent=result.percent,
            minimum_percent=result.minimum_percent,
            criteria=result.criteria,
            held_back_by=tuple(localised(criteria[pk], "name") for pk in result.held_back_by),
            is_met=result.is_met,
            proposal=result.proposal,
        )
        for result in results
    ]
    return tuple(sorted(rows, key=lambda row: row.code))
