from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from procrastinate.contrib.django import app

from kunnande.stages.trail import services


@dataclass(frozen=True)
class Timer:
    """The worker's clock, which acts when nobody else does."""

    trail_name: str = "service:timer"


@app.periodic(cron="0 * * * *")
@app.task(queueing_lock="trail-anchor")
def anchor_every_hour(timestamp: int) -> None:  # noqa: ARG001 - the queue says which hour
    services.anchor_chains(by=Timer(), at=timezone.now())
