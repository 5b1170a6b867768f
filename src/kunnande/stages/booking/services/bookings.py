from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import (
    COMING,
    Booking,
    BookingState,
    Offer,
    OfferAnswer,
    WaitingEntry,
    WaitingState,
)
from kunnande.stages.booking.services.permission import (
    NotYourBookingError,
    refuse_foreign_booking,
    works_at,
)
from kunnande.stages.booking.services.seats import (
    Hold,
    change_state,
    close_offer,
    lock_booking,
    lock_sessions,
    note,
    take_seat,
    take_turns_for,
)
from kunnande.stages.booking.services.shares import refuse_beyond_share
from kunnande.stages.parties.queries import is_employed_by

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.booking.models import Session
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Organisation, User

HELD_MINUTES = 15


class HoldLapsedError(ValueError):
    """The seat was not confirmed in time and is free for others."""


class BookingOverError(ValueError):
    """The booking has ended, or the session has begun."""


@transaction.atomic
def hold_seat(*, session: Session, case: Case, by: User, at: datetime) -> Booking:
    """Keep a seat for a quarter of an hour, for oneself or by the centre for somebody.

    Raises NotYourBookingError and what `take_seat` raises.
    """
    if by.person_id != case.person_id and not works_at(
        session.centre_id, by, at, kind=session.kind
    ):
        raise NotYourBookingError(_("Bara du själv och testcentret kan boka den här tiden."))
    take_turns_for([case.person_id])
    locked = lock_sessions([session.pk])[session.pk]
    until = min(at + timedelta(minutes=HELD_MINUTES), locked.starts_at)
    booking = take_seat(locked, Hold(case, until=until), by=by, at=at)
    note("seat_held", booking, by=by, at=at)
    return booking


@transaction.atomic
def confirm_booking(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Make a held seat a booking; confirming twice confirms once.

    Raises NotYourBookingError, HoldLapsedError.
    """
    refuse_foreign_booking(booking, by, at)
    locked = lock_booking(booking)
    if locked.state == BookingState.CONFIRMED:
        return locked
    if locked.state != BookingState.HELD or not locked.held_until or locked.held_until <= at:
        raise HoldLapsedError(_("Platsen hölls inte längre. Välj en tid igen."))
    change_state(locked, BookingState.CONFIRMED, at=at)
    close_offer(locked, OfferAnswer.ACCEPTED, at=at)
    WaitingEntry.objects.filter(
        case_id=locked.case_id, kind=locked.kind, state=WaitingState.WAITING
    ).update(state=WaitingState.BOOKED)
    note("booking_confirmed", locked, by=by, at=at)
    return locked


@transaction.atomic
def cancel_booking(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Give the seat back; it is offered to the next in line.

    Raises NotYourBookingError, BookingOverError.
    """
    refuse_foreign_booking(booking, by, at)
    locked = lock_booking(booking)
    _refuse_over(locked, at)
    change_state(locked, BookingState.CANCELLED, at=at)
    close_offer(locked, OfferAnswer.DECLINED, at=at)
    note("booking_cancelled", locked, by=by, at=at)
    return locked


@transaction.atomic
def move_booking(*, booking: Booking, session: Session, by: User, at: datetime) -> Booking:
    """Give up one seat and take another in the same breath; without the other nothing changes.

    Raises NotYourBookingError, BookingOverError, ShareExceededError and what `take_seat` raises.
    """
    refuse_foreign_booking(booking, by, at)
    company = booking.booked_for
    take_turns_for([booking.person_id], companies=[company.pk] if company else ())
    sessions = lock_sessions([session.pk, booking.seat.session_id])
    locked = lock_booking(booking)
    _refuse_over(locked, at)
    if locked.seat.session_id == session.pk:
        raise BookingOverError(_("Det är redan den tid du har."))
    if company:
        refuse_beyond_share(
            company, [locked.person_id], session=sessions[session.pk], leaving_out=[locked.pk]
        )
    change_state(locked, BookingState.MOVED, at=at)
    close_offer(locked, OfferAnswer.DECLINED, at=at)
    hold = Hold(locked.case, booked_for=company)
    moved = take_seat(sessions[session.pk], hold, by=by, at=at)
    note("booking_moved", moved, by=by, at=at)
    return moved


@transaction.atomic
def accept_offer(*, offer: Offer, by: User, at: datetime) -> Booking:
    """Take the seat one was offered. Raises NotYourBookingError, HoldLapsedError."""
    if by.person_id != offer.entry.person_id:
        raise NotYourBookingError(_("Bara du själv kan svara på ditt erbjudande."))
    return confirm_booking(booking=offer.booking, by=by, at=at)


@transaction.atomic
def decline_offer(*, offer: Offer, by: User, at: datetime) -> Booking:
    """Say no to a seat and stay on the waiting list.

    Raises NotYourBookingError, BookingOverError.
    """
    if by.person_id != offer.entry.person_id:
        raise NotYourBookingError(_("Bara du själv kan svara på ditt erbjudande."))
    return cancel_booking(booking=offer.booking, by=by, at=at)


def employer_of(case: Case, at: datetime) -> Organisation | None:
    """Return the company that releases the person, as long as they work there."""
    on = timezone.localdate(at)
    employer = case.employer
    is_there = employer and is_employed_by(
        person_id=case.person_id, organisation_id=employer.pk, on=on
    )
    return employer if is_there else None


def _refuse_over(booking: Booking, at: datetime) -> None:
    if booking.state not in COMING or booking.seat.session.starts_at <= at:
        raise BookingOverError(_("Bokningen går inte att ändra längre. Prata med testcentret."))
