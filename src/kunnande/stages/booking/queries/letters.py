"""Which letters about bookings are due, and what goes with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kunnande.stages.booking import translate
from kunnande.stages.booking.models import (
    Booking,
    BookingState,
    Letter,
    LetterKind,
    OfferAnswer,
    SessionState,
)
from kunnande.stages.booking.queries.bookings import BookingRow, get_booking, row_of_booking
from kunnande.stages.booking.queries.sessions import place_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

REMINDED_HOURS = 48
# Nobody is reminded of what they were told the day before.
QUIET_HOURS = 24
AT_ONCE = 200


@dataclass(frozen=True)
class DueLetter:
    booking_id: int
    person_id: int
    kind: str


def list_due_letters(*, at: datetime) -> list[DueLetter]:
    """Return what people with an account have not been told yet, a limited number at a time."""
    due = []
    for kind, bookings in _due(at).items():
        untold = bookings.filter(
            ~Exists(Letter.objects.filter(booking=OuterRef("pk"), kind=kind)),
            starts_at__gt=at,
            person__simulated=False,
            person__user__is_active=True,
        )
        due += [
            DueLetter(pk, person_id, kind)
            for pk, person_id in untold.order_by("pk").values_list("pk", "person_id")[:AT_ONCE]
        ]
    return due


def get_letter_row(booking_id: int) -> BookingRow:
    return row_of_booking(get_booking(booking_id))


def get_calendar_file(booking: Booking) -> bytes:
    """Return a booking as a calendar file; it says nothing of what somebody needs."""
    session = booking.seat.session
    row = row_of_booking(booking)
    return translate.write_calendar(
        translate.Event(
            uid=f"case-{booking.case_id}-{booking.kind}@kunnande",
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            changed_at=booking.changed_at,
            title=f"{booking.get_kind_display()}: {row.product_name}",
            place=place_of(session),
            note=_("Ta med legitimation. Du kan avboka eller byta tid i Kunnande."),
            is_cancelled=booking.state == BookingState.CANCELLED,
        )
    )


def _due(at: datetime) -> dict[str, QuerySet[Booking]]:
    confirmed = Booking.objects.filter(state=BookingState.CONFIRMED)
    told_lately = Letter.objects.filter(
        booking=OuterRef("pk"), sent_at__gt=at - timedelta(hours=QUIET_HOURS)
    )
    told_of_booking = Letter.objects.filter(booking=OuterRef("pk"), kind=LetterKind.CONFIRMED)
    return {
        LetterKind.CONFIRMED: confirmed,
        LetterKind.REMINDER: confirmed.filter(
            ~Exists(told_lately),
            Exists(told_of_booking),
            starts_at__lte=at + timedelta(hours=REMINDED_HOURS),
        ),
        LetterKind.OFFERED: Booking.objects.filter(
            state=BookingState.HELD, held_until__gt=at, offer__answer=OfferAnswer.OPEN
        ),
        LetterKind.CANCELLED: Booking.objects.filter(
            state=BookingState.CANCELLED, seat__session__state=SessionState.CANCELLED
        ),
    }
