"""What waits at a programme's owner, in numbers: for the first page of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.programme.models import (
    Attestation,
    AttestationState,
    Extract,
    ParticipantFile,
    Participation,
)
from kunnande.stages.programme.queries.following import find_to_call
from kunnande.stages.programme.queries.grants import list_grants
from kunnande.stages.programme.queries.indicators import find_indicator_set
from kunnande.stages.programme.queries.months import month_of, months_later

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.programme.models import GrantVersion, IndicatorSet, Programme
    from kunnande.stages.programme.queries.following import ToCall

# How many of those to call are named on a first page.
_SHOWN = 20


@dataclass(frozen=True)
class Desk:
    """How a programme stands on a day, and what somebody should see to."""

    programme: Programme
    applies: GrantVersion | None
    indicator_set: IndicatorSet | None
    people: int
    inside: int
    calls: ToCall
    # Months that the person has signed and the company has not.
    unlocked: int
    last_month_on: date
    file_is_made: bool
    extracts: tuple[Extract, ...]


def get_desk(programme: Programme, *, on: date) -> Desk:
    entered = Participation.objects.filter(programme=programme, entered_on__lte=on)
    last_month_on = months_later(month_of(on), -1)
    in_force = [grant for grant in list_grants(programme) if grant.from_on <= on]
    signed = Attestation.objects.filter(
        participation__programme=programme, state=AttestationState.SIGNED
    )
    return Desk(
        programme=programme,
        applies=in_force[-1] if in_force else None,
        indicator_set=find_indicator_set(programme, on=on),
        people=entered.values("person_id").distinct().count(),
        inside=entered.exclude(left_on__lt=on).values("person_id").distinct().count(),
        calls=find_to_call(programme, on=on, shown=_SHOWN),
        unlocked=signed.count(),
        last_month_on=last_month_on,
        file_is_made=ParticipantFile.objects.filter(
            programme=programme, month_on=last_month_on
        ).exists(),
        extracts=tuple(
            Extract.objects.filter(programme=programme)
            .select_related("made_by__person")
            .order_by("-made_at", "-pk")[:10]
        ),
    )
