"""Month by month the simulated people sign their hours, and their company locks them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict

from django.utils.timezone import localdate

from kunnande.site.simulation.parties import Acting
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import participations_visible_to
from kunnande.stages.programme.queries.hours import map_hours
from kunnande.stages.programme.queries.months import (
    bounds_of,
    list_months,
    month_of,
    months_later,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.queries import Participation

_A_DAY = timedelta(days=1)
_SIGNED_AFTER, _LOCKED_AFTER = timedelta(days=2, hours=8), timedelta(days=5, hours=9)
_CORRECTED_AFTER = 12 * _A_DAY
# One in so many is corrected; of the latest month every third waits for each of the two.
_CORRECTED, _WAITING = 12, 3
_REASON = "Kontrollerat mot närvarolistan"
# What somebody has written, in the language they wrote it in.
REASONS = (_REASON,)


@dataclass(frozen=True)
class _Month:
    participation: Participation
    month_on: date

    @property
    def signed_at(self) -> datetime:
        return bounds_of(self.month_on)[1] + _SIGNED_AFTER

    @property
    def locked_at(self) -> datetime:
        return bounds_of(self.month_on)[1] + _LOCKED_AFTER


def attest_months(employer: User, *, now: datetime) -> Counter[str]:
    """Let a company's people sign every month that is over, and the company lock it.

    Some of the latest month still waits for the person, some for the company.
    """
    told: Counter[str] = Counter()
    latest_on = months_later(month_of(localdate(now)), -1)
    for place, month in enumerate(_list_months(employer, now)):
        waits = place % _WAITING if month.month_on == latest_on else _WAITING
        if waits == 0 or month.locked_at >= now:
            continue
        try:
            _sign(month, employer, is_locked=waits != 1)
        except services.ImproperHoursError:
            # Time that was not released during furlough is nobody's to attest.
            told["refused"] += 1
            continue
        if place % _CORRECTED == _CORRECTED - 1 and month.month_on < latest_on:
            _correct(month, employer)
    return told


def _list_months(employer: User, now: datetime) -> list[_Month]:
    """Return every month that is over and in which somebody has hours, the earliest first."""
    viewer = get_viewer(employer, on=localdate(now))
    people = list(participations_visible_to(viewer).select_related("person__user").order_by("pk"))
    if not people:
        return []
    first = min(one.entered_on for one in people)
    last = months_later(month_of(localdate(now)), -1)
    found = []
    for month_on in reversed(list(list_months(first, last))):
        hours = map_hours(people, month_on)
        found += [_Month(one, month_on) for one in people if hours[one.pk]]
    return found


class _Own(TypedDict):
    participation: Participation
    month_on: date


def _sign(month: _Month, employer: User, *, is_locked: bool) -> None:
    own = _Own(participation=month.participation, month_on=month.month_on)
    person = Acting(by=month.participation.person.user, at=month.signed_at)
    services.sign_own_month(**own, **person)
    if is_locked:
        services.lock_month(**own, by=employer, at=month.locked_at)


def _correct(month: _Month, employer: User) -> None:
    """Open a locked month once more, with a reason, and sign and lock the new version."""
    own = _Own(participation=month.participation, month_on=month.month_on)
    at = month.locked_at + _CORRECTED_AFTER
    services.open_correction(**own, reason=_REASON, by=employer, at=at)
    services.sign_own_month(**own, by=month.participation.person.user, at=at + _A_DAY)
    services.lock_month(**own, by=employer, at=at + 2 * _A_DAY)
