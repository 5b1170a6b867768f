"""A node asks for a proposal and sends it on; a centre opens what it can hold."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kunnande.stages.booking.models import (
    UNFINISHED,
    Need,
    ProposedSession,
    Schedule,
    ScheduleState,
    Session,
    SessionKind,
    SessionState,
)
from kunnande.stages.booking.queries import count_waiting
from kunnande.stages.booking.queries.times import list_needs
from kunnande.stages.booking.services.offers import offer_seats_to
from kunnande.stages.booking.services.permission import refuse_foreign_centre
from kunnande.stages.booking.services.sessions import SessionPlan, open_session
from kunnande.stages.centres.queries import list_machines, list_rooms
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from kunnande.stages.booking.models import WaitingEntry
    from kunnande.stages.centres.queries import Machine, Room
    from kunnande.stages.parties.queries import Organisation, User

SHORTEST, LONGEST = 5, 600
# A count that has said nothing for so long after its time has lost its worker.
LOST_AFTER = timedelta(minutes=10)
JOB = "kunnande.stages.booking.jobs.make_schedule"


class NotYourNodeError(PermissionError):
    """Only the node's own coordinators ask for schedules and send them."""


class NobodyWaitsError(ValueError):
    """There is nobody to plan for."""


class ScheduleUnderWayError(ValueError):
    """The node has a schedule that is still being counted."""


class ImproperSecondsError(ValueError):
    """The time to count is from some seconds to ten minutes."""


class ScheduleNotReadyError(ValueError):
    """The schedule is not counted, or has been sent already."""


class ProposalOverError(ValueError):
    """The proposed time has been opened, or has passed."""


class NoRoomLeftError(ValueError):
    """No room, or too few machines, are free at the proposed time."""


@transaction.atomic
def ask_for_schedule(*, node: Organisation, seconds: int, by: User, at: datetime) -> Schedule:
    """Have the engine propose sessions for those who wait; the worker counts in the background.

    Raises NotYourNodeError, ImproperSecondsError, NobodyWaitsError, ScheduleUnderWayError.
    """
    _refuse_foreign_node(node.pk, by, at)
    if not SHORTEST <= seconds <= LONGEST:
        raise ImproperSecondsError(
            _("Räknetiden ska vara mellan %(least)d och %(most)d sekunder.")
            % {"least": SHORTEST, "most": LONGEST}
        )
    if not count_waiting():
        raise NobodyWaitsError(_("Ingen väntar på en plats. Det finns inget att planera."))
    own = Schedule.objects.select_for_update().filter(node=node, state__in=UNFINISHED)
    own.filter(told_at__lt=at - LOST_AFTER).update(state=ScheduleState.STRANDED)
    if own.exists():
        raise ScheduleUnderWayError(_("Ett förslag räknas redan. Vänta på det eller stoppa det."))
    schedule = Schedule.objects.create(
        node=node, asked_by=by, asked_at=at, told_at=at, seconds=seconds
    )
    _note("schedule_asked", schedule, by=by, at=at)
    app.configure_task(JOB).defer(schedule_id=schedule.pk)
    return schedule


@transaction.atomic
def stop_schedule(*, schedule: Schedule, by: User, at: datetime) -> Schedule:
    """Count no further and keep the best that is found. Raises NotYourNodeError."""
    _refuse_foreign_node(schedule.node_id, by, at)
    locked = Schedule.objects.select_for_update().get(pk=schedule.pk)
    if locked.state in UNFINISHED and locked.stop_asked_at is None:
        locked.stop_asked_at = at
        locked.save(update_fields=["stop_asked_at"])
        _note("schedule_stopped", locked, by=by, at=at)
    return locked


