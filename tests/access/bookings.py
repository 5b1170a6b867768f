"""A session with seats to book at each centre, and somebody who waited and was offered one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.booking import services
from kunnande.stages.booking.models import (
    Booking,
    Offer,
    ProposedSeat,
    ProposedSession,
    Schedule,
    ScheduleState,
    Session,
    Stop,
)
from kunnande.stages.booking.queries import SessionKind, SessionState, StopCause
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from kunnande.stages.booking.queries import WaitingEntry

    from .building import Builder
    from .stories import Side, Story, World

NAMES = frozenset({
    "book_for_employees", "cancel_session", "close_session", "fill_session", "hold_seat",
    "show_session", "open_session",
})  # fmt: skip


def open_and_book(builder: Builder, side: Side) -> None:
    """Open a session at a side's company; the person who is mapped gets a seat there."""
    product, now = builder.world.version.product, builder.now
    starts_at = (now + timedelta(days=7)).replace(hour=9, minute=0, second=0, microsecond=0)
    by_centre = builder.acting(now, side.centre_manager)
    story = side.stories["mapped"]
    by_person = builder.acting(now, story.user)
    session = services.open_session(
        plan=services.SessionPlan(
            centre=side.centre,
            product=product,
            kind=SessionKind.THEORY,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=3),
            seats=5,
            leader=side.test_leader,
            at_company=side.company,
            meets=frozenset({"own_room"}),
        ),
        **by_centre,
    )
    services.set_release_share(
        company=side.company,
        percent=100,
        from_on=timezone.localdate(now),
        **builder.acting(now, side.employer),
    )
    services.add_accommodation(person=story.person, kind="own_room", **by_person)
    entry = services.join_waiting_list(
        case=story.case,
        kind=SessionKind.THEORY,
        wish=services.Wish("0680", 300),
        **by_person,
    )
    offer = services.offer_seat(session=session, entry=entry, **by_centre)
    services.accept_offer(offer=offer, **by_person)
    _stop_later(builder, side)
    _propose(builder, side, entry)


def values_of_booking(name: str, side: Side, story: Story) -> dict[str, Any]:
    """Return what the addresses of this room's pages and operations name."""
    booking = Booking.objects.filter(case=story.case).first() if story.case else None
    offer = Offer.objects.filter(booking=booking).first()
    values = {
        "booking_id": booking and booking.pk,
        "entry_id": offer and offer.entry_id,
        "need": "own_room",
        "offer_id": offer and offer.pk,
        "session_kind": SessionKind.THEORY.value,
        "stop_id": Stop.objects.get(centre=side.centre).pk,
        "proposed_id": ProposedSession.objects.get(centre=side.centre).pk,
        "schedule_id": Schedule.objects.get(state=ScheduleState.READY).pk,
    }
    if name.startswith("booking:") or name in NAMES:
        values["session_id"] = open_session_of(side).pk
    return values


def bodies_of_booking(world: World) -> dict[str, dict[str, Any]]:
    side = world.sides["A"]
    session = open_session_of(side)
    later = session.starts_at + timedelta(days=1)
    seat = {"session_id": session.pk}
    return {
        "add_accommodation": {"minutes": 0},
        "ask_for_schedule": {"node_id": Schedule.objects.all()[0].node_id, "seconds": 20},
        "book_for_employees": {**seat, "case_ids": []},
        "enter_attendance": {"present": True},
        "fill_session": {"seats": 1},
        "hold_seat": seat,
        "join_waiting_list": {"municipality_code": "0680"},
        "move_booking": seat,
        "open_session": {
            "centre_id": side.centre.pk,
            "product_id": session.product_id,
            "starts_at": later.isoformat(),
            "ends_at": (later + timedelta(hours=2)).isoformat(),
            "seats": 3,
            "leader_id": side.test_leader.pk,
            "company_id": side.company.pk,
        },
        "set_release_share": {"percent": 20, "from_on": timezone.localdate().isoformat()},
    }


def open_session_of(side: Side) -> Session:
    found = Session.objects.filter(centre=side.centre, state=SessionState.OPEN)
    return found.order_by("starts_at").reverse()[0]


def _propose(builder: Builder, side: Side, entry: WaitingEntry) -> None:
    """Let the node have proposed a time to the centre, and have another schedule to send."""
    node_coordinator = builder.world.node_coordinator
    made = {
        "node": node_coordinator.memberships.get().organisation,
        "asked_by": node_coordinator,
        "asked_at": builder.now,
        "told_at": builder.now,
        "seconds": 20,
        "cost": 100,
        "nearest_cost": 120,
        "earliest_cost": 130,
    }
    if not Schedule.objects.exists():
        Schedule.objects.create(**made, state=ScheduleState.READY)
    sent = Schedule.objects.create(**made, state=ScheduleState.SENT, sent_at=builder.now)
    starts_at = (builder.now + timedelta(days=20)).replace(hour=9, minute=0, second=0)
    proposed = ProposedSession.objects.create(
        schedule=sent,
        centre=side.centre,
        product=builder.world.version.product,
        kind=SessionKind.THEORY,
        language="sv",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        leader=side.test_leader,
    )
    ProposedSeat.objects.create(proposed=proposed, entry=entry)


def _stop_later(builder: Builder, side: Side) -> None:
    """Stop the centre so far ahead that nobody is hit: what is open in this world stays so."""
    product = builder.world.version.product
    day = timezone.localdate(builder.now) + timedelta(days=400)
    by_owner = builder.acting(builder.now, builder.world.scheme_owner)
    name = side.accreditation.trail_name
    entry = record(chain=side.centre.trail_name, act="told", subject=name, **by_owner)
    services.begin_stop(
        halt=services.Halt(
            entry.pk, StopCause.SUSPENDED, name, side.centre.pk, product.pk, from_on=day
        ),
        **by_owner,
    )
