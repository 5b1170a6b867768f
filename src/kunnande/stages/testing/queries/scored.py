"""Every scored answer so far, for those who measure the questions rather than the people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from kunnande.stages.testing.models import SittingItem, SittingState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


class ScoredAnswer(NamedTuple):
    """One item of a sitting that was handed in; solved means every point of it."""

    sitting_id: int
    area_id: int
    item_version_id: int
    is_answered: bool
    is_solved: bool


def iterate_scored_answers(owner_ids: Collection[int] | None = None) -> Iterator[ScoredAnswer]:
    """Yield the items of every sitting handed in, sitting by sitting in the order they were shown.

    Of the schemes of these owners; none named means all.
    """
    items = SittingItem.objects.filter(sitting__state=SittingState.FINISHED, maximum__gt=0)
    if owner_ids is not None:
        items = items.filter(area_version__area__scheme__owner_id__in=owner_ids)
    is_solved = ExpressionWrapper(Q(points__gte=F("maximum")), output_field=BooleanField())
    rows = items.order_by("sitting_id", "position").values_list(
        "sitting_id", "area_version__area_id", "item_version_id", "answer__pk", is_solved
    )
    for sitting_id, area_id, version_id, answer_id, is_solved in rows.iterator():
        yield ScoredAnswer(sitting_id, area_id, version_id, answer_id is not None, is_solved)


def count_scored_answers(owner_ids: Collection[int] | None = None) -> int:
    """Return how many items were answered in sittings handed in."""
    items = SittingItem.objects.filter(
        sitting__state=SittingState.FINISHED, maximum__gt=0, answer__pk__isnull=False
    )
    if owner_ids is not None:
        items = items.filter(area_version__area__scheme__owner_id__in=owner_ids)
    return items.count()
