"""A stop reaches the seats: booking closes, whoever is hit is written to, and it is lifted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import (
    Booking,
    BookingState,
    Session,
    SessionState,
    Stop,
    StopLetter,
    StopLetterKind,
)
from kunnande.stages.booking.queries.bookings import begins
from kunnande.stages.booking.queries.stops import (
    list_stop_letters,
    list_stops_that_last,
    sessions_hit,
)
from kunnande.stages.booking.services.permission import NotYourCentreError
from kunnande.stages.booking.services.seats import lapse, lock_sessions
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.trail.services import record, record_looks, take_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from kunnande.stages.booking.queries.stops import TimeHit
    from kunnande.stages.parties.queries import User

_TURNS = "booking:stops"


@dataclass(frozen=True)
class Halt:
    """What an act in the trail says stops: where, for what, from when, and whose mandate."""

    entry_id: int
    cause: str
    subject: str
    centre_id: int
    product_id: int
    from_on: date
    user_id: int | None = None
    kind: str = ""


@transaction.atomic
def begin_stop(*, halt: Halt, by: User, at: datetime) -> Stop:
    """Close booking for the sessions that an act stops; the same act stops once."""
    take_turns(_TURNS)
    known = Stop.objects.filter(entry_id=halt.entry_id).first()
    if known:
        return known
    stop = Stop.objects.create(**vars(halt), begun_at=at)
    hit = sessions_hit(stop, first=halt.from_on, last=None)
    still_open = Session.objects.filter(hit, state=SessionState.OPEN, starts_at__gt=at)
    locked = lock_sessions(list(still_open.values_list("pk", flat=True)))
    closed = [one for one in locked.values() if one.state == SessionState.OPEN]
    stop.sessions.set(closed)
    _change(closed, SessionState.CLOSED, "session_closed", stop, by=by, at=at)
    _give_back_held(closed, by=by, at=at)
    _record("stop_begun", stop, by, at, sessions=len(closed))
    return stop


@transaction.atomic
def lift_stop(*, stop: Stop, entry_id: int, to_on: date, by: User, at: datetime) -> Stop:
    """Let a stop end with a day; what it closed after that day, and nothing else stops, opens."""
    take_turns(_TURNS)
    locked = Stop.objects.get(pk=stop.pk)
    if locked.lifted_by_id:
        return locked
    locked.to_on, locked.lifted_by_id = to_on, entry_id
    locked.save(update_fields=["to_on", "lifted_by"])
    later = locked.sessions.filter(
        state=SessionState.CLOSED,
        starts_at__gt=at,
        starts_at__gte=begins(to_on + timedelta(days=1)),
    )
    for other in list_stops_that_last(on=timezone.localdate(at)):
        later = later.exclude(sessions_hit(other, first=other.from_on, last=other.to_on))
    freed = list(lock_sessions(list(later.values_list("pk", flat=True))).values())
    _change(freed, SessionState.OPEN, "session_reopened", locked, by=by, at=at)
    _record("stop_lifted", locked, by, at, sessions=len(freed))
    return locked


@transaction.atomic
def draft_stop_letters(
    *, stop: Stop, hit: Iterable[TimeHit], freed: Iterable[TimeHit] = (), by: User, at: datetime
) -> int:
    """Draft a letter for each time a stop hits, once, and drop drafts that are not needed.

    Whoever was told and has the time back (`freed`) gets a draft that says so.
    """
    take_turns(_TURNS)
    times, back = list(hit), list(freed)
    drafts = stop.letters.filter(approved_at__isnull=True, kind=StopLetterKind.STOPPED)
    drafts.exclude(subject__in=[time.subject for time in times]).delete()
    told = stop.letters.filter(approved_at__isnull=False, kind=StopLetterKind.STOPPED)
    were_told = set(told.values_list("subject", flat=True))
    known = set(stop.letters.values_list("subject", "kind"))
    wanted = [(time, StopLetterKind.STOPPED) for time in times]
    wanted += [(time, StopLetterKind.HOLDS_AGAIN) for time in back if time.subject in were_told]
    new = [
        StopLetter(stop=stop, kind=kind, drafted_at=at, **vars(time))
        for time, kind in wanted
        if (time.subject, kind) not in known
    ]
    if new:
        StopLetter.objects.bulk_create(new)
        _record("stop_letters_drafted", stop, by, at, letters=len(new))
    return len(new)


@transaction.atomic
def send_stop_letters(*, stop: Stop, by: User, at: datetime) -> int:
    """Approve every draft of a stop, to be sent at once; return how many.

    Raises NotYourCentreError.
    """
    viewer = get_viewer(by, on=timezone.localdate(at))
    answers = stop.centre_id in viewer.organisations(Role.CENTRE_MANAGER)
    owns = stop.product.scheme.owner_id in viewer.organisations(Role.SCHEME_OWNER)
    if not (answers or owns):
        raise NotYourCentreError(_("Testcentret och modellägaren skickar breven."))
    drafts = stop.letters.select_for_update().filter(approved_at__isnull=True)
    approved = [letter.pk for letter in drafts.order_by("pk")]
    if approved:
        StopLetter.objects.filter(pk__in=approved).update(approved_at=at)
        _record("stop_letters_approved", stop, by, at, letters=len(approved))
    return len(approved)


@transaction.atomic
def note_stop_letter(*, letter_id: int, by: User, at: datetime) -> bool:
    """Note that an approved letter goes; False when it has gone."""
    letter = StopLetter.objects.select_for_update().get(pk=letter_id)
    if letter.sent_at or not letter.approved_at:
        return False
    letter.sent_at = at
    letter.save(update_fields=["sent_at"])
    record(
        chain=f"case:{letter.case_id}",
        act="stop_letter_sent",
        subject=letter.subject,
        by=by,
        at=at,
        facts={"stop": letter.stop_id, "kind": str(letter.kind)},
    )
    return True


@transaction.atomic
def show_stop_letters(
    *, stop: Stop, start: int = 0, limit: int | None = None, by: User, at: datetime
) -> list[StopLetter]:
    """Show whom a stop hits, of those one may see; each of them sees that it was read."""
    viewer = get_viewer(by, on=timezone.localdate(at))
    end = None if limit is None else start + limit
    letters = list(list_stop_letters(stop, viewer)[start:end])
    record_looks(
        people=[letter.person_id for letter in letters],
        page="booking:stop",
        organisation_id=_on_behalf_of(stop, viewer.organisations(Role.CENTRE_MANAGER)),
        by=by,
        at=at,
    )
    return letters


def _on_behalf_of(stop: Stop, centres: Iterable[int]) -> int:
    return stop.centre_id if stop.centre_id in centres else stop.product.scheme.owner_id


def _change(
    sessions: Sequence[Session], state: str, act: str, stop: Stop, *, by: User, at: datetime
) -> None:
    Session.objects.filter(pk__in=[session.pk for session in sessions]).update(state=state)
    for session in sessions:
        record(chain=session.trail_name, act=act, subject=stop.trail_name, by=by, at=at)


def _give_back_held(sessions: Sequence[Session], *, by: User, at: datetime) -> None:
    """Give back the seats that somebody was about to confirm."""
    held = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("seat")
        .filter(seat__session__in=sessions, state=BookingState.HELD)
    )
    for booking in held.order_by("case_id"):
        lapse(booking, by=by, at=at)


def _record(act: str, stop: Stop, by: User, at: datetime, **facts: int) -> None:
    record(
        chain=f"organisation:{stop.centre_id}",
        act=act,
        subject=stop.trail_name,
        by=by,
        at=at,
        facts={"product": stop.product_id, **facts},
    )
