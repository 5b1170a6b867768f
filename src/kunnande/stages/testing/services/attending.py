from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.booking.queries import BookingState, get_booking
from kunnande.stages.booking.services import enter_attendance

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.testing.models import Sitting


def enter_presence(sitting: Sitting, *, present: bool, by: User, at: datetime) -> None:
    """Enter in the booking, once, whether the person came; a sitting without one has no entry."""
    if sitting.booking_id is None:
        return
    booking = get_booking(sitting.booking_id)
    if booking.state == BookingState.CONFIRMED:
        enter_attendance(booking=booking, present=present, by=by, at=at)
