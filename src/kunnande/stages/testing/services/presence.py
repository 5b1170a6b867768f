from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from kunnande.stages.testing.models import OPEN_STATES, Sitting
from kunnande.stages.testing.services.sitting import NotYoursError

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User

# Seldom enough to cost nothing with a full room, often enough for the test leader's board.
SEEN_EVERY = timedelta(seconds=15)


def note_seen(*, sitting: Sitting, by: User, at: datetime) -> None:
    """Keep when the person's browser was last heard of, at most every fifteen seconds.

    Being there is no act, so the trail says nothing of it. Raises NotYoursError.
    """
    if by.person_id is None or by.person_id != sitting.case.person_id:
        raise NotYoursError(_("Det här är någon annans prov."))
    due = at - SEEN_EVERY
    if sitting.last_seen_at and sitting.last_seen_at > due:
        return
    open_ones = Sitting.objects.filter(pk=sitting.pk, state__in=OPEN_STATES)
    not_lately = Q(last_seen_at=None) | Q(last_seen_at__lte=due)
    if open_ones.filter(not_lately).update(last_seen_at=at):
        sitting.last_seen_at = at
