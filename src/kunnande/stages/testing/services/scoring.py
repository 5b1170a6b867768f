from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import move_case, set_retake
from kunnande.stages.framework.queries import get_pass_rule, list_areas_of
from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.ledger.services import Proof, state_competences
from kunnande.stages.testing import translate
from kunnande.stages.testing.models import (
    AreaResult,
    Pause,
    Sitting,
    SittingItem,
    SittingState,
)
from kunnande.stages.testing.queries import (
    earliest_day,
    is_time_up,
    list_days_tested,
    list_remaining_areas,
)
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User


@transaction.atomic
def finish(*, sitting_id: int, by: User, at: datetime) -> Sitting:
    """Score a running sitting per area and state what was shown; a second time changes nothing."""
    sitting = (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("case__person", "centre", "blueprint")
        .get(pk=sitting_id)
    )
    if sitting.state != SittingState.RUNNING:
        return sitting
    items = _score_items(sitting)
    results = _area_results(sitting, items, at)
    AreaResult.objects.bulk_create(results)
    sitting.closed_by_deadline = is_time_up(sitting, at)
    sitting.state, sitting.finished_at, sitting.paused_at = SittingState.FINISHED, at, None
    sitting.save(
        update_fields=[
            *("state", "finished_at", "paused_at", "closed_by_deadline", "engine_version")
        ]
    )
    Pause.objects.filter(sitting=sitting, ended_at=None).update(ended_at=at)
    _state_met_areas(sitting, results, by, at)
    move_case(case=sitting.case, to=CaseState.TESTED, by=by, at=at)
    note_retake(sitting, by=by, at=at)
    record(
        chain=sitting.trail_name,
        act="sitting_finished",
        subject=f"person:{sitting.case.person_id}",
        by=by,
        at=at,
        facts={
            "engine": sitting.engine_version,
            "by_deadline": sitting.closed_by_deadline,
            "areas": len(results),
            "areas_met": sum(result.is_met for result in results),
        },
    )
    return sitting


def note_retake(sitting: Sitting, *, by: User, at: datetime) -> None:
    """Write on the case what remains after an attempt, and when it may be tried again."""
    case, on = sitting.case, timezone.localdate(at)
    rule = get_pass_rule(case.product_version_id, on)
    set_retake(
        case=case,
        earliest_on=earliest_day(list_days_tested(case), rule),
        area_version_ids=list_remaining_areas(case, sitting.blueprint, on=on),
        by=by,
        at=at,
    )


def _score_items(sitting: Sitting) -> list[SittingItem]:
    items = list(sitting.items.select_related("answer"))
    for placed in items:
        answer = getattr(placed, "answer", None)
        score = translate.score(placed, sitting.language, answer.responses if answer else {})
        placed.maximum = translate.storable(score.maximum)
        placed.points = translate.storable(score.points, at_most=placed.maximum)
        placed.scored_sha256 = score.item_sha256
        sitting.engine_version = score.engine_version
    # All rows are there: one short statement instead of a case for every row and column.
    SittingItem.objects.bulk_create(
        items,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["points", "maximum", "scored_sha256"],
    )
    return items


def _area_results(sitting: Sitting, items: list[SittingItem], at: datetime) -> list[AreaResult]:
    rule = get_pass_rule(sitting.case.product_version_id, timezone.localdate(at))
    by_area: dict[int, list[SittingItem]] = defaultdict(list)
    for placed in items:
        by_area[placed.area_version_id].append(placed)
    results = []
    for area_version_id, placed_items in by_area.items():
        points = sum((placed.points or Decimal(0) for placed in placed_items), Decimal(0))
        maximum = sum((placed.maximum or Decimal(0) for placed in placed_items), Decimal(0))
        results.append(
            AreaResult(
                sitting=sitting,
                area_version_id=area_version_id,
                points=points,
                maximum=maximum,
                items=len(placed_items),
                minimum_percent=rule.area_minimum_percent,
                is_met=points * 100 >= rule.area_minimum_percent * maximum,
            )
        )
    return results


def _state_met_areas(sitting: Sitting, results: list[AreaResult], by: User, at: datetime) -> None:
    case = sitting.case
    levels = {
        area.area_version_id: area.shown_level for area in list_areas_of(case.product_version_id)
    }
    proof = Proof(
        ProofKind.THEORY_TESTED, sitting.trail_name, case.release_key, place=sitting.centre
    )
    met = [result.area_version_id for result in results if result.is_met]
    shown = {area_version_id: levels[area_version_id] for area_version_id in met}
    if shown:
        state_competences(person=case.person, levels=shown, proof=proof, by=by, at=at)
