"""When each simulated company comes into the programme, and what happens to it on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from kunnande.stages.programme.queries import Step
from kunnande.stages.programme.queries.months import months_later

MONTHS = 30
# A company that begins within so many days has people on every part of the way today.
_RECENT = timedelta(days=80)
_DEMO_BEGAN = timedelta(days=62)
# Long enough before the first people for every centre to be accredited by then.
_FIRST_AFTER, _LAST_BEFORE = timedelta(days=115), _DEMO_BEGAN
# Places each number in the row far from the ones before it.
_GOLDEN = 0.618034
# Days from the moment the first people register to each step.
_STEPS = {
    Step.CONTACT: -80,
    Step.AID_CHECKED: -60,
    Step.AGREED: -45,
    Step.MAPPED: -20,
    Step.VALIDATED: 0,
    Step.GAPS_KNOWN: 21,
    Step.PLANNED: 35,
    Step.MEASURES: 50,
}
_CLOSED_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Way:
    """One company's way through the programme, by its place in the row."""

    number: int
    begins_at: datetime
    now: datetime

    @property
    def is_recent(self) -> bool:
        return self.begins_at > self.now - _RECENT

    @property
    def contacted_at(self) -> datetime:
        return self.begins_at + timedelta(days=_STEPS[Step.CONTACT])

    @property
    def is_furloughed(self) -> bool:
        """Whether everybody goes on short time while they are validated."""
        return self.number % 4 == 1

    @property
    def has_other_support(self) -> bool:
        """Whether somebody else pays for the time as well, so that it can not count here."""
        return self.number % 8 == 5

    @property
    def gives_notice(self) -> bool:
        return self.number % 6 == 2

    @property
    def drops_out_on(self) -> date | None:
        """Return when the company leaves before the follow-up; most do not."""
        left_at = self.begins_at + timedelta(days=140)
        return localdate(left_at) if self.number % 11 == 7 and left_at < self.now else None

    def steps(self) -> list[tuple[Step, date]]:
        """Return the steps until today, in order; the last of them may be that it drops out."""
        taken = [
            (step, localdate(self.begins_at + timedelta(days=days)))
            for step, days in _STEPS.items()
        ]
        if self.drops_out_on:
            taken.append((Step.DROPPED_OUT, self.drops_out_on))
        else:
            followed_up_on = months_later(taken[-1][1], 6)
            taken.append((Step.FOLLOWED_UP, followed_up_on))
            taken.append((Step.CLOSED, followed_up_on + _CLOSED_AFTER))
        return [(step, on) for step, on in taken if on < localdate(self.now)]


def begin_of_programme(now: datetime) -> datetime:
    """Return the morning of the first day of the month so many months ago."""
    first_on = months_later(localdate(now).replace(day=1), -MONTHS)
    return now.replace(
        year=first_on.year, month=first_on.month, day=1, hour=9, minute=0, second=0, microsecond=0
    )


def way_of(number: int, now: datetime) -> Way:
    """Return when a company's first people register; the demonstration's company is a recent one.

    The others are spread over the whole programme, whatever their number is.
    """
    morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
    if number == 0:
        return Way(number, morning - _DEMO_BEGAN, now)
    first, last = begin_of_programme(now) + _FIRST_AFTER, morning - _LAST_BEFORE
    days = int(number * _GOLDEN % 1 * (last - first).days)
    return Way(number, first + timedelta(days=days), now)
