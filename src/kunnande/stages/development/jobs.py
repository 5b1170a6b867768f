"""By the clock: make the month's numbers, and settle groups nobody answers for any more."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from kunnande.stages.development import services
from kunnande.stages.parties.services import get_service_user


@app.periodic(cron="20 4 * * *")
@app.task(queueing_lock="release_numbers")
def release_numbers(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Make the numbers of the month on its first night; return which release stands."""
    now = timezone.now()
    by = get_service_user(name="jobs", at=now)
    return services.release_numbers(by=by, at=now).pk


@app.periodic(cron="10 4 * * *")
@app.task(queueing_lock="settle_overdue_proposals")
def settle_overdue_proposals(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Settle the groups whose last day to answer has passed; return how many."""
    now = timezone.now()
    by = get_service_user(name="jobs", at=now)
    return len(services.settle_overdue_proposals(by=by, at=now))
