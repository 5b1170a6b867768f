from datetime import timedelta

import pytest

from kunnande.stages.booking import services
from kunnande.stages.booking.models import BookingState, SessionState
from kunnande.stages.booking.queries import get_kept_about
from kunnande.stages.booking.tests.builders import (
    NEXT_WEEK,
    a_booking,
    a_candidate,
    a_company,
    a_plan,
    a_session,
    a_site,
    moment,
)
from kunnande.stages.centres.services import (
    NotAccreditedError,
    NotAuthorisedError,
    add_machine,
    add_opening_exception,
)
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_member
from kunnande.stages.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site()


def test_a_session_opens_with_its_seats_and_staff(site):
    session = a_session(site, seats=12)

    assert (session.seats.count(), session.staff.get().user) == (12, site.leader)
    assert Entry.objects.get(chain=session.trail_name).act == "session_opened"


def test_only_those_at_the_centre_open_its_sessions(site):
    stranger = a_site("Testcenter Öst").manager

    with pytest.raises(services.NotYourCentreError):
        services.open_session(plan=a_plan(site), by=stranger, at=NOON)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"starts_at": NOON - timedelta(hours=1)}, "redan varit"),
        ({"ends_at": NOON}, "efter starttiden"),
        ({"starts_at": moment(NEXT_WEEK, 5)}, "inte öppet"),
        ({"room": None}, "Välj en lokal"),
        ({"seats": 0}, "mellan 1 och 20"),
        ({"seats": 21}, "mellan 1 och 20"),
        ({"meets": frozenset({"magic"})}, "Anpassningen"),
    ],
)
def test_a_plan_that_does_not_hold_together_is_refused(site, changed, why):
    with pytest.raises(services.ImproperSessionError, match=why):
        a_session(site, **changed)


def test_a_closed_day_is_no_day_for_a_session(site):
    add_opening_exception(centre=site.centre, on=NEXT_WEEK, by=site.manager, at=NOON)

    with pytest.raises(services.ImproperSessionError, match="inte öppet"):
        a_session(site)


def test_a_centre_that_is_not_accredited_opens_nothing(site):
    later = TODAY + timedelta(days=365 * 4)

    with pytest.raises(NotAccreditedError):
        a_session(site, on=later)


def test_whoever_leads_is_authorised(site):
    unauthorised = a_member(site.centre, Role.TEST_LEADER)

    with pytest.raises(NotAuthorisedError):
        a_session(site, leader=unauthorised)


def test_a_test_leader_travels_to_a_company(site):
    company, _contact = a_company()

    session = a_session(site, room=None, at_company=company, hour=4, seats=8)

    assert (session.at_company, session.municipality_code) == (company, "0617")


def test_a_cancelled_session_ends_its_bookings(site):
    session = a_session(site)
    booking = a_booking(session, a_candidate())

    ended = services.cancel_session(session=session, by=site.manager, at=NOON)

    booking.refresh_from_db()
    assert [b.pk for b in ended] == [booking.pk]
    assert booking.state == BookingState.CANCELLED


def test_a_session_is_cancelled_once(site):
    session = a_session(site)
    services.cancel_session(session=session, by=site.manager, at=NOON)

    with pytest.raises(services.SessionOverError):
        services.cancel_session(session=session, by=site.manager, at=NOON)


def test_a_closed_session_takes_no_more_bookings(site):
    session = a_session(site)

    closed = services.close_session(session=session, by=site.leader, at=NOON)

    assert closed.state == SessionState.CLOSED
    with pytest.raises(services.SessionNotOpenError):
        a_booking(session, a_candidate())


def test_attendance_is_entered_once(site):
    session = a_session(site)
    booking = a_booking(session, a_candidate())
    acting = {"by": site.leader, "at": session.ends_at}

    attendance = services.enter_attendance(booking=booking, present=True, **acting)

    session.refresh_from_db()
    assert (attendance.minutes, session.state) == (180, SessionState.HELD)
    with pytest.raises(services.AttendanceEnteredError):
        services.enter_attendance(booking=booking, present=False, **acting)


def test_attendance_waits_for_the_day(site):
    session = a_session(site)
    booking = a_booking(session, a_candidate())

    with pytest.raises(services.TooEarlyError):
        services.enter_attendance(booking=booking, present=True, by=site.leader, at=NOON)


def test_minutes_are_no_more_than_the_session_and_extra_time(site):
    session = a_session(site)
    booking = a_booking(session, a_candidate())

    with pytest.raises(services.ImproperMinutesError, match="180"):
        services.enter_attendance(
            booking=booking, present=True, minutes=181, by=site.leader, at=session.ends_at
        )


def test_whoever_stayed_away_books_again_when_the_centre_says_so(site):
    session, later = a_session(site), a_session(site, on=NEXT_WEEK + timedelta(days=1))
    candidate = a_candidate()
    booking = a_booking(session, candidate)
    at = session.ends_at
    services.enter_attendance(booking=booking, present=False, by=site.leader, at=at)

    with pytest.raises(services.StayedAwayError):
        a_booking(later, candidate, at=at)

    services.allow_rebooking(booking=booking, by=site.manager, at=at)
    assert a_booking(later, candidate, at=at).state == BookingState.CONFIRMED


def test_only_somebody_absent_is_let_in_again(site):
    booking = a_booking(a_session(site), a_candidate())

    with pytest.raises(services.NotAbsentError):
        services.allow_rebooking(booking=booking, by=site.manager, at=NOON)


def test_what_is_kept_about_those_who_book_and_those_who_work(site):
    lathe = add_machine(
        centre=site.centre, name="Svarv", kind="cnc_lathe", by=site.manager, at=NOON
    )
    candidate = a_candidate()
    a_booking(a_session(site, machines=(lathe,)), candidate)

    (booked,) = get_kept_about(candidate.case.person_id)["bookings"]
    (worked,) = get_kept_about(site.leader.person_id)["sessions_worked"]

    assert (booked["centre"], booked["seat_number"]) == ("Testcenter Väst", 1)
    assert (worked["as_kind"], worked["machines"]) == ("test_leader", ["Svarv"])
