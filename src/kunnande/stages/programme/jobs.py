"""By the clock: make the month's numbers of the companies that nodes coordinate."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from kunnande.stages.parties.services import get_service_user
from kunnande.stages.programme import services


@app.periodic(cron="30 4 * * *")
@app.task(queueing_lock="release_node_numbers")
def release_node_numbers(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Make the numbers of the month on its first night; return which release stands."""
    now = timezone.now()
    by = get_service_user(name="jobs", at=now)
    return services.release_node_numbers(by=by, at=now).pk
