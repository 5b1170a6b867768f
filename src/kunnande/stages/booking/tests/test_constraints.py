"""The database refuses by itself what the services would never ask for."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError

from kunnande.stages.booking import services
from kunnande.stages.booking.models import Booking, BookingState, SessionMachine, SessionStaff
from kunnande.stages.booking.tests.builders import (
    a_booking,
    a_candidate,
    a_plan,
    a_session,
    a_site,
)
from kunnande.stages.centres.models import MachineKind
from kunnande.stages.centres.queries import list_rooms
from kunnande.stages.centres.services import add_machine, add_room
from kunnande.stages.parties.tests.builders import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site()


@pytest.fixture
def session(site):
    return a_session(site)


def copy_of(booking, **changed):
    kept = {
        name: getattr(booking, name)
        for name in (
            "seat", "person", "case", "kind", "starts_at", "ends_at", "state", "language",
            "made_at", "changed_at",
        )
    }  # fmt: skip
    return Booking.objects.create(**{**kept, **changed})


def another_room(site):
    return add_room(centre=site.centre, name="Sal 2", seats=9, by=site.manager, at=NOON)


def test_a_seat_is_taken_by_one(session):
    booking = a_booking(session, a_candidate())
    other = a_candidate().case

    with pytest.raises(IntegrityError, match="booking_seat_once_taken"):
        copy_of(booking, case=other, person=other.person)


def test_a_person_is_in_one_place_at_a_time(session):
    booking = a_booking(session, a_candidate())
    elsewhere = a_session(a_site("Testcenter Öst"))

    with pytest.raises(IntegrityError, match="booking_person_once_at_a_time"):
        copy_of(booking, seat=elsewhere.seats.first(), case=a_candidate().case)


def test_a_case_has_one_coming_seat_of_a_kind(site, session):
    booking = a_booking(session, a_candidate())
    later = a_session(site, hour=13)

    with pytest.raises(IntegrityError, match="booking_one_coming_a_case"):
        copy_of(booking, seat=later.seats.first())


def test_a_room_has_one_session_at_a_time(session):
    session.pk = None
    session.starts_at += timedelta(hours=1)

    with pytest.raises(IntegrityError, match="booking_room_once_at_a_time"):
        session.save(force_insert=True)


def test_a_room_that_is_taken_is_refused_by_name(site, session):
    assert session.room

    with pytest.raises(services.DoubleUseError, match="Lokalen"):
        a_session(site, hour=11)


def test_a_room_is_free_at_the_minute_another_session_ends(site, session):
    next_session = a_session(site, hour=12)

    assert next_session.starts_at == session.ends_at


def test_a_cancelled_session_leaves_its_room_and_staff(site, session):
    services.cancel_session(session=session, by=site.manager, at=NOON)

    assert a_session(site).room == session.room


@pytest.mark.usefixtures("session")
def test_a_member_of_staff_is_at_one_session_at_a_time(site):
    plan = a_plan(site, room=another_room(site))

    with pytest.raises(services.DoubleUseError, match="personalen"):
        services.open_session(plan=plan, by=site.manager, at=NOON)


def test_a_machine_is_at_one_session_at_a_time(site):
    lathe = add_machine(
        centre=site.centre, name="Svarv", kind=MachineKind.CNC_LATHE, by=site.manager, at=NOON
    )
    session = a_session(site, machines=(lathe,))
    later = a_session(site, hour=13)
    times = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=1)}

    SessionMachine.objects.create(session=later, machine=lathe, **times)
    with pytest.raises(IntegrityError, match="booking_machine_once_at_a_time"):
        SessionMachine.objects.create(session=session, machine=lathe, **times)


def test_the_database_copies_the_times_of_the_session(session):
    booking = a_booking(session, a_candidate())
    later = booking.starts_at + timedelta(days=1)

    Booking.objects.filter(pk=booking.pk).update(starts_at=later, ends_at=later)
    SessionStaff.objects.filter(session=session).update(starts_at=later, ends_at=later)

    booking.refresh_from_db()
    assert booking.starts_at == session.starts_at
    assert SessionStaff.objects.get(session=session).ends_at == session.ends_at


@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_a_session_keeps_its_times(session, field):
    setattr(session, field, getattr(session, field) + timedelta(minutes=1))

    with pytest.raises(DatabaseError, match="keeps its times"):
        session.save()


def test_a_session_is_in_a_room_or_at_a_company(session):
    session.room = None

    with pytest.raises(IntegrityError, match="booking_session_in_one_place"):
        session.save()


def test_a_hold_has_an_end(session):
    booking = a_booking(session, a_candidate())

    with pytest.raises(IntegrityError, match="booking_held_has_an_end"):
        Booking.objects.filter(pk=booking.pk).update(state=BookingState.HELD)


def test_a_room_belongs_to_its_centre(site):
    foreign = list_rooms(a_site("Testcenter Öst").centre.pk)[0]

    with pytest.raises(services.ImproperSessionError, match="Lokalen"):
        a_session(site, room=foreign)
