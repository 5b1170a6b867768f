from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.supply.queries import Selection, get_matrix
from kunnande.stages.supply.queries.staffing import get_staffing
from kunnande.stages.supply.services.looks import refuse_outsider
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.supply.queries.staffing import Staffing

MOST_PERCENT = 60


class ImproperShareOfLeaversError(ValueError):
    """The share that leaves in a year is a whole number of percent from 1 to 60."""


@transaction.atomic
def show_staffing(
    *, organisation: Organisation, leaves_percent: int, by: User, at: datetime
) -> Staffing:
    """Return what happens when people leave, and record whose results it was counted from.

    Raises NotYourCompanyError, ImproperShareOfLeaversError.
    """
    on = localdate(at)
    refuse_outsider(organisation, by, on)
    if not 1 <= leaves_percent <= MOST_PERCENT:
        raise ImproperShareOfLeaversError(
            _("Andelen som slutar ska vara mellan 1 och %(most)d procent.") % {"most": MOST_PERCENT}
        )
    matrix = get_matrix(organisation, Selection(), on=on)
    counted = [row.person_id for row in matrix.rows if row.required]
    record_looks(
        people=counted, page="supply:staffing", organisation_id=organisation.pk, by=by, at=at
    )
    return get_staffing(organisation, matrix, leaves_percent=leaves_percent, on=on)
