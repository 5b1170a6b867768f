from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from kunnande.stages.cases import services
from kunnande.stages.parties.services import get_service_user


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="forget_lost_files")
def forget_lost_files(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Remove files that an act interrupted halfway left on the disk."""
    now = timezone.now()
    return services.forget_lost_files(by=get_service_user(name="jobs", at=now), at=now)