@transaction.atomic
def send_schedule(*, schedule: Schedule, by: User, at: datetime) -> Schedule:
    """Show the centres what is proposed for each of them.

    Raises NotYourNodeError, ScheduleNotReadyError.
    """
    _refuse_foreign_node(schedule.node_id, by, at)
    locked = Schedule.objects.select_for_update().get(pk=schedule.pk)
    if locked.state != ScheduleState.READY:
        raise ScheduleNotReadyError(_("Förslaget är inte färdigt, eller redan skickat."))
    locked.state, locked.sent_at = ScheduleState.SENT, at
    locked.save(update_fields=["state", "sent_at"])
    _note("schedule_sent", locked, by=by, at=at)
    return locked


@transaction.atomic
def open_proposed_session(*, proposed: ProposedSession, by: User, at: datetime) -> Session:
    """Open a proposed time and offer its seats to those the plan placed there.

    Raises NotYourCentreError, ProposalOverError, NoRoomLeftError and what `open_session` raises.
    """
    refuse_foreign_centre(proposed.centre_id, by, at, kind=SessionKind.THEORY)
    locked = ProposedSession.objects.select_for_update(of=("self",)).get(pk=proposed.pk)
    schedule = Schedule.objects.get(pk=locked.schedule_id)
    if locked.session_id or locked.starts_at <= at or schedule.state != ScheduleState.SENT:
        raise ProposalOverError(_("Tiden är redan öppnad eller har passerat."))
    entries = [seat.entry for seat in locked.seats.select_related("entry__case").order_by("pk")]
    room = _free_room(locked, len(entries))
    session = open_session(plan=_plan(locked, room, entries), by=by, at=at)
    locked.session = session
    locked.save(update_fields=["session"])
    offer_seats_to(session=session, entries=entries, by=by, at=at)
    return session


def _plan(proposed: ProposedSession, room: Room, entries: list[WaitingEntry]) -> SessionPlan:
    needs = list_needs(entry.person_id for entry in entries).values()
    return SessionPlan(
        centre=proposed.centre,
        product=proposed.product,
        kind=proposed.kind,
        starts_at=proposed.starts_at,
        ends_at=proposed.ends_at,
        seats=min(len(entries), room.seats),
        leader=proposed.leader,
        language=proposed.language,
        room=room,
        machines=_free_machines(proposed, len(entries)),
        meets=frozenset().union(*(one.kinds for one in needs)) - {Need.EXTRA_TIME},
        extra_minutes=max((one.extra_minutes for one in needs), default=0),
    )


def _free_room(proposed: ProposedSession, people: int) -> Room:
    """Return the smallest free room that holds all, else the largest that is free."""
    taken = set(
        _at_that_time(proposed).filter(room__isnull=False).values_list("room_id", flat=True)
    )
    free = [room for room in list_rooms(proposed.centre_id) if room.pk not in taken]
    if not free:
        raise NoRoomLeftError(_("Ingen lokal är ledig då. Öppna ett tillfälle en annan tid."))
    return min(free, key=lambda room: (room.seats < people, abs(room.seats - people), room.pk))


def _free_machines(proposed: ProposedSession, people: int) -> tuple[Machine, ...]:
    if proposed.kind != SessionKind.PRACTICAL:
        return ()
    taken = set(_at_that_time(proposed).values_list("machines__machine_id", flat=True))
    free = [one for one in list_machines(proposed.centre_id) if one.pk not in taken]
    if len(free) < people:
        raise NoRoomLeftError(_("För få maskiner är lediga då. Öppna ett tillfälle en annan tid."))
    return tuple(free[:people])


def _at_that_time(proposed: ProposedSession) -> QuerySet[Session]:
    return Session.objects.filter(
        centre_id=proposed.centre_id,
        starts_at__lt=proposed.ends_at,
        ends_at__gt=proposed.starts_at,
    ).exclude(state=SessionState.CANCELLED)


def _refuse_foreign_node(node_id: int, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=timezone.localdate(at))
    if node_id not in viewer.organisations(Role.NODE_COORDINATOR):
        raise NotYourNodeError(_("Bara nodens egna samordnare kan göra det här."))


def _note(act: str, schedule: Schedule, *, by: User, at: datetime) -> None:
    record(chain=schedule.trail_name, act=act, subject=schedule.trail_name, by=by, at=at)
