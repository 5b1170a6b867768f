from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.development.queries.retakes import list_staff_retakes
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.development.queries.retakes import StaffRetake
    from kunnande.stages.parties.queries import Organisation, User


def show_staff_retakes(*, company: Organisation, by: User, at: datetime) -> list[StaffRetake]:
    """Return whom a company may book a test for after a course; each of them sees the look."""
    on = localdate(at)
    shown = list_staff_retakes(company, get_viewer(by, on=on), on=on)
    record_looks(
        people=[one.person_id for one in shown],
        page="development:staff",
        organisation_id=company.pk,
        by=by,
        at=at,
    )
    return shown
