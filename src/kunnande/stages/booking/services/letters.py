from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from kunnande.stages.booking.models import Booking, Letter
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User


@transaction.atomic
def note_letter(*, booking_id: int, kind: str, by: User, at: datetime) -> bool:
    """Note that somebody was written to about a booking; False when they already were."""
    booking = Booking.objects.get(pk=booking_id)
    _letter, is_new = Letter.objects.get_or_create(
        booking=booking, kind=kind, defaults={"sent_at": at}
    )
    if is_new:
        record(
            chain=f"case:{booking.case_id}",
            act="booking_letter_sent",
            subject=booking.trail_name,
            by=by,
            at=at,
            facts={"kind": str(kind)},
        )
    return is_new
