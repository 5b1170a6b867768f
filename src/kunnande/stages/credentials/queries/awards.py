"""What people have been awarded and still hold, for those who count it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kunnande.stages.credentials.models import Certificate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID


class Award(NamedTuple):
    person_id: int
    public_id: UUID
    kind: str
    awarded_at: datetime


def list_awards(people: Iterable[int]) -> list[Award]:
    """Return every credential of these people that is not withdrawn, the first one first."""
    rows = Certificate.objects.filter(person_id__in=list(people), revocation__isnull=True)
    columns = rows.order_by("awarded_at", "pk").values_list(*Award._fields)
    return list(map(Award._make, columns))
