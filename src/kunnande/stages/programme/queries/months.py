"""Calendar months, each named by its first day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = 12


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    first = date(day.year + years, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), last_of(first))


def last_of(month_on: date) -> date:
    return (month_on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def list_months(first: date, last: date) -> Iterator[date]:
    """Yield every month that two days and what lies between them touch, the latest first."""
    month = month_of(last)
    while month >= month_of(first):
        yield month
        month = months_later(month, -1)


def bounds_of(month_on: date) -> tuple[datetime, datetime]:
    """Return the moment a month begins where we live, and the moment the next one does."""
    start = timezone.make_aware(datetime.combine(month_on, time.min))
    return start, timezone.make_aware(datetime.combine(months_later(month_on, 1), time.min))
