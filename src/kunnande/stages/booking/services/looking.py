from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.booking.queries import list_bookings_of_session
from kunnande.stages.booking.services.permission import refuse_foreign_centre
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.booking.models import Booking, Session
    from kunnande.stages.parties.queries import User


def show_session(*, session: Session, by: User, at: datetime) -> list[Booking]:
    """Show the centre who has a seat, and what they need; each person sees that it was read.

    Raises NotYourCentreError.
    """
    refuse_foreign_centre(session.centre_id, by, at, kind=session.kind)
    bookings = list_bookings_of_session(session.pk)
    record_looks(
        people=[booking.person_id for booking in bookings if booking.needs],
        page="booking:session",
        organisation_id=session.centre_id,
        by=by,
        at=at,
    )
    return bookings
