"""Which times a stop hits, and who may read of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from kunnande.stages.booking.models import (
    Booking,
    BookingState,
    SessionState,
    Session,
    Stop,
    StopLetter,
    StopLetterKind,
)
from kunnande.stages.booking.queries.bookings import begins, bookings_visible_to
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer


@dataclass(frozen=True)
class TimeHit:
    """A time somebody has that a stop hits: a booking, a planned sitting or an assessment."""

    person_id: int
    case_id: int
    subject: str
    session_kind: str
    on: date
    booking_id: int | None = None


def find_stop(entry_id: int) -> Stop | None:
    """Return the stop that follows from an act, if it has been passed on."""
    return Stop.objects.filter(entry_id=entry_id).first()


def find_stop_to_lift(subject: str) -> Stop | None:
    """Return the stop of an accreditation that is not lifted."""
    unlifted = Stop.objects.filter(subject=subject, lifted_by__isnull=True)
    return unlifted.filter(cause="suspended").order_by("-pk").first()


def list_entries_passed_on() -> set[int]:
    """Return the acts that have become stops, or have lifted one."""
    rows = Stop.objects.values_list("entry_id", "lifted_by_id")
    return {entry_id for row in rows for entry_id in row if entry_id is not None}


def list_stops_that_last(*, on: date) -> list[Stop]:
    """Return the stops that are not over on a day, those to come included."""
    lasting = Stop.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    return list(lasting.select_related("centre", "product").order_by("pk"))


def stops_visible_to(viewer: Viewer) -> QuerySet[Stop]:
    """Return those of the viewer's centres and scheme; a node coordinator has them all."""
    stops = Stop.objects.select_related("centre", "product", "user__person")
    if viewer.organisations(Role.NODE_COORDINATOR):
        return stops
    return stops.filter(_answers_for(viewer))


def get_stop(stop_id: int, viewer: Viewer) -> Stop:
    """Return one stop the viewer may know of. Raises Stop.DoesNotExist."""
    return stops_visible_to(viewer).get(pk=stop_id)


def get_stop_to_tell_of(stop_id: int, viewer: Viewer) -> Stop:
    """Return one stop that the viewer writes letters about. Raises Stop.DoesNotExist."""
    return stops_visible_to(viewer).get(_answers_for(viewer), pk=stop_id)


def list_stops(viewer: Viewer) -> QuerySet[Stop]:
    """Return the stops with how many are hit, and how many drafts wait; the latest first."""
    is_draft = Q(letters__approved_at__isnull=True, letters__pk__isnull=False)
    return (
        stops_visible_to(viewer)
        .annotate(
            people=Count("letters__person", distinct=True),
            drafts=Count("letters", filter=is_draft),
        )
        .order_by("-from_on", "-pk")
    )


def stop_letters_visible_to(viewer: Viewer) -> QuerySet[StopLetter]:
    """Return the letters of the viewer's centres and scheme, and about bookings they may see."""
    seen = Q(booking__in=bookings_visible_to(viewer).order_by().values("pk"))
    return StopLetter.objects.filter(_answers_for(viewer, "stop__") | seen).select_related(
        "stop__centre", "stop__product", "person", "case__employer"
    )


def list_stop_letters(stop: Stop, viewer: Viewer) -> QuerySet[StopLetter]:
    """Return what the viewer may read of a stop's letters, the next day first."""
    return stop_letters_visible_to(viewer).filter(stop=stop).order_by("on", "pk")


def list_stop_letters_to_send(limit: int = 200) -> list[StopLetter]:
    """Return the approved letters that have not gone, to people with an account."""
    waiting = StopLetter.objects.filter(
        approved_at__isnull=False,
        sent_at__isnull=True,
        person__simulated=False,
        person__user__is_active=True,
    )
    around = ("stop__centre", "stop__product", "person", "case__employer")
    return list(waiting.select_related(*around).order_by("pk")[:limit])


def find_stopped_time(case_id: int, subjects: Iterable[str]) -> StopLetter | None:
    """Return what is told about a time of a case while a stop hits it."""
    letters = StopLetter.objects.filter(
        Q(stop__to_on__isnull=True) | Q(stop__to_on__gte=_ON),
        case_id=case_id,
        subject__in=set(subjects),
        kind=StopLetterKind.STOPPED,
    )
    return letters.select_related("stop__centre").order_by("pk").first()


def list_bookings_hit(stop: Stop, *, since: date) -> list[TimeHit]:
    """Return the confirmed bookings on the days of a stop, from a day on."""
    confirmed = Booking.objects.filter(
        sessions_hit(stop, since=since, path="seat__session__"), state=BookingState.CONFIRMED
    ).select_related("seat__session")
    return [_hit(booking) for booking in confirmed.order_by("starts_at", "pk")]


def list_bookings_after(stop: Stop, *, since: date) -> list[TimeHit]:
    """Return the confirmed bookings that a lifted stop no longer hits."""
    if stop.to_on is None:
        return []
    first = max(since, stop.to_on + timedelta(days=1))
    confirmed = Booking.objects.filter(
        _where(stop, "seat__session__"), state=BookingState.CONFIRMED, starts_at__gte=begins(first)
    ).select_related("seat__session")
    return [_hit(booking) for booking in confirmed.order_by("starts_at", "pk")]


def sessions_hit(stop: Stop, *, since: date, path: str = "") -> Q:
    """Return the condition that a session, reached by the path to it, is on a day of a stop."""
    hit = _where(stop, path) & Q(
        **{f"{path}starts_at__gte": begins(max(stop.from_on, since))}
    )
    if stop.to_on:
        hit &= Q(**{f"{path}starts_at__lt": begins(stop.to_on + timedelta(days=1))})
    return hit
