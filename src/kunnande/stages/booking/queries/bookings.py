from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from kunnande.stages.booking.models import (
    COMING,
    Booking,
    BookingState,
    Offer,
    OfferAnswer,
    SessionKind,
    WaitingEntry,
    WaitingState,
)
from kunnande.stages.booking.queries.sessions import place_of, works_where
from kunnande.stages.cases.queries import CaseState, cases_of_employees_visible_to
from kunnande.stages.disclosure.queries import list_people_who_share
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role, list_staff

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.booking.models import Session
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Organisation, Viewer

_AROUND = (
    "seat__session__centre",
    "seat__session__room",
    "seat__session__at_company",
    "seat__session__product",
    "person",
    "case",
    "booked_for",
    "offer",
)
# Where a case stands when a seat of each kind can be booked for it.
BOOKABLE = {
    SessionKind.THEORY: (CaseState.MAPPED, CaseState.DECIDED),
    SessionKind.PRACTICAL: (
        CaseState.MAPPED,
        CaseState.TEST_PLANNED,
        CaseState.TESTED,
        CaseState.FEEDBACK_GIVEN,
        CaseState.DECIDED,
    ),
}


@dataclass(frozen=True)
class BookingRow:
    """A booking in a list: what, when and where; nothing of what the person needs."""

    booking: Booking
    product_name: str
    place: str
    offer: Offer | None = None

    @property
    def session(self) -> Session:
        return self.booking.seat.session

    @property
    def is_coming(self) -> bool:
        return self.booking.state in COMING


@dataclass(frozen=True)
class BookableRow:
    """An employee whose case can take a seat: who, which team, which product."""

    case: Case
    name: str
    team: str
    product_name: str


def get_booking(booking_id: int) -> Booking:
    """Return one booking with everything around it. Raises Booking.DoesNotExist."""
    return Booking.objects.select_related(*_AROUND).get(pk=booking_id)


def bookings_visible_to(viewer: Viewer) -> QuerySet[Booking]:
    """Return one's own bookings, those one's company releases people for, those at one's centre."""
    return (
        Booking.objects.select_related(*_AROUND)
        .filter(
            Q(person_id=viewer.person_id)
            | Q(booked_for_id__in=viewer.organisations(Role.EMPLOYER))
            | works_where(viewer, "seat__session__")
        )
        .order_by("starts_at", "pk")
    )


def get_visible_booking(booking_id: int, viewer: Viewer) -> Booking:
    """Return one booking the viewer may see. Raises Booking.DoesNotExist."""
    return bookings_visible_to(viewer).get(pk=booking_id)


def get_own_booking(booking_id: int, viewer: Viewer) -> Booking:
    """Return one of the viewer's own bookings. Raises Booking.DoesNotExist."""
    if viewer.person_id is None:
        raise Booking.DoesNotExist
    return bookings_visible_to(viewer).get(pk=booking_id, person_id=viewer.person_id)


def get_booking_of_centre(booking_id: int, viewer: Viewer) -> Booking:
    """Return one booking at a centre where the viewer works. Raises Booking.DoesNotExist."""
    return bookings_visible_to(viewer).get(works_where(viewer, "seat__session__"), pk=booking_id)


def list_bookings_of_session(session_id: int) -> list[Booking]:
    """Return who has a seat that is confirmed, by seat; also those who came or stayed away."""
    states = (BookingState.CONFIRMED, BookingState.ATTENDED, BookingState.ABSENT)
    return list(
        Booking.objects.filter(seat__session_id=session_id, state__in=states)
        .select_related("seat", "person", "case__product_version__product", "attendance")
        .order_by("seat__number", "pk")
    )


def find_booking_of_case(case_id: int, *, kind: str, on: date) -> Booking | None:
    """Return the next confirmed or attended booking of a case, from a day on."""
    return (
        Booking.objects.select_related(*_AROUND)
        .filter(
            case_id=case_id,
            kind=kind,
            starts_at__gte=begins(on),
            state__in=(BookingState.CONFIRMED, BookingState.ATTENDED),
        )
        .order_by("starts_at")
        .first()
    )


