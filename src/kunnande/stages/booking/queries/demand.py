"""Who waits, in numbers: where and for how long, against the seats of the coming weeks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.booking.models import WaitingEntry, WaitingState
from kunnande.stages.parties.queries import name_of_municipality

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.booking.queries.sessions import SessionRow

# Fewer than so many are not counted out: they could be one company's.
FEWEST = 5
WEEKS = 8


@dataclass(frozen=True)
class PlaceDemand:
    """A municipality: how many wait, since so many days in the middle of them; None is few."""

    code: str
    name: str
    waiting: int | None
    days: int | None
    free: int


@dataclass(frozen=True)
class WeekDemand:
    """A week's seats, and how many of those who wait now its free seats still leave waiting."""

    week: int
    begins_on: date
    seats: int
    free: int
    still_waiting: int


def list_demand_of_places(sessions: Iterable[SessionRow], *, on: date) -> list[PlaceDemand]:
    """Return the municipalities where somebody waits or seats are free, by name."""
    days: dict[str, list[int]] = defaultdict(list)
    waiting = WaitingEntry.objects.filter(state=WaitingState.WAITING).order_by("pk")
    for code, since in waiting.values_list("municipality_code", "since"):
        days[code].append((on - localdate(since)).days)
    free: dict[str, int] = defaultdict(int)
    for row in sessions:
        free[row.session.municipality_code] += row.free
    found = [
        _place(code, days.get(code, []), free.get(code, 0))
        for code in {*days, *(code for code, seats in free.items() if seats)}
    ]
    return sorted(found, key=lambda one: (one.name, one.code))


def list_demand_of_weeks(
    sessions: Iterable[SessionRow], *, waiting: int, on: date
) -> list[WeekDemand]:
    """Return the coming weeks with their seats, the nearest first."""
    first = on - timedelta(days=on.weekday())
    seats: dict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in sessions:
        day = localdate(row.session.starts_at)
        monday = day - timedelta(days=day.weekday())
        all_seats, free = seats[monday]
        seats[monday] = (all_seats + row.seats, free + row.free)
    weeks, left = [], waiting
    for number in range(WEEKS):
        monday = first + timedelta(weeks=number)
        all_seats, free = seats[monday]
        left = max(0, left - free)
        weeks.append(WeekDemand(monday.isocalendar().week, monday, all_seats, free, left))
    return weeks


def _place(code: str, days: list[int], free: int) -> PlaceDemand:
    if not days:
        return PlaceDemand(code, name_of_municipality(code), 0, None, free)
    if len(days) < FEWEST:
        return PlaceDemand(code, name_of_municipality(code), None, None, free)
    return PlaceDemand(code, name_of_municipality(code), len(days), median_low(days), free)
