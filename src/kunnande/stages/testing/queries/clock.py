from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.testing.models import SittingState

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.testing.models import Sitting


def seconds_left(sitting: Sitting, at: datetime) -> int:
    """Return what is left of a sitting's time; it stands still during a pause."""
    if sitting.deadline_at is None:
        return 0
    return max(0, int((sitting.deadline_at - (sitting.paused_at or at)).total_seconds()))


def is_time_up(sitting: Sitting, at: datetime) -> bool:
    """Tell whether a running sitting is to be handed in; a pause lasts no longer than its day."""
    if sitting.state != SittingState.RUNNING or sitting.deadline_at is None:
        return False
    if sitting.paused_at:
        return localdate(at) > localdate(sitting.paused_at)
    return at >= sitting.deadline_at