def list_own_bookings(person_id: int, *, at: datetime) -> list[BookingRow]:
    """Return a person's bookings: what is to come first, then what has been, latest first."""
    bookings = list(
        Booking.objects.select_related(*_AROUND, "offer")
        .filter(person_id=person_id)
        .exclude(state__in=(BookingState.MOVED, BookingState.LAPSED))
        .exclude(state=BookingState.HELD, held_until__lte=at)
        .order_by("pk")
    )
    bookings.sort(key=lambda b: (b.state not in COMING, abs(b.seat.session.starts_at - at)))
    return [row_of_booking(booking) for booking in bookings]


def list_own_entries(person_id: int) -> list[WaitingEntry]:
    return list(
        WaitingEntry.objects.filter(person_id=person_id, state=WaitingState.WAITING)
        .select_related("product", "centre")
        .order_by("since", "pk")
    )


def get_own_entry(entry_id: int, viewer: Viewer) -> WaitingEntry:
    """Return one of the viewer's own places in line. Raises WaitingEntry.DoesNotExist."""
    if viewer.person_id is None:
        raise WaitingEntry.DoesNotExist
    return WaitingEntry.objects.get(pk=entry_id, person_id=viewer.person_id)


def get_own_offer(offer_id: int, viewer: Viewer) -> Offer:
    """Return one of the seats offered to the viewer. Raises Offer.DoesNotExist."""
    if viewer.person_id is None:
        raise Offer.DoesNotExist
    return Offer.objects.get(pk=offer_id, entry__person_id=viewer.person_id)


def list_bookings_for(company_id: int, *, since: datetime) -> list[BookingRow]:
    """Return the seats a company releases people for, from a moment on."""
    bookings = Booking.objects.select_related(*_AROUND).filter(
        booked_for_id=company_id, ends_at__gte=since, state__in=(*COMING, BookingState.ATTENDED)
    )
    return [row_of_booking(booking) for booking in bookings.order_by("starts_at", "pk")]


def list_bookable_employees(
    company: Organisation, viewer: Viewer, *, kind: str, on: date
) -> list[BookableRow]:
    """Return the employees whose case can take a seat of a kind and has none.

    A decided case is among them where something remains to be tried and the person lets the
    employer see what is met and remains; else that is not the employer's to know.
    """
    coming = Booking.objects.filter(kind=kind, state__in=COMING).values("case_id")
    cases = (
        cases_of_employees_visible_to(viewer, on=on)
        .filter(employer=company, state__in=BOOKABLE[SessionKind(kind)])
        .exclude(pk__in=coming)
        .order_by("person__sort_key", "pk")
    )
    teams = {row.person_id: row.team for row in list_staff(company, on=on)}
    sharing = list_people_who_share(company.pk, [case.person_id for case in cases], on=on)
    return [
        BookableRow(
            case=case,
            name=case.person.name,
            team=teams.get(case.person_id, ""),
            product_name=localised(case.product_version.product, "name"),
        )
        for case in cases
        if case.state != CaseState.DECIDED
        or (case.retake_area_version_ids and case.person_id in sharing)
    ]


def is_bookable(case: Case) -> bool:
    """Say whether a theory seat can be booked for a case, from where it stands."""
    if case.state == CaseState.DECIDED:
        return bool(case.retake_area_version_ids)
    return case.state in BOOKABLE[SessionKind.THEORY]


def begins(on: date) -> datetime:
    """Return the first moment of a day here."""
    return timezone.make_aware(datetime.combine(on, time.min))


def row_of_booking(booking: Booking) -> BookingRow:
    session = booking.seat.session
    offer = getattr(booking, "offer", None)
    is_open = offer is not None and offer.answer == OfferAnswer.OPEN
    return BookingRow(
        booking=booking,
        product_name=localised(session.product, "name"),
        place=place_of(session),
        offer=offer if is_open else None,
    )
