from datetime import timedelta

import pytest

from kunnande.stages.booking import services
from kunnande.stages.booking.models import BookingState
from kunnande.stages.booking.tests.builders import (
    NEXT_WEEK,
    a_booking,
    a_candidate,
    a_company,
    a_hold,
    a_session,
    a_site,
    minutes,
)
from kunnande.stages.cases.services import set_retake
from kunnande.stages.cases.tests.builders import area_ids, bring
from kunnande.stages.centres.models import Accreditation, StopReason
from kunnande.stages.centres.services import NotAccreditedError, suspend_accreditation
from kunnande.stages.parties.models import Membership
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user
from kunnande.stages.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site()


@pytest.fixture
def session(site):
    return a_session(site)


@pytest.fixture
def candidate():
    return a_candidate()


def test_a_seat_is_kept_for_a_quarter_of_an_hour(session, candidate):
    booking = a_hold(session, candidate)

    assert (booking.state, booking.held_until) == (BookingState.HELD, minutes(15))


def test_a_held_seat_becomes_a_booking(session, candidate):
    booking = a_booking(session, candidate)

    assert (booking.state, booking.held_until) == (BookingState.CONFIRMED, None)


def test_confirming_twice_confirms_once(session, candidate):
    booking = a_booking(session, candidate)

    services.confirm_booking(booking=booking, by=candidate.user, at=NOON)

    assert Entry.objects.filter(act="booking_confirmed").count() == 1


def test_a_hold_can_not_be_confirmed_when_its_time_is_out(session, candidate):
    booking = a_hold(session, candidate)

    with pytest.raises(services.HoldLapsedError):
        services.confirm_booking(booking=booking, by=candidate.user, at=minutes(15))


def test_a_lapsed_hold_gives_its_seat_to_the_next_booking(site, candidate):
    session = a_session(site, seats=1)
    first = a_hold(session, candidate)

    second = a_hold(session, a_candidate(), at=minutes(16))

    first.refresh_from_db()
    assert (first.state, second.seat_id) == (BookingState.LAPSED, first.seat_id)


def test_a_hold_that_still_lasts_keeps_its_seat(site, candidate):
    session = a_session(site, seats=1)
    a_hold(session, candidate)

    with pytest.raises(services.SessionFullError):
        a_hold(session, a_candidate(), at=minutes(14))


def test_lapsed_holds_are_given_back_by_the_clock(session, candidate):
    booking = a_hold(session, candidate)

    lapsed = services.lapse_holds(by=a_service_user(), at=minutes(15))

    booking.refresh_from_db()
    assert (lapsed, booking.state) == (1, BookingState.LAPSED)


def test_nobody_books_for_another_person(session, candidate):
    with pytest.raises(services.NotYourBookingError):
        services.hold_seat(session=session, case=candidate.case, by=a_candidate().user, at=NOON)


def test_the_centre_may_book_for_somebody(site, session, candidate):
    booking = services.hold_seat(session=session, case=candidate.case, by=site.manager, at=NOON)

    assert booking.person == candidate.case.person


def test_a_case_has_one_coming_seat(site, session, candidate):
    a_booking(session, candidate)

    with pytest.raises(services.PersonBusyError, match="redan en bokad tid"):
        a_hold(a_session(site, hour=13), candidate)


def test_a_cancelled_seat_is_free_again(site, candidate):
    session = a_session(site, seats=1)
    booking = a_booking(session, candidate)

    services.cancel_booking(booking=booking, by=candidate.user, at=NOON)

    assert a_hold(session, a_candidate()).seat_id == booking.seat_id


def test_what_has_begun_can_not_be_cancelled(session, candidate):
    booking = a_booking(session, candidate)

    with pytest.raises(services.BookingOverError):
        services.cancel_booking(booking=booking, by=candidate.user, at=session.starts_at)


def test_a_move_gives_one_seat_for_another(site, session, candidate):
    booking = a_booking(session, candidate)
    later = a_session(site, hour=13)

    moved = services.move_booking(booking=booking, session=later, by=candidate.user, at=NOON)

    booking.refresh_from_db()
    assert (booking.state, moved.state) == (BookingState.MOVED, BookingState.CONFIRMED)
    assert moved.starts_at == later.starts_at


def test_a_move_to_a_full_session_changes_nothing(site, session, candidate):
    booking = a_booking(session, candidate)
    full = a_session(site, hour=13, seats=1)
    a_booking(full, a_candidate())

    with pytest.raises(services.SessionFullError):
        services.move_booking(booking=booking, session=full, by=candidate.user, at=NOON)

    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED


def test_a_session_that_has_begun_can_not_be_booked(session, candidate):
    with pytest.raises(services.SessionNotOpenError):
        a_hold(session, candidate, at=session.starts_at)


def test_a_session_at_a_company_is_for_those_who_work_there(site, candidate):
    company, _contact = a_company()
    session = a_session(site, room=None, at_company=company)

    with pytest.raises(services.OnlyForEmployeesError):
        a_hold(session, candidate)

    assert a_booking(session, a_candidate(company)).state == BookingState.CONFIRMED


def test_a_case_that_is_not_mapped_can_not_be_booked(session):
    candidate = a_candidate()
    bring(candidate.case, "test_planned")

    with pytest.raises(services.NotReadyError):
        a_hold(session, candidate)


def test_a_retake_waits_for_its_day(session, candidate):
    missing = area_ids(candidate.case)[:1]
    by = a_service_user()
    early = NEXT_WEEK + timedelta(days=1)
    set_retake(case=candidate.case, earliest_on=early, area_version_ids=missing, by=by, at=NOON)

    with pytest.raises(services.RetakeTooEarlyError, match="28 november 2026"):
        a_hold(session, candidate)


def test_a_decided_case_where_nothing_remains_is_not_booked(session, candidate):
    bring(candidate.case, "decided")

    with pytest.raises(services.RetakeTooEarlyError, match="Inget återstår"):
        a_hold(session, candidate)


def test_a_decided_case_is_booked_for_what_remains(session, candidate):
    bring(candidate.case, "decided")
    missing = area_ids(candidate.case)[:1]
    by = a_service_user()
    set_retake(case=candidate.case, earliest_on=TODAY, area_version_ids=missing, by=by, at=NOON)

    assert a_booking(session, candidate).state == BookingState.CONFIRMED


def test_a_booking_stops_when_the_centre_rests(site, session, candidate):
    accreditation = Accreditation.objects.get(centre=site.centre)
    owner = accreditation.product.scheme.owner
    decider = Membership.objects.filter(organisation=owner, role="scheme_owner")[0].user
    suspend_accreditation(
        accreditation=accreditation,
        from_on=TODAY,
        reason=StopReason.OWN_REQUEST,
        by=decider,
        at=NOON,
    )

    with pytest.raises(NotAccreditedError):
        a_hold(session, candidate)


def test_the_acts_are_in_the_chain_of_the_case(session, candidate):
    booking = a_booking(session, candidate)
    services.cancel_booking(booking=booking, by=candidate.user, at=NOON)

    acts = Entry.objects.filter(chain=candidate.case.trail_name, subject=booking.trail_name)

    assert list(acts.order_by("sequence").values_list("act", flat=True)) == [
        "seat_held",
        "booking_confirmed",
        "booking_cancelled",
    ]


def test_the_case_is_not_moved_by_a_booking(session, candidate):
    a_booking(session, candidate)

    candidate.case.refresh_from_db()
    assert candidate.case.state == "mapped"
