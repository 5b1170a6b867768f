from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.testing.models import (
    OPEN_STATES,
    ExtraTime,
    ExtraTimeReason,
    Pause,
    Sitting,
    SittingState,
)
from kunnande.stages.testing.queries import is_time_up
from kunnande.stages.testing.services.holding import hold_as_leader
from kunnande.stages.testing.services.sitting import NotRunningError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.parties.queries import User

MOST_MINUTES = 240


class UnfitMinutesError(ValueError):
    """Extra time is a whole number of minutes within reason."""


@transaction.atomic
def add_minutes(
    *, sittings: Iterable[Sitting], minutes: int, reason: str, by: User, at: datetime
) -> list[Sitting]:
    """Give more time to those whose test has not ended; a deadline that is set moves.

    Raises NotYourCentreError, OwnSittingError, UnfitMinutesError, NotRunningError.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        raise UnfitMinutesError(_("Ge mellan 1 och %(most)d minuter.") % {"most": MOST_MINUTES})
    kind = ExtraTimeReason(reason)
    held = _open_among(sittings, by, at)
    for sitting in held:
        give_minutes(sitting, minutes, kind, by=by, at=at)
    return held


def give_minutes(
    sitting: Sitting, minutes: int, reason: ExtraTimeReason, *, by: User, at: datetime
) -> None:
    """Add minutes to a sitting that is locked or not yet anybody else's."""
    sitting.extra_minutes += minutes
    if sitting.deadline_at:
        sitting.deadline_at += timedelta(minutes=minutes)
    sitting.save(update_fields=["extra_minutes", "deadline_at"])
    ExtraTime.objects.create(
        sitting=sitting, minutes=minutes, reason=reason, given_by=by, given_at=at
    )
    _record(sitting, "minutes_added", by, at, minutes=minutes, reason=str(reason))


@transaction.atomic
def pause_sittings(*, sittings: Iterable[Sitting], by: User, at: datetime) -> list[Sitting]:
    """Let the time of running sittings stand still.

    Raises NotYourCentreError, OwnSittingError, NotRunningError.
    """
    running = [
        sitting
        for sitting in _open_among(sittings, by, at)
        if sitting.state == SittingState.RUNNING and sitting.paused_at is None
    ]
    _refuse_none(running, _("Inget prov pågår som kan pausas."))
    for sitting in running:
        sitting.paused_at = at
        sitting.save(update_fields=["paused_at"])
        Pause.objects.create(sitting=sitting, began_at=at, began_by=by)
        _record(sitting, "sitting_paused", by, at)
    return running


@transaction.atomic
def resume_sittings(*, sittings: Iterable[Sitting], by: User, at: datetime) -> list[Sitting]:
    """Let paused sittings go on, with their deadline moved by as long as they stood still.

    Raises NotYourCentreError, OwnSittingError, NotRunningError.
    """
    paused = [sitting for sitting in _open_among(sittings, by, at) if sitting.paused_at]
    _refuse_none(paused, _("Inget prov är pausat."))
    for sitting in paused:
        if sitting.deadline_at and sitting.paused_at:
            sitting.deadline_at += at - sitting.paused_at
        sitting.paused_at = None
        sitting.save(update_fields=["deadline_at", "paused_at"])
        Pause.objects.filter(sitting=sitting, ended_at=None).update(ended_at=at)
        deadline = sitting.deadline_at.isoformat() if sitting.deadline_at else ""
        _record(sitting, "sitting_resumed", by, at, deadline=deadline)
    return paused


def _open_among(sittings: Iterable[Sitting], by: User, at: datetime) -> list[Sitting]:
    """Return those that have not ended and whose time is not up, locked."""
    held = hold_as_leader(sittings, by=by, at=at)
    still = [s for s in held if s.state in OPEN_STATES and not is_time_up(s, at)]
    _refuse_none(still, _("Provet är redan avslutat."))
    return still


def _refuse_none(sittings: list[Sitting], words: str) -> None:
    if not sittings:
        raise NotRunningError(words)


def _record(sitting: Sitting, act: str, by: User, at: datetime, **facts: str | int) -> None:
    name = sitting.trail_name
    record(chain=name, act=act, subject=name, by=by, at=at, facts=facts)
