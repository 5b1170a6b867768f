"""How a seat is taken and given back, inside the transaction of the act that asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import (
    ACTIVE,
    Booking,
    BookingState,
    Offer,
    OfferAnswer,
    Seat,
    Session,
)
from kunnande.stages.booking.queries import get_needs
from kunnande.stages.booking.services.clashes import naming_clashes
from kunnande.stages.booking.services.guards import refuse_case, refuse_session, refuse_unmet
from kunnande.stages.trail.services import record, take_turns

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Organisation, User


class SessionFullError(ValueError):
    """Every seat is taken."""


@dataclass(frozen=True)
class Hold:
    """For whom a seat is taken, and until when it is kept; without an end it is confirmed."""

    case: Case
    booked_for: Organisation | None = None
    until: datetime | None = None

    @property
    def state(self) -> BookingState:
        """Return the state of a booking taken so."""
        return BookingState.HELD if self.until else BookingState.CONFIRMED


def take_turns_for(people: Iterable[int], *, companies: Iterable[int] = ()) -> None:
    """Let the acts about each person, and on each company's share, come one at a time.

    Always before any session is locked, and in order: two acts then never wait for each other.
    """
    for person_id in sorted(set(people)):
        take_turns(f"booking:person:{person_id}")
    for company_id in sorted(set(companies)):
        take_turns(f"booking:company:{company_id}")


def lock_sessions(session_ids: Iterable[int]) -> dict[int, Session]:
    """Return the sessions as they are now; whoever else wants their seats waits."""
    locked = (
        Session.objects.select_for_update(no_key=True, of=("self",))
        .select_related("centre", "room", "at_company", "product", "test_leader")
        .filter(pk__in=set(session_ids))
        .order_by("pk")
    )
    return {session.pk: session for session in locked}


def take_seat(session: Session, hold: Hold, *, by: User, at: datetime) -> Booking:
    """Take the first free seat of a locked session.

    Raises what `refuse_session` and `refuse_case` raise, NeedsUnmetError, SessionFullError,
    PersonBusyError.
    """
    refuse_session(session, at)
    refuse_case(session, hold.case)
    needs = get_needs(hold.case.person_id)
    refuse_unmet(session, needs)
    _free_overdue(session, hold.case, by=by, at=at)
    seat = _first_free(session)
    with naming_clashes():
        return Booking.objects.create(
            seat=seat,
            person_id=hold.case.person_id,
            case=hold.case,
            booked_for=hold.booked_for,
            kind=session.kind,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            state=hold.state,
            held_until=hold.until,
            language=session.language,
            needs=sorted(needs.kinds),
            extra_minutes=needs.extra_minutes,
            made_at=at,
            changed_at=at,
        )


def change_state(booking: Booking, state: str, *, at: datetime) -> None:
    """Write a new state; only a hold has an end."""
    booking.state = state
    booking.changed_at = at
    if state != BookingState.HELD:
        booking.held_until = None
    booking.save(update_fields=["state", "held_until", "changed_at"])


def lock_booking(booking: Booking) -> Booking:
    """Return the booking as it is now, with its session at hand."""
    return (
        Booking.objects.select_for_update(of=("self",))
        .select_related("seat__session__centre", "case", "person", "booked_for")
        .get(pk=booking.pk)
    )


def lapse(booking: Booking, *, by: User, at: datetime) -> None:
    """Give back the seat of a locked booking that was not confirmed in time."""
    change_state(booking, BookingState.LAPSED, at=at)
    close_offer(booking, OfferAnswer.LAPSED, at=at)
    note("hold_lapsed", booking, by=by, at=at)


def close_offer(booking: Booking, answer: str, *, at: datetime) -> None:
    """Settle the offer that a booking kept a seat for, when there is one still open."""
    Offer.objects.filter(booking=booking, answer=OfferAnswer.OPEN).update(
        answer=answer, answered_at=at
    )


def note(act: str, booking: Booking, *, by: User, at: datetime) -> None:
    """Record an act about one person's seat in the chain of their case."""
    record(
        chain=f"case:{booking.case_id}",
        act=act,
        subject=booking.trail_name,
        by=by,
        at=at,
        facts={"session": booking.seat.session_id, "seat": booking.seat.number},
    )


def _free_overdue(session: Session, case: Case, *, by: User, at: datetime) -> None:
    """Give back what was not confirmed in time and stands in the way, before anybody's job does."""
    overdue = list(
        Booking.objects.select_for_update(of=("self",))
        .select_related("seat")
        .filter(
            Q(seat__session=session) | Q(person_id=case.person_id),
            state=BookingState.HELD,
            held_until__lte=at,
        )
        .order_by("pk")
    )
    # In the same order for all, the own case included: two acts then never wait for each other.
    for case_id in sorted({case.pk, *(booking.case_id for booking in overdue)}) if overdue else ():
        take_turns(f"case:{case_id}")
    for booking in overdue:
        lapse(booking, by=by, at=at)


def _first_free(session: Session) -> Seat:
    taken = Booking.objects.filter(seat=OuterRef("pk"), state__in=ACTIVE)
    seat = Seat.objects.filter(~Exists(taken), session=session).order_by("number").first()
    if seat is None:
        raise SessionFullError(
            _("Alla platser är tagna. Välj en annan tid, eller ställ dig på väntelistan.")
        )
    return seat
