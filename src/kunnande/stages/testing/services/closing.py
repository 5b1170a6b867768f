from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kunnande.stages.testing.models import Sitting, SittingState
from kunnande.stages.testing.queries import is_time_up
from kunnande.stages.testing.services.scoring import finish
from kunnande.stages.testing.services.sitting import NotRunningError, NotYoursError

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User


def finish_sitting(*, sitting: Sitting, by: User, at: datetime) -> Sitting:
    """Hand in one's own test; handing in twice hands in once.

    Raises NotYoursError, NotRunningError.
    """
    if by.person_id is None or by.person_id != sitting.case.person_id:
        raise NotYoursError(_("Det här är någon annans prov."))
    finished = finish(sitting_id=sitting.pk, by=by, at=at)
    if finished.state == SittingState.PLANNED:
        raise NotRunningError(_("Provet har inte börjat."))
    if finished.state == SittingState.TERMINATED:
        raise NotRunningError(_("Provet är avbrutet av provledaren."))
    return finished


def close_overdue_sittings(*, by: User, at: datetime) -> int:
    """Hand in every sitting whose time is up, each in a transaction of its own; return how many."""
    due = Sitting.objects.filter(state=SittingState.RUNNING, deadline_at__lte=at)
    overdue = [sitting for sitting in due.order_by("deadline_at") if is_time_up(sitting, at)]
    for sitting in overdue:
        finish(sitting_id=sitting.pk, by=by, at=at)
    return len(overdue)
