from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import (
    COMING,
    Booking,
    BookingState,
    Need,
    OfferAnswer,
    Seat,
    Session,
    SessionKind,
    SessionMachine,
    SessionStaff,
    SessionState,
)
from kunnande.stages.booking.services.clashes import naming_clashes
from kunnande.stages.booking.services.guards import LED_BY, refuse_unfit
from kunnande.stages.booking.services.permission import refuse_foreign_centre
from kunnande.stages.booking.services.seats import change_state, close_offer, lock_sessions, note
from kunnande.stages.centres.queries import is_open
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.centres.queries import Machine, Room
    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import Organisation, User

MOST_SEATS = 200


class ImproperSessionError(ValueError):
    """The place, the time or the number of seats does not hold together."""


class SessionOverError(ValueError):
    """The session is cancelled or has been held."""


@dataclass(frozen=True)
class SessionPlan:
    """What a session is to be: in a room of the centre, or at a company the leader travels to."""

    centre: Organisation
    product: Product
    kind: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    leader: User
    language: str = "sv"
    room: Room | None = None
    at_company: Organisation | None = None
    assistants: tuple[User, ...] = ()
    machines: tuple[Machine, ...] = ()
    meets: frozenset[str] = field(default_factory=frozenset)
    extra_minutes: int = 0


@transaction.atomic
def open_session(*, plan: SessionPlan, by: User, at: datetime) -> Session:
    """Open a time for booking, with its staff, machines and seats.

    Raises NotYourCentreError, ImproperSessionError, NotAccreditedError, NotAuthorisedError,
    DoubleUseError.
    """
    refuse_foreign_centre(plan.centre.pk, by, at, kind=plan.kind)
    _refuse_improper(plan, at)
    session = _session_of(plan, at)
    for user in (plan.leader, *plan.assistants):
        refuse_unfit(session, user, as_kind=LED_BY[SessionKind(plan.kind)])
    _save(session, plan)
    record(
        chain=session.trail_name,
        act="session_opened",
        subject=plan.centre.trail_name,
        by=by,
        at=at,
        facts={
            "product": plan.product.pk,
            "kind": str(plan.kind),
            "starts_at": plan.starts_at.isoformat(),
            "seats": plan.seats,
            "travels": plan.at_company is not None,
        },
    )
    return session


@transaction.atomic
def close_session(*, session: Session, by: User, at: datetime) -> Session:
    """Take no more bookings. Raises NotYourCentreError, SessionOverError."""
    locked = _lock_open(session, by, at)
    locked.state = SessionState.CLOSED
    locked.save(update_fields=["state"])
    record(chain=locked.trail_name, act="session_closed", subject=locked.trail_name, by=by, at=at)
    return locked


@transaction.atomic
def cancel_session(*, session: Session, by: User, at: datetime) -> list[Booking]:
    """Call a session off and return the bookings that ended with it.

    Raises NotYourCentreError, SessionOverError.
    """
    locked = _lock_open(session, by, at)
    locked.state = SessionState.CANCELLED
    locked.save(update_fields=["state"])
    locked.staff.update(is_active=False)
    locked.machines.update(is_active=False)
    ended = list(
        Booking.objects.select_for_update(of=("self",))
        .select_related("seat", "case")
        .filter(seat__session=locked, state__in=COMING)
        .order_by("case_id")
    )
    for booking in ended:
        change_state(booking, BookingState.CANCELLED, at=at)
        close_offer(booking, OfferAnswer.LAPSED, at=at)
        note("booking_cancelled", booking, by=by, at=at)
    record(
        chain=locked.trail_name,
        act="session_cancelled",
        subject=locked.trail_name,
        by=by,
        at=at,
        facts={"bookings": len(ended)},
    )
    return ended


def _session_of(plan: SessionPlan, at: datetime) -> Session:
    where = plan.at_company or plan.centre
    return Session(
        centre=plan.centre,
        room=plan.room,
        at_company=plan.at_company,
        municipality_code=where.municipality_code,
        product=plan.product,
        kind=plan.kind,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        language=plan.language,
        test_leader=plan.leader,
        meets=sorted(plan.meets),
        extra_minutes=plan.extra_minutes,
        opened_at=at,
    )


def _lock_open(session: Session, by: User, at: datetime) -> Session:
    refuse_foreign_centre(session.centre_id, by, at, kind=session.kind)
    locked = lock_sessions([session.pk])[session.pk]
    if locked.state not in {SessionState.OPEN, SessionState.CLOSED}:
        raise SessionOverError(_("Tillfället är redan inställt eller genomfört."))
    return locked


def _refuse_improper(plan: SessionPlan, at: datetime) -> None:
    problem = (
        _problem_with_time(plan, at) or _problem_with_place(plan) or _problem_with_machines(plan)
    )
    if problem:
        raise ImproperSessionError(problem)


def _problem_with_time(plan: SessionPlan, at: datetime) -> str:
    if plan.starts_at <= at:
        return _("Tiden har redan varit. Välj en senare tid.")
    if plan.ends_at <= plan.starts_at:
        return _("Sluttiden ska vara efter starttiden.")
    if not plan.at_company and not is_open(plan.centre.pk, plan.starts_at, plan.ends_at):
        return _("Testcentret är inte öppet då. Ändra tiden eller öppettiderna.")
    return ""


def _problem_with_place(plan: SessionPlan) -> str:
    if (plan.room is None) == (plan.at_company is None):
        return _("Välj en lokal, eller det företag ni reser till.")
    if plan.room and (plan.room.centre_id != plan.centre.pk or not plan.room.is_active):
        return _("Lokalen hör inte till testcentret. Välj en annan.")
    most = plan.room.seats if plan.room else MOST_SEATS
    if not 1 <= plan.seats <= most:
        return _("Antalet platser ska vara mellan 1 och %(most)d.") % {"most": most}
    return ""


def _problem_with_machines(plan: SessionPlan) -> str:
    own = all(m.centre_id == plan.centre.pk and m.is_active for m in plan.machines)
    if not own:
        return _("Maskinen hör inte till testcentret. Välj en annan.")
    if not plan.meets <= set(Need.values) - {Need.EXTRA_TIME}:
        return _("Anpassningen är okänd. Välj bland dem som finns.")
    return ""


def _save(session: Session, plan: SessionPlan) -> None:
    as_kind = LED_BY[SessionKind(plan.kind)]
    with naming_clashes():
        session.save()
        times = {"starts_at": plan.starts_at, "ends_at": plan.ends_at}
        people = dict.fromkeys((plan.leader, *plan.assistants))
        SessionStaff.objects.bulk_create(
            SessionStaff(session=session, user=user, as_kind=as_kind, **times) for user in people
        )
        SessionMachine.objects.bulk_create(
            SessionMachine(session=session, machine=machine, **times) for machine in plan.machines
        )
        Seat.objects.bulk_create(
            Seat(session=session, number=number) for number in range(1, plan.seats + 1)
        )
