from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from kunnande.stages.parties.services import get_service_user
from kunnande.stages.testing import services


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="close_overdue_sittings")
def close_overdue_sittings(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Hand in the sittings whose time is up; a browser that is gone can not do it."""
    now = timezone.now()
    return services.close_overdue_sittings(by=get_service_user(name="jobs", at=now), at=now)
