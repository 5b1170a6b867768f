"""What stops a month from being signed: the row, and the rule it goes against."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import LabourStatus, map_labour_spells
from kunnande.stages.programme.models import Counting, Engagement
from kunnande.stages.programme.queries.grants import get_rule
from kunnande.stages.programme.queries.months import last_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kunnande.stages.programme.models import Participation
    from kunnande.stages.programme.queries.hours import HourRow

_A_DAY = 24 * 60
_FURLOUGHED = {LabourStatus.SHORT_TIME, LabourStatus.LAID_OFF}


@dataclass(frozen=True)
class Problem:
    """One row that can not be attested, and why."""

    on: date
    what: str
    rule: str

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.what}: {self.rule}"


def list_problems(
    participation: Participation, month_on: date, rows: Sequence[HourRow]
) -> list[Problem]:
    """Return every row of a month that goes against a rule, in order of day."""
    found = [
        *_too_long_days(rows, month_on),
        *_overlapping(rows),
        *_after_the_end(participation, rows),
        *_not_released(participation, month_on, rows),
    ]
    return sorted(found, key=lambda one: (one.on, one.what, one.rule))


def _too_long_days(rows: Sequence[HourRow], month_on: date) -> Iterator[Problem]:
    by_day: dict[date, list[HourRow]] = defaultdict(list)
    for row in rows:
        by_day[row.on].append(row)
    most = min(get_rule("most_minutes_a_day", on=month_on).amount, _A_DAY) if rows else 0
    for on, same_day in by_day.items():
        spent = sum(row.minutes for row in same_day)
        if spent > most:
            told = {"spent": spent, "most": most}
            rule = _("%(spent)d minuter samma dag, högst %(most)d får intygas") % told
            yield Problem(on, same_day[-1].what, rule)


def _overlapping(rows: Sequence[HourRow]) -> Iterator[Problem]:
    for first, then in pairwise(rows):
        if first.ends_at > then.starts_at:
            rule = _("samma tid finns redan på %(what)s") % {"what": first.what}
            yield Problem(then.on, then.what, rule)


def _after_the_end(participation: Participation, rows: Sequence[HourRow]) -> Iterator[Problem]:
    ended_on = (
        Engagement.objects.filter(
            programme_id=participation.programme_id, company_id=participation.company_id
        )
        .values_list("ended_on", flat=True)
        .first()
    )
    for row in rows:
        if ended_on and row.on > ended_on:
            rule = _("företaget är inte med efter %(day)s") % {"day": f"{ended_on:%Y-%m-%d}"}
            yield Problem(row.on, row.what, rule)


def _not_released(
    participation: Participation, month_on: date, rows: Sequence[HourRow]
) -> Iterator[Problem]:
    """Yield what somebody did while furloughed that their company has not released time for."""
    spells = map_labour_spells(
        [participation.person_id], from_on=month_on, to_on=last_of(month_on)
    ).get(participation.person_id, [])
    furloughs = [spell for spell in spells if spell.status in _FURLOUGHED]
    for row in rows:
        if row.counting == Counting.OWN_TIME and any(
            spell.from_on <= row.on and (spell.to_on is None or row.on <= spell.to_on)
            for spell in furloughs
        ):
            rule = _("vid permittering ska det ligga i arbetsbefriad tid")
            yield Problem(row.on, row.what, rule)
