"""What follows what: committed acts, read from the trail, that reach the stages ahead of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from procrastinate.contrib.django import app

from kunnande.stages.booking import services as booking
from kunnande.stages.booking.queries import (
    SessionKind,
    StopCause,
    TimeHit,
    find_stop_to_lift,
    has_ended_for_good,
    list_bookings_hit,
    list_entries_passed_on,
    list_stops_that_last,
    list_stops_to_end,
)
from kunnande.stages.centres.queries import StaffKind, find_authorisation
from kunnande.stages.parties.services import get_service_user
from kunnande.stages.practice.queries import list_planned_assessments
from kunnande.stages.testing.queries import list_planned_sittings
from kunnande.stages.trail.queries import list_entries_of_acts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.booking.queries import Stop
    from kunnande.stages.parties.queries import User
    from kunnande.stages.trail.queries import ActDone

LIFTED = "suspension_lifted"
BEGUN_AGAIN = ("accreditation_decided", "staff_authorised")
CAUSES = {
    "accreditation_suspended": StopCause.SUSPENDED,
    "accreditation_withdrawn": StopCause.WITHDRAWN,
    "authorisation_ended": StopCause.AUTHORISATION_ENDED,
}
_LEADS = {StaffKind.TEST_LEADER: SessionKind.THEORY, StaffKind.ASSESSOR: SessionKind.PRACTICAL}


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="pass_on_stops")
def pass_on_stops(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Let what stops a centre or its staff reach booked and planned times; return the drafts."""
    now = timezone.now()
    return pass_on(by=get_service_user(name="jobs", at=now), at=now)


def pass_on(*, by: User, at: datetime) -> int:
    """Stop what new acts stop, lift what they lift, and draft what those hit should be told."""
    lifted: list[Stop] = []
    ending = BEGUN_AGAIN if has_ended_for_good() else ()
    for done in list_entries_of_acts([*CAUSES, LIFTED, *ending], but=list_entries_passed_on()):
        if done.act == LIFTED:
            lifted += _lift(done, by=by, at=at)
        elif done.act in BEGUN_AGAIN:
            lifted += _end(done, by=by, at=at)
        else:
            booking.begin_stop(halt=_halt(done), by=by, at=at)
    stops = {stop.pk: stop for stop in [*lifted, *list_stops_that_last(on=timezone.localdate(at))]}
    return sum(_draft(stop, by=by, at=at) for stop in stops.values())


def list_times_hit(stop: Stop, *, first: date, last: date | None) -> list[TimeHit]:
    """Return every time a stop hits between two days, a person's seat and its test told once."""
    found: dict[tuple[int, str, date], TimeHit] = {}
    for time in (
        *list_bookings_hit(stop, first=first, last=last),
        *_sittings(stop, first, last),
        *_assessments(stop, first, last),
    ):
        found.setdefault((time.case_id, time.session_kind, time.on), time)
    return list(found.values())


def _halt(done: ActDone) -> booking.Halt:
    facts = done.facts
    ended = facts.get("on") if done.act == "authorisation_ended" else None
    authorisation = find_authorisation(int(done.subject.partition(":")[2])) if ended else None
    return booking.Halt(
        entry_id=done.entry_id,
        cause=CAUSES[done.act],
        subject=done.subject,
        centre_id=int(done.chain.partition(":")[2]),
        product_id=facts["product"],
        from_on=date.fromisoformat(ended or facts["from"]),
        user_id=authorisation.user_id if authorisation else None,
        kind=_LEADS[StaffKind(authorisation.kind)] if authorisation else "",
    )


def _lift(done: ActDone, *, by: User, at: datetime) -> Iterable[Stop]:
    stop = find_stop_to_lift(done.subject)
    if stop is None:
        return ()
    last = date.fromisoformat(done.facts["last"])
    return (booking.lift_stop(stop=stop, entry_id=done.entry_id, to_on=last, by=by, at=at),)


def _end(done: ActDone, *, by: User, at: datetime) -> list[Stop]:
    """End what stopped for good when the centre, or the one of its staff, may try people again."""
    facts = done.facts
    if "from" not in facts:
        return []
    stops = list_stops_to_end(
        centre_id=int(done.chain.partition(":")[2]),
        product_id=facts["product"],
        user_id=int(facts["user"].partition(":")[2]) if "user" in facts else None,
        kind=_LEADS[StaffKind(facts["kind"])] if "kind" in facts else "",
        before_entry=done.entry_id,
    )
    last = date.fromisoformat(facts["from"]) - timedelta(days=1)
    return [
        booking.lift_stop(stop=stop, entry_id=done.entry_id, to_on=last, by=by, at=at)
        for stop in stops
    ]


def _draft(stop: Stop, *, by: User, at: datetime) -> int:
    today = timezone.localdate(at)
    first, last = max(stop.from_on, today), stop.to_on
    hit = list_times_hit(stop, first=first, last=last) if last is None or last >= first else []
    freed = (
        list_times_hit(stop, first=max(today, last + timedelta(days=1)), last=None) if last else []
    )
    return booking.draft_stop_letters(stop=stop, hit=hit, freed=freed, by=by, at=at)


def _sittings(stop: Stop, first: date, last: date | None) -> Iterable[TimeHit]:
    if stop.kind == SessionKind.PRACTICAL:
        return
    for sitting in list_planned_sittings(
        stop.centre_id, stop.product_id, first=first, last=last, leader_id=stop.user_id
    ):
        yield TimeHit(
            person_id=sitting.case.person_id,
            case_id=sitting.case_id,
            subject=sitting.trail_name,
            session_kind=SessionKind.THEORY,
            on=sitting.takes_place_on,
        )


def _assessments(stop: Stop, first: date, last: date | None) -> Iterable[TimeHit]:
    if stop.kind == SessionKind.THEORY:
        return
    for assessment in list_planned_assessments(
        stop.centre_id, stop.product_id, first=first, last=last, assessor_id=stop.user_id
    ):
        yield TimeHit(
            person_id=assessment.case.person_id,
            case_id=assessment.case_id,
            subject=assessment.trail_name,
            session_kind=SessionKind.PRACTICAL,
            on=assessment.starts_on,
        )
