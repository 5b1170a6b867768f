"""What a person has shown that no longer counts, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from kunnande.stages.disclosure.queries import list_people_who_share
from kunnande.stages.framework.queries import ProofKind
from kunnande.stages.ledger.models import Statement
from kunnande.stages.ledger.queries.released import IS_RELEASED
from kunnande.stages.parties.queries import list_employed_among

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet


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
    rows = [_row(statement) for statement in _past([person_id], on)]
    return sorted(rows, key=lambda row: row.ended_on, reverse=True)


def list_disclosed_past(
    organisation_id: int, *, person_id: int, area_id: int, on: date
) -> list[PastStatement]:
    """Return what an employer might have seen of somebody in an area, and sees no more.

    By the rule for what it sees now: of its own staff, its own attestations, and what is released
    by those who share.
    """
    employed = list_employed_among([person_id], organisation_id=organisation_id, on=on)
    shares = bool(list_people_who_share(organisation_id, employed, on=on))
    attested = Q(kind=ProofKind.EMPLOYER_ATTESTED, place_id=organisation_id)
    seen = attested | Q(IS_RELEASED) if shares else attested
    past = _past(employed, on).filter(seen, area_version__area_id=area_id)
    return sorted(map(_row, past), key=lambda row: row.ended_on, reverse=True)


def _past(people: Iterable[int], on: date) -> QuerySet[Statement]:
    return (
        Statement.objects.filter(person_id__in=set(people))
        .exclude(kind=ProofKind.SELF_RATED)
        .filter(Q(ending__isnull=False) | Q(valid_until__lt=on))
        .select_related("ending")
        .order_by("pk")
    )


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
