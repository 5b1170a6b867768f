"""Who has a test ahead, for a company that has released them for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.booking.models import Booking, BookingState

if TYPE_CHECKING:
    from datetime import date


def list_booked_tests(company_id: int, *, since: date) -> list[tuple[int, int]]:
    """Return person and product version of each test a company has people booked for."""
    booked = Booking.objects.filter(
        booked_for_id=company_id, state=BookingState.CONFIRMED, starts_at__date__gte=since
    )
    return list(booked.order_by("pk").values_list("person_id", "case__product_version_id"))
