"""What a reader outside the company is told is present, version after version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.supply.models import Measure

if TYPE_CHECKING:
    from kunnande.stages.supply.models import CompetencePlan


def tell_present(plan: CompetencePlan, *, fewest: int) -> dict[int, int | None]:
    """Return how many are present for each measure about an area; None where too few were counted.

    A number that has moved by fewer than `fewest` is told as it was told last: otherwise one
    version taken from another would tell of one person that something was shown, or ran out.
    """
    until = Q(plan__year__lt=plan.year) | Q(plan__year=plan.year, plan__version__lte=plan.version)
    counts = Measure.objects.filter(until, plan__company_id=plan.company_id, area__isnull=False)
    told: dict[int, int | None] = {}
    last: dict[int | None, int] = {}
    for one in counts.order_by("plan__year", "plan__version", "number"):
        if one.counted < fewest:
            told[one.pk] = None
            continue
        before = last.get(one.area_id)
        if before is None or abs(one.present - before) >= fewest:
            last[one.area_id] = one.present
        told[one.pk] = last[one.area_id]
    return told
