"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, Value

from kunnande.stages.booking.models import (
    Accommodation,
    Attendance,
    Booking,
    Letter,
    Offer,
    ProposedSeat,
    ProposedSession,
    Schedule,
    SessionStaff,
    Stop,
    StopLetter,
    WaitingEntry,
)

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return the person's bookings, waits, needs, attendance, and the letters about them."""
    bookings = Booking.objects.filter(person_id=person_id).order_by("made_at")
    entries = WaitingEntry.objects.filter(person_id=person_id).order_by("since")
    offers = Offer.objects.filter(entry__person_id=person_id).order_by("made_at")
    came = Attendance.objects.filter(booking__person_id=person_id).order_by("entered_at")
    letters = Letter.objects.filter(booking__person_id=person_id).order_by("sent_at")
    needs = Accommodation.objects.filter(person_id=person_id).order_by("added_at")
    worked = SessionStaff.objects.filter(user__person_id=person_id).order_by("starts_at")
    return {
        "bookings": bookings.values(
            "kind", "starts_at", "ends_at", "state", "held_until", "language", "needs",
            "extra_minutes", "made_at", "changed_at", "rebooking_allowed_at", "case_id",
            booking_id=F("pk"),
            centre=F("seat__session__centre__name"),
            seat_number=F("seat__number"),
            company=F("booked_for__name"),
        ),
        "sessions_worked": worked.values(
            "as_kind", "starts_at", "ends_at",
            centre=F("session__centre__name"),
            machines=ArrayAgg(
                "session__machines__machine__name",
                filter=Q(session__machines__isnull=False),
                default=Value([]),
            ),
        ),
        "waits": entries.values(
            "kind", "municipality_code", "within_km", "language", "since", "state",
            centre_wished=F("centre__name"),
        ),
        "offers": offers.values("booking_id", "made_at", "expires_at", "answer", "answered_at"),
        "attendances": came.values(
            "booking_id", "present", "minutes", "entered_by_id", "entered_at"
        ),
        "needs": needs.values("kind", "minutes", "added_at"),
        **_kept_of_stops(person_id),
        **_kept_of_schedules(person_id),
        "booking_letters": letters.values("booking_id", "kind", "sent_at"),
    }  # fmt: skip


def _kept_of_stops(person_id: int) -> Kept:
    stopped = StopLetter.objects.filter(person_id=person_id).order_by("drafted_at")
    stops = Stop.objects.filter(user__person_id=person_id).order_by("begun_at")
    return {
        "stop_letters": stopped.values(
            "case_id", "booking_id", "kind", "on", "drafted_at", "approved_at", "sent_at",
            centre=F("stop__centre__name"),
        ),
        "stops": stops.values("cause", "from_on", "to_on", centre_name=F("centre__name")),
    }  # fmt: skip


def _kept_of_schedules(person_id: int) -> Kept:
    placed = ProposedSeat.objects.filter(entry__person_id=person_id).order_by("pk")
    leads = ProposedSession.objects.filter(leader__person_id=person_id).order_by("starts_at", "pk")
    asked = Schedule.objects.filter(asked_by__person_id=person_id).order_by("asked_at", "pk")
    return {
        "proposed_seats": placed.values(
            starts_at=F("proposed__starts_at"), centre=F("proposed__centre__name")
        ),
        "proposed_to_lead": leads.values(
            "kind", "starts_at", "ends_at", centre_name=F("centre__name")
        ),
        "schedules_asked": asked.values("asked_at", "seconds", "state"),
    }
