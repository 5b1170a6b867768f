"""Attested hours as co-financing: released by the company, paid for once, whole hours, in öre."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from kunnande.stages.programme.models import Attestation, AttestationState, Counting
from kunnande.stages.programme.queries.grants import map_rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.programme.models import Programme


@dataclass(frozen=True)
class CofinancedMonth:
    """One locked month: every minute, those that count, the hours of them, and their value."""

    attestation_id: int
    participation_id: int
    month_on: date
    minutes: int
    counting_minutes: int
    hours: int
    value_ore: int


@dataclass(frozen=True)
class Cofinancing:
    months: tuple[CofinancedMonth, ...]

    @property
    def minutes(self) -> int:
        return sum(month.minutes for month in self.months)

    @property
    def counting_minutes(self) -> int:
        return sum(month.counting_minutes for month in self.months)

    @property
    def hours(self) -> int:
        return sum(month.hours for month in self.months)

    @property
    def value_ore(self) -> int:
        return sum(month.value_ore for month in self.months)

    @property
    def value_kronor(self) -> Decimal:
        return Decimal(self.value_ore) / 100


def get_cofinancing(
    programme: Programme, *, first_on: date, last_on: date, company_id: int | None = None
) -> Cofinancing:
    """Return what the locked months between two count as.

    Only whole hours count, rounded down for each person and month, at the month's own rate.
    """
    locked = Attestation.objects.filter(
        participation__programme=programme,
        state=AttestationState.LOCKED,
        month_on__gte=first_on,
        month_on__lte=last_on,
    )
    if company_id is not None:
        locked = locked.filter(participation__company_id=company_id)
    counted = locked.annotate(
        counting=Coalesce(Sum("rows__minutes", filter=Q(rows__counting=Counting.COUNTS)), 0)
    ).order_by("month_on", "participation_id")
    rates = _rates_of({one.month_on for one in counted})
    return Cofinancing(tuple(_month(one, one.counting, *rates[one.month_on]) for one in counted))


def _rates_of(months: Iterable[date]) -> dict[date, tuple[int, int]]:
    """Return, month by month, how many minutes make a whole hour, and what it is worth."""
    days = sorted(months)
    whole, worth = (map_rule(code, days) for code in ("cofinancing_whole", "cofinancing_an_hour"))
    return {on: (whole[on].amount, worth[on].amount) for on in days}


def _month(one: Attestation, counting: int, whole: int, rate_ore: int) -> CofinancedMonth:
    hours = counting // whole
    return CofinancedMonth(
        attestation_id=one.pk,
        participation_id=one.participation_id,
        month_on=one.month_on,
        minutes=one.minutes,
        counting_minutes=counting,
        hours=hours,
        value_ore=hours * rate_ore,
    )
