"""Who waits for a seat, and whom a free seat fits."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone

from kunnande.stages.booking.models import (
    COMING,
    Booking,
    Offer,
    OfferAnswer,
    SessionKind,
    WaitingEntry,
    WaitingState,
)
from kunnande.stages.booking.queries.bookings import BOOKABLE
from kunnande.stages.booking.queries.times import Needs, list_needs
from kunnande.stages.centres.queries import map_places
from kunnande.stages.parties.queries import name_of_municipality
from kunnande.stages.parties.queries.places import Coordinates, find_coordinates, travel_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from kunnande.stages.booking.models import Session


@dataclass(frozen=True)
class WaitingCount:
    """How many wait where; never who."""

    municipality: str
    people: int


def list_entries_that_fit(session: Session) -> list[WaitingEntry]:
    """Return those waiting whom a seat at a session fits, the longest waiting first."""
    entries = list(_open_entries(session))
    needs = list_needs(entry.person_id for entry in entries)
    there = _places_of([session])[session.pk]
    return [entry for entry in entries if _fits(entry, session, needs, there)]


def find_session_that_fits(sessions: Iterable[Session]) -> Session | None:
    """Return the first session where a seat fits somebody waiting, in one question for them all."""
    asked = list(sessions)
    if not asked:
        return None
    first, *others = (
        _open_entries(one).order_by().values_list("pk", Value(one.pk)) for one in asked
    )
    open_to: dict[int, list[int]] = defaultdict(list)
    for entry_id, session_id in first.union(*others, all=True):
        open_to[session_id].append(entry_id)
    entries = WaitingEntry.objects.in_bulk({pk for own in open_to.values() for pk in own})
    needs = list_needs(entry.person_id for entry in entries.values())
    places = _places_of(asked)
    fitting = (
        one
        for one in asked
        if any(_fits(entries[pk], one, needs, places[one.pk]) for pk in open_to[one.pk])
    )
    return next(fitting, None)


def list_waiting_counts(session: Session) -> list[WaitingCount]:
    """Return how many a seat at a session fits, by the municipality they wait in."""
    found = Counter(entry.municipality_code for entry in list_entries_that_fit(session))
    counts = [WaitingCount(name_of_municipality(code), found[code]) for code in found]
    return sorted(counts, key=lambda count: (-count.people, count.municipality))


def count_waiting() -> int:
    return WaitingEntry.objects.filter(state=WaitingState.WAITING).count()


def _open_entries(session: Session) -> QuerySet[WaitingEntry]:
    day = timezone.localdate(session.starts_at)
    asked = Offer.objects.filter(entry=OuterRef("pk")).filter(
        Q(answer=OfferAnswer.OPEN) | Q(booking__seat__session=session)
    )
    busy = Booking.objects.filter(person=OuterRef("person"), state__in=COMING).filter(
        Q(case=OuterRef("case"), kind=OuterRef("kind"))
        | Q(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    )
    at_work = Q(case__employer_id=session.at_company_id) if session.at_company_id else Q()
    return (
        WaitingEntry.objects.filter(
            at_work,
            Q(centre__isnull=True) | Q(centre_id=session.centre_id),
            Q(case__retake_earliest_on__isnull=True) | Q(case__retake_earliest_on__lte=day),
            state=WaitingState.WAITING,
            product_id=session.product_id,
            kind=session.kind,
            language__in=("", session.language),
            case__state__in=BOOKABLE[SessionKind(session.kind)],
        )
        .filter(~Exists(asked), ~Exists(busy))
        .select_related("case__employer", "case__product_version", "person")
        .order_by("since", "pk")
    )


def _places_of(sessions: Iterable[Session]) -> dict[int, Coordinates | None]:
    """Return where each session is: at a company in the middle of its municipality."""
    asked = list(sessions)
    centres = map_places(one.centre_id for one in asked if not one.at_company_id)
    places: dict[int, Coordinates | None] = {}
    for one in asked:
        if one.at_company_id:
            places[one.pk] = find_coordinates(one.municipality_code)
        else:
            centre = centres[one.centre_id]
            places[one.pk] = Coordinates(centre.latitude, centre.longitude)
    return places


def _fits(
    entry: WaitingEntry, session: Session, needs: Mapping[int, Needs], there: Coordinates | None
) -> bool:
    own = needs.get(entry.person_id, Needs())
    return own.are_met_by(session) and _is_near(entry, there)


def _is_near(entry: WaitingEntry, there: Coordinates | None) -> bool:
    # Whoever has named a centre goes there, however far it is.
    if entry.centre_id:
        return True
    here = find_coordinates(entry.municipality_code)
    return bool(here and there and travel_km(here, there) <= entry.within_km)
