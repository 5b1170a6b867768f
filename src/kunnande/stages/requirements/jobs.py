from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from kunnande.stages.parties.services import get_service_user
from kunnande.stages.requirements import services


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="forget_staged_imports")
def forget_staged_imports(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Let go of lists of staff that were uploaded and never confirmed."""
    now = timezone.now()
    return services.forget_staged_imports(by=get_service_user(name="jobs", at=now), at=now)
