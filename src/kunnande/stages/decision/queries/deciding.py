"""Who has had a decision, for those who count it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.decision.models import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


def map_decided_on(people: Iterable[int]) -> Mapping[int, list[date]]:
    """Return, person by person, the day of every first decision of a case, in order."""
    rows = Decision.objects.filter(case__person_id__in=list(people), replaces__isnull=True)
    days: dict[int, list[date]] = defaultdict(list)
    for person_id, decided_at in rows.order_by("decided_at", "pk").values_list(
        "case__person_id", "decided_at"
    ):
        days[person_id].append(localdate(decided_at))
    return days
