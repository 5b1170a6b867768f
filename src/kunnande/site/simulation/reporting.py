"""What the simulated programme hands on: the months' participants, and a report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.parties.services import get_service_user
from kunnande.stages.programme.queries.months import (
    bounds_of,
    last_of,
    list_months,
    month_of,
    months_later,
)
from kunnande.stages.programme.services import (
    draft_report,
    make_participant_file,
    release_node_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kunnande.site.simulation.funding import Funded

# Every month of late, and before that the last month of each quarter.
_OF_LATE = 6
_QUARTER = 3
_PROGRESS = "progress"
# After the companies have locked the month.
_MADE_AFTER = timedelta(days=12, hours=10)


def report_months(funded: Funded, *, now: datetime) -> int:
    """Let the economist make the file of participants of some months; return how many."""
    made = 0
    for month_on in _list_reported(funded, now):
        at = bounds_of(month_on)[1] + _MADE_AFTER
        make_participant_file(
            programme=funded.programme, month_on=month_on, by=funded.economist, at=at
        )
        made += 1
    _draft_report(funded, now)
    release_node_numbers(by=get_service_user(name="simulate", at=now), at=now)
    return made


def _draft_report(funded: Funded, now: datetime) -> None:
    """Begin the report of what has been, to the last month that is over."""
    latest_on = months_later(month_of(localdate(now)), -1)
    draft_report(
        programme=funded.programme,
        kind=_PROGRESS,
        from_on=funded.programme.from_on,
        to_on=last_of(latest_on),
        by=funded.economist,
        at=now - timedelta(days=1),
    )


def _list_reported(funded: Funded, now: datetime) -> Iterator[date]:
    latest_on = months_later(month_of(localdate(now)), -1)
    late_on = months_later(latest_on, 1 - _OF_LATE)
    for month_on in reversed(list(list_months(funded.programme.from_on, latest_on))):
        is_due = bounds_of(month_on)[1] + _MADE_AFTER < now
        if is_due and (month_on >= late_on or month_on.month % _QUARTER == 0):
            yield month_on
