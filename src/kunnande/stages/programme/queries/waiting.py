"""Which months wait for a signature: for the first page of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from kunnande.stages.programme.models import Attestation, AttestationState, Participation
from kunnande.stages.programme.queries.attesting import list_months_among, took_part_in
from kunnande.stages.programme.queries.months import month_of, months_later

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class ToSign:
    """A month that waits for the person it is about."""

    participation_id: int
    month_on: date


@dataclass(frozen=True)
class ToLock:
    """How many people's months wait for their company."""

    month_on: date
    people: int


def find_month_to_sign(person_id: int, *, on: date) -> ToSign | None:
    """Return the oldest month opened for correction, else the last one where it has hours."""
    opened = Attestation.objects.filter(
        participation__person_id=person_id, state=AttestationState.OPENED
    )
    first = opened.order_by("month_on", "pk").first()
    if first:
        return ToSign(first.participation_id, first.month_on)
    last = months_later(month_of(on), -1)
    parts = Participation.objects.filter(took_part_in(last), person_id=person_id)
    rows = list(parts.select_related("person", "company", "programme").order_by("pk"))
    waiting = (one for one in list_months_among(rows, last) if one.waits_for_person)
    month = next(waiting, None) if rows else None
    return ToSign(month.participation.pk, last) if month else None


def list_months_to_lock(company_id: int) -> list[ToLock]:
    """Return the months that people of a company have signed and it has not, the oldest first."""
    signed = Attestation.objects.filter(
        participation__company_id=company_id, state=AttestationState.SIGNED
    )
    counted = signed.values_list("month_on").annotate(people=Count("pk")).order_by("month_on")
    return [ToLock(month_on, people) for month_on, people in counted]
