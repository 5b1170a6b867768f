"""By the clock and on order: calibrate the item bank from every sitting so far."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from kunnande.stages.measurement import services
from kunnande.stages.parties.services import get_service_user


@app.periodic(cron="40 3 * * 0")
@app.task(queueing_lock="calibrate_bank")
def calibrate_bank(timestamp: int) -> bool:  # noqa: ARG001 - procrastinate passes the minute
    """Calibrate everything once a week when there are new answers; return whether it did."""
    now = timezone.now()
    by = get_service_user(name="jobs", at=now)
    return services.calibrate_when_answers_are_new(by=by, at=now) is not None


@app.task
def calibrate_ordered(owner_id: int) -> bool:
    """Calibrate the items of one scheme owner; return whether anybody had answered any."""
    now = timezone.now()
    by = get_service_user(name="jobs", at=now)
    return services.calibrate_bank(by=by, at=now, owner_ids=[owner_id]) is not None
