"""All free times of the coming weeks in one list, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from kunnande.stages.booking.models import Accommodation, Need, Session, SessionState
from kunnande.stages.booking.queries.sessions import place_of, with_free_seats
from kunnande.stages.centres.queries import get_place, is_accredited, list_accredited_centres
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import name_of_municipality
from kunnande.stages.parties.queries.places import Coordinates, find_coordinates, travel_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

DAYS = 60


@dataclass(frozen=True)
class Needs:
    """What has to be arranged for somebody, and how much longer they sit."""

    kinds: frozenset[str] = field(default_factory=frozenset)
    extra_minutes: int = 0

    def are_met_by(self, session: Session) -> bool:
        arranged = set(session.meets) | {Need.EXTRA_TIME}
        return self.kinds <= arranged and self.extra_minutes <= session.extra_minutes


@dataclass(frozen=True)
class FreeTime:
    """A session with a free seat, and how far it is to it; None where nobody can tell."""

    session_id: int
    kind: str
    product_name: str
    centre_id: int
    centre_name: str
    place: str
    municipality: str
    kilometres: float | None
    starts_at: datetime
    ends_at: datetime
    language: str
    meets: tuple[str, ...]
    extra_minutes: int
    seats: int
    free: int


def get_needs(person_id: int) -> Needs:
    return list_needs([person_id]).get(person_id, Needs())


def list_needs(people: Iterable[int]) -> dict[int, Needs]:
    """Return what each person needs; whoever needs nothing is left out."""
    found: dict[int, dict[str, int]] = {}
    rows = Accommodation.objects.filter(person_id__in=set(people))
    for person_id, kind, minutes in rows.values_list("person_id", "kind", "minutes"):
        found.setdefault(person_id, {})[kind] = minutes
    return {
        person_id: Needs(frozenset(kinds), kinds.get(Need.EXTRA_TIME, 0))
        for person_id, kinds in found.items()
    }


def list_free_times(
    product_id: int,
    *,
    kind: str,
    near: str,
    since: datetime,
    not_before: date | None = None,
    language: str | None = None,
    needs: Needs | None = None,
    companies: Iterable[int] = (),
) -> list[FreeTime]:
    """Return every session with a free seat that meets the needs, nearest first, then soonest.

    A session at a company is for those who work there: `companies` says where that is. What remains
    of a case may be tried again from a day on: `not_before`.
    """
    sessions = _open_sessions(product_id, kind, since, companies)
    if language:
        sessions = sessions.filter(language=language)
    wanted = needs or Needs()
    standing = _standing(product_id, since)
    here = find_coordinates(near)
    times = [
        _free_time(session, here, standing.places)
        for session in sessions
        if wanted.are_met_by(session)
        and (not_before is None or timezone.localdate(session.starts_at) >= not_before)
        and standing.holds_for(session)
    ]
    return sorted(times, key=_nearest_then_soonest)


def _open_sessions(
    product_id: int, kind: str, since: datetime, companies: Iterable[int]
) -> QuerySet[Session]:
    return (
        with_free_seats(Session.objects.all(), at=since)
        .filter(
            Q(at_company__isnull=True) | Q(at_company_id__in=set(companies)),
            product_id=product_id,
            kind=kind,
            state=SessionState.OPEN,
            starts_at__gt=since,
            starts_at__lte=since + timedelta(days=DAYS),
        )
        .select_related("centre", "room", "at_company", "product")
    )


def kilometres_to(session: Session, near: str) -> float | None:
    """Return how far it is to a session from a municipality; None where nobody can tell."""
    here, place = find_coordinates(near), get_place(session.centre_id)
    centre = {session.centre_id: Coordinates(place.latitude, place.longitude)}
    return _kilometres(session, here, centre)


def _nearest_then_soonest(time: FreeTime) -> tuple[float, datetime, int]:
    # What lies within the same kilometre is equally near: then the first day counts.
    far = float("inf") if time.kilometres is None else float(round(time.kilometres))
    return far, time.starts_at, time.session_id


@dataclass(frozen=True)
class _Standing:
    """Which centres are accredited at both ends of some days, and where those lie that ever are."""

    throughout: frozenset[int]
    places: Mapping[int, Coordinates]

    def holds_for(self, session: Session) -> bool:
        """Say whether the centre is accredited on the session's day; asked where that changes."""
        if session.centre_id in self.throughout or session.centre_id not in self.places:
            return session.centre_id in self.throughout
        on = timezone.localdate(session.starts_at)
        return is_accredited(session.centre_id, session.product_id, on=on)


def _standing(product_id: int, since: datetime) -> _Standing:
    ends = (timezone.localdate(since), timezone.localdate(since + timedelta(days=DAYS)))
    first, last = (
        {card.centre_id: card.coordinates for card in list_accredited_centres(product_id, on=on)}
        for on in ends
    )
    return _Standing(frozenset(first) & frozenset(last), {**first, **last})


def _kilometres(
    session: Session, here: Coordinates | None, places: Mapping[int, Coordinates]
) -> float | None:
    there = places.get(session.centre_id)
    if session.at_company_id:
        there = find_coordinates(session.municipality_code)
    return travel_km(here, there) if here and there else None


def _free_time(
    session: Session, here: Coordinates | None, places: Mapping[int, Coordinates]
) -> FreeTime:
    seats, taken = getattr(session, "seat_count", 0), getattr(session, "taken_count", 0)
    return FreeTime(
        session_id=session.pk,
        kind=session.kind,
        product_name=localised(session.product, "name"),
        centre_id=session.centre_id,
        centre_name=session.centre.name,
        place=place_of(session),
        municipality=name_of_municipality(session.municipality_code),
        kilometres=_kilometres(session, here, places),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        language=session.language,
        meets=tuple(session.meets),
        extra_minutes=session.extra_minutes,
        seats=seats,
        free=seats - taken,
    )
