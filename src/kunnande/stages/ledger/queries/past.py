"""What a person has shown that no longer counts, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from kunnande.stages.framework.queries import ProofKind
from kunnande.stages.ledger.models import Statement

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True)
class PastStatement:
    """A statement that was superseded, withdrawn with a reason, or is past its last day."""

    area_version_id: int
    level: int
    kind: str
    stated_at: datetime
    ended_on: date
    why: str
    reason: str


def list_past(person_id: int, *, on: date) -> list[PastStatement]:
    """Return what a person had shown before, latest ending first; never their own ratings.

    `why` is superseded, withdrawn or lapsed.
    """
    statements = (
        Statement.objects.filter(person_id=person_id)
        .exclude(kind=ProofKind.SELF_RATED)
        .filter(Q(ending__isnull=False) | Q(valid_until__lt=on))
        .select_related("ending")
    )
    rows = [_row(statement) for statement in statements]
    return sorted(rows, key=lambda row: row.ended_on, reverse=True)


def _row(statement: Statement) -> PastStatement:
    ending = getattr(statement, "ending", None)
    ended_on, why, reason = statement.valid_until, "lapsed", ""
    if ending and (ended_on is None or localdate(ending.ended_at) <= ended_on):
        why = "superseded" if ending.superseded_by_id else "withdrawn"
        ended_on, reason = localdate(ending.ended_at), ending.reason
    return PastStatement(
        area_version_id=statement.area_version_id,
        level=statement.level,
        kind=statement.kind,
        stated_at=statement.stated_at,
        ended_on=ended_on or localdate(statement.stated_at),
        why=why,
        reason=reason,
    )
