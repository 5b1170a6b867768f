from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import (
    Booking,
    BookingState,
    Offer,
    Session,
    SessionState,
    WaitingEntry,
    WaitingState,
)
from kunnande.stages.booking.queries import find_release_share, list_entries_that_fit
from kunnande.stages.booking.queries.sessions import with_free_seats
from kunnande.stages.booking.services.bookings import employer_of
from kunnande.stages.booking.services.clashes import PersonBusyError, naming_clashes
from kunnande.stages.booking.services.guards import (
    NeedsUnmetError,
    NotReadyError,
    OnlyForEmployeesError,
    RetakeTooEarlyError,
    SessionNotOpenError,
    StayedAwayError,
)
from kunnande.stages.booking.services.permission import refuse_who_can_not_fill
from kunnande.stages.booking.services.seats import (
    Hold,
    SessionFullError,
    lapse,
    lock_sessions,
    note,
    take_seat,
    take_turns_for,
)
from kunnande.stages.booking.services.shares import ShareExceededError, refuse_beyond_share
from kunnande.stages.booking.services.waiting import NotWaitingError
from kunnande.stages.centres.services import NotAccreditedError, NotAuthorisedError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User

OFFERED_HOURS = 24
# Nobody is asked to come within hours.
LEAD_HOURS = 12
# Somebody whom the seat does not fit after all; the next in line is asked.
_PASSED_OVER = (
    NeedsUnmetError,
    NotReadyError,
    NotWaitingError,
    OnlyForEmployeesError,
    PersonBusyError,
    RetakeTooEarlyError,
    ShareExceededError,
    StayedAwayError,
)
_CAN_NOT_BE_OFFERED = (NotAccreditedError, NotAuthorisedError, SessionFullError)


class ImproperNumberError(ValueError):
    """At least one seat is to be offered."""


@transaction.atomic
def offer_seat(*, session: Session, entry: WaitingEntry, by: User, at: datetime) -> Offer:
    """Keep a seat for somebody on the waiting list until they answer, a day at most.

    Raises NotYourCentreError, NotWaitingError, ShareExceededError and what `take_seat` raises.
    """
    refuse_who_can_not_fill(session, by, at)
    locked = _lock(session, [entry], at)
    return _offer(locked, entry, by=by, at=at)


@transaction.atomic
def fill_session(*, session: Session, seats: int, by: User, at: datetime) -> list[Offer]:
    """Offer seats to those the session fits, the longest waiting first; the names stay unseen.

    Raises NotYourCentreError, ImproperNumberError, SessionNotOpenError, NotAccreditedError,
    NotAuthorisedError.
    """
    refuse_who_can_not_fill(session, by, at)
    if seats < 1:
        raise ImproperNumberError(_("Erbjud minst en plats."))
    offers = _offer_to_those_waiting(session, seats, by=by, at=at)
    record(
        chain=session.trail_name,
        act="session_filled",
        subject=session.trail_name,
        by=by,
        at=at,
        facts={"offers": len(offers)},
    )
    return offers


def offer_seats_to(
    *, session: Session, entries: Sequence[WaitingEntry], by: User, at: datetime
) -> list[Offer]:
    """Offer seats to some of those waiting, in the order given; whom none fits is passed over.

    Raises NotYourCentreError, SessionNotOpenError, NotAccreditedError, NotAuthorisedError.
    """
    refuse_who_can_not_fill(session, by, at)
    return _offer_in_order(session, entries, len(entries), by=by, at=at)


def lapse_holds(*, by: User, at: datetime) -> int:
    """Give back the seats that were not confirmed in time, each by itself; return how many."""
    overdue = Booking.objects.filter(state=BookingState.HELD, held_until__lte=at)
    lapsed = 0
    for booking_id in list(overdue.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Whoever is confirming or freeing it right now has it.
            booking = (
                overdue.select_for_update(skip_locked=True, of=("self",))
                .select_related("seat")
                .filter(pk=booking_id)
                .first()
            )
            if booking:
                lapse(booking, by=by, at=at)
                lapsed += 1
    return lapsed


def offer_free_seats(*, by: User, at: datetime) -> int:
    """Offer what is free to those it fits, session by session; return how many were asked."""
    waited_for = WaitingEntry.objects.filter(state=WaitingState.WAITING)
    sessions = with_free_seats(Session.objects.all(), at=at).filter(
        state=SessionState.OPEN,
        starts_at__gt=at + timedelta(hours=LEAD_HOURS),
        product_id__in=waited_for.values("product_id"),
    )
    asked = 0
    for session in sessions.order_by("starts_at", "pk"):
        free = getattr(session, "seat_count", 0) - getattr(session, "taken_count", 0)
        try:
            with transaction.atomic():
                asked += len(_offer_to_those_waiting(session, free, by=by, at=at))
        except (SessionNotOpenError, *_CAN_NOT_BE_OFFERED):
            # Stopped or filled since it was listed: nothing to offer there.
            continue
    return asked


def _offer_to_those_waiting(session: Session, seats: int, *, by: User, at: datetime) -> list[Offer]:
    return _offer_in_order(session, list_entries_that_fit(session), seats, by=by, at=at)


def _offer_in_order(
    session: Session, entries: Sequence[WaitingEntry], seats: int, *, by: User, at: datetime
) -> list[Offer]:
    locked = _lock(session, entries, at)
    offers: list[Offer] = []
    for entry in entries:
        if len(offers) == seats:
            break
        try:
            with transaction.atomic():
                offers.append(_offer(locked, entry, by=by, at=at))
        except _PASSED_OVER:
            continue
        except SessionFullError:
            break
    return offers


def _lock(session: Session, entries: Sequence[WaitingEntry], at: datetime) -> Session:
    employers = [employer_of(entry.case, at) for entry in entries]
    take_turns_for(
        [entry.person_id for entry in entries],
        companies=[employer.pk for employer in employers if employer],
    )
    return lock_sessions([session.pk])[session.pk]


def _offer(session: Session, entry: WaitingEntry, *, by: User, at: datetime) -> Offer:
    current = WaitingEntry.objects.select_related("case__employer").get(pk=entry.pk)
    if current.state != WaitingState.WAITING:
        raise NotWaitingError(_("Personen väntar inte längre."))
    employer = employer_of(current.case, at)
    _refuse_beyond_agreed(employer, current.person_id, session)
    expires_at = min(at + timedelta(hours=OFFERED_HOURS), session.starts_at)
    hold = Hold(current.case, booked_for=employer, until=expires_at)
    booking = take_seat(session, hold, by=by, at=at)
    with naming_clashes():
        offer = Offer.objects.create(
            entry=current, booking=booking, made_at=at, expires_at=expires_at
        )
    note("seat_offered", booking, by=by, at=at)
    return offer


def _refuse_beyond_agreed(employer: Organisation | None, person_id: int, session: Session) -> None:
    """Keep to the share where one is agreed: whoever is asked may still say no."""
    on = timezone.localdate(session.starts_at)
    if employer and find_release_share(employer.pk, on=on):
        refuse_beyond_share(employer, [person_id], session=session)
