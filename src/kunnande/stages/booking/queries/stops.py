"""Which times a stop hits, and who may read of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from kunnande.stages.booking.models import (
    Booking,
    BookingState,
    Stop,
    StopCause,
    StopLetter,
    StopLetterKind,
)
from kunnande.stages.booking.queries.bookings import begins, bookings_visible_to
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from datetime import date

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


def find_stop_to_lift(subject: str) -> Stop | None:
    """Return the stop of an accreditation that is not lifted."""
    unlifted = Stop.objects.filter(subject=subject, lifted_by__isnull=True)
    return unlifted.filter(cause=StopCause.SUSPENDED).order_by("-pk").first()


def has_ended_for_good() -> bool:
    """Say whether a withdrawal or an ended authorisation still stops somebody."""
    unlifted = Stop.objects.filter(lifted_by__isnull=True)
    return unlifted.exclude(cause=StopCause.SUSPENDED).exists()


def list_stops_to_end(
    *, centre_id: int, product_id: int, user_id: int | None, kind: str, before_entry: int
) -> list[Stop]:
    """Return what a new accreditation or authorisation ends: an end and what rested before it."""
    whose = Q(user_id=user_id) if user_id else Q(user_id__isnull=True)
    stops = Stop.objects.filter(
        whose,
        lifted_by__isnull=True,
        centre_id=centre_id,
        product_id=product_id,
        kind=kind,
        entry_id__lt=before_entry,
    )
    ended = stops.exclude(cause=StopCause.SUSPENDED).order_by("-pk").first()
    return list(stops.filter(pk__lte=ended.pk).order_by("pk")) if ended else []


def list_entries_passed_on() -> set[int]:
    """Return the acts that have become stops, or have lifted one."""
    lifted = Stop.objects.filter(lifted_by__isnull=False).values_list("lifted_by_id", flat=True)
    return {*Stop.objects.values_list("entry_id", flat=True), *lifted}


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


def list_stops(viewer: Viewer, *, lasting_on: date | None = None) -> QuerySet[Stop]:
    """Return the stops with how many are hit, and how many drafts wait; the latest first."""
    lasts = Q(to_on__isnull=True) | Q(to_on__gte=lasting_on) if lasting_on else Q()
    is_draft = Q(letters__approved_at__isnull=True, letters__pk__isnull=False)
    return (
        stops_visible_to(viewer)
        .filter(lasts)
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


def find_stopped_time(case_id: int, subject: str, *, day: date) -> StopLetter | None:
    """Return what is told about a case's time on a day while a stop covers that day."""
    letters = StopLetter.objects.filter(
        Q(stop__to_on__isnull=True) | Q(stop__to_on__gte=day),
        case_id=case_id,
        subject=subject,
        on=day,
        kind=StopLetterKind.STOPPED,
    )
    return letters.select_related("stop__centre").order_by("pk").first()


def list_bookings_hit(stop: Stop, *, first: date, last: date | None) -> list[TimeHit]:
    """Return the confirmed bookings that a stop hits between two days."""
    confirmed = Booking.objects.filter(
        sessions_hit(stop, first=first, last=last, path="seat__session__"),
        state=BookingState.CONFIRMED,
    ).select_related("seat__session")
    return [
        TimeHit(
            person_id=booking.person_id,
            case_id=booking.case_id,
            subject=booking.trail_name,
            session_kind=booking.kind,
            on=timezone.localdate(booking.starts_at),
            booking_id=booking.pk,
        )
        for booking in confirmed.order_by("starts_at", "pk")
    ]


def sessions_hit(stop: Stop, *, first: date, last: date | None, path: str = "") -> Q:
    """Return the condition that a session, reached by the path to it, is hit between two days."""
    wanted = {
        "centre_id": stop.centre_id,
        "product_id": stop.product_id,
        "starts_at__gte": begins(first),
    }
    if last:
        wanted["starts_at__lt"] = begins(last + timedelta(days=1))
    if stop.user_id:
        wanted |= {"test_leader_id": stop.user_id, "kind": stop.kind}
    return Q(**{f"{path}{name}": value for name, value in wanted.items()})


def _answers_for(viewer: Viewer, path: str = "") -> Q:
    centres = viewer.organisations(Role.CENTRE_MANAGER)
    owners = viewer.organisations(Role.SCHEME_OWNER)
    return Q(
        Q(**{f"{path}centre_id__in": centres}),
        Q(**{f"{path}product__scheme__owner_id__in": owners}),
        _connector=Q.OR,
    )
