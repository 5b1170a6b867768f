from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kunnande.stages.booking import services
from kunnande.stages.booking.models import BookingState, Offer, OfferAnswer, WaitingState
from kunnande.stages.booking.queries import (
    find_session_that_fits,
    list_entries_that_fit,
    list_waiting_counts,
)
from kunnande.stages.booking.tests.builders import (
    a_booking,
    a_candidate,
    a_company,
    a_node_coordinator,
    a_session,
    a_site,
    candidates,
    minutes,
    somebody_waiting,
)
from kunnande.stages.cases.tests.builders import signed_in
from kunnande.stages.parties.tests.builders import NOON, a_service_user

pytestmark = pytest.mark.django_db

A_DAY = timedelta(hours=24)


@pytest.fixture
def site():
    return a_site()


@pytest.fixture
def session(site):
    return a_session(site)


def offer_to(candidate, session, site, at=NOON):
    entry = somebody_waiting(candidate)
    return services.offer_seat(session=session, entry=entry, by=site.manager, at=at)


def test_an_offer_keeps_a_seat_for_a_day(site, session):
    offer = offer_to(a_candidate(), session, site)

    assert (offer.expires_at, offer.booking.state) == (NOON + A_DAY, BookingState.HELD)


def test_whoever_says_yes_has_a_booking_and_waits_no_more(site, session):
    candidate = a_candidate()
    offer = offer_to(candidate, session, site)

    booking = services.accept_offer(offer=offer, by=candidate.user, at=minutes(60))

    offer.refresh_from_db()
    assert (booking.state, offer.answer) == (BookingState.CONFIRMED, OfferAnswer.ACCEPTED)
    assert Offer.objects.get().entry.state == WaitingState.BOOKED


def test_whoever_says_no_still_waits_and_the_seat_is_free(site):
    session, candidate = a_session(site, seats=1), a_candidate()
    offer = offer_to(candidate, session, site)

    services.decline_offer(offer=offer, by=candidate.user, at=minutes(60))

    assert Offer.objects.get().entry.state == WaitingState.WAITING
    assert a_booking(session, a_candidate(), at=minutes(61)).seat == offer.booking.seat


def test_an_offer_lapses_and_the_next_in_line_is_asked(site):
    session = a_session(site, seats=1)
    first, second = candidates(2)
    offer_to(first, session, site)
    somebody_waiting(second, at=minutes(1))
    later = NOON + A_DAY

    services.lapse_holds(by=a_service_user(), at=later)
    asked = services.offer_free_seats(by=a_service_user(), at=later)

    answers = dict(Offer.objects.values_list("entry__person", "answer"))
    assert asked == 1
    assert answers == {first.case.person_id: "lapsed", second.case.person_id: ""}


def test_an_offer_that_has_lapsed_can_not_be_taken(site, session):
    candidate = a_candidate()
    offer = offer_to(candidate, session, site)

    with pytest.raises(services.HoldLapsedError):
        services.accept_offer(offer=offer, by=candidate.user, at=NOON + A_DAY)


def test_nobody_answers_for_another(site, session):
    offer = offer_to(a_candidate(), session, site)

    with pytest.raises(services.NotYourBookingError):
        services.accept_offer(offer=offer, by=a_candidate().user, at=NOON)


def test_a_node_fills_a_session_with_those_who_have_waited_longest(session):
    waiting = candidates(3)
    for place, candidate in enumerate(waiting):
        somebody_waiting(candidate, at=minutes(-place))

    offers = services.fill_session(session=session, seats=9, by=a_node_coordinator(), at=NOON)

    asked = [offer.entry.person_id for offer in offers]
    assert asked == [waiting[2].case.person_id, waiting[1].case.person_id]


def test_only_nodes_and_the_centre_fill_a_session(session):
    with pytest.raises(services.NotYourCentreError):
        services.fill_session(session=session, seats=1, by=a_candidate().user, at=NOON)


def test_a_node_offers_no_more_of_a_shift_than_the_company_has_agreed(session):
    company, _contact = a_company(percent=50)
    for candidate in candidates(2, company, "Skift 1"):
        somebody_waiting(candidate)

    offers = services.fill_session(session=session, seats=2, by=a_node_coordinator(), at=NOON)

    assert len(offers) == 1


@pytest.mark.parametrize(
    "wish",
    [{"municipality_code": "0687"}, {"language": "en"}],
)
def test_a_seat_that_does_not_fit_is_not_offered(session, wish):
    somebody_waiting(a_candidate(), **{"within_km": 30, **wish})

    assert list_entries_that_fit(session) == []


def test_a_seat_that_does_not_meet_the_needs_is_not_offered(site):
    candidate = a_candidate()
    services.add_accommodation(
        person=candidate.case.person, kind="read_aloud", by=candidate.user, at=NOON
    )
    entry = somebody_waiting(candidate)
    plain = a_session(site)
    arranged = a_session(site, hour=13, meets=frozenset({"read_aloud"}))

    assert list_entries_that_fit(plain) == []
    assert list_entries_that_fit(arranged) == [entry]


def test_whoever_said_no_is_not_asked_about_the_same_session(site, session):
    candidate = a_candidate()
    offer = offer_to(candidate, session, site)
    services.decline_offer(offer=offer, by=candidate.user, at=NOON)

    assert services.offer_free_seats(by=a_service_user(), at=NOON) == 0


def test_nobody_is_asked_to_come_within_hours(session):
    somebody_waiting(a_candidate())

    just_before = session.starts_at - timedelta(hours=11)

    assert services.offer_free_seats(by=a_service_user(), at=just_before) == 0


def test_a_free_seat_is_booked_past_the_line(session):
    candidate = a_candidate()
    somebody_waiting(candidate)

    a_booking(session, candidate)

    assert list_entries_that_fit(session) == []


def test_one_waits_once_for_a_test():
    candidate = a_candidate()
    somebody_waiting(candidate)

    with pytest.raises(services.PersonBusyError, match="väntelistan"):
        somebody_waiting(candidate)


def test_one_may_leave_the_line():
    candidate = a_candidate()
    entry = somebody_waiting(candidate)

    left = services.leave_waiting_list(entry=entry, by=candidate.user, at=NOON)

    assert left.state == WaitingState.LEFT


@pytest.mark.parametrize("wish", [{"municipality_code": "9999"}, {"within_km": 0}])
def test_a_wish_names_a_place_and_a_distance(wish):
    with pytest.raises(services.ImproperWishError):
        somebody_waiting(a_candidate(), **wish)


def test_a_node_reads_how_many_wait_where(session):
    for candidate in candidates(2):
        somebody_waiting(candidate)

    (count,) = list_waiting_counts(session)

    assert (count.municipality, count.people) == ("Värnamo", 2)


def test_whoever_names_a_centre_is_offered_a_seat_there_and_nowhere_else(site):
    near, far = a_candidate(), a_site("Testcenter Öst", "0680")
    address = reverse("booking:wait", args=[near.case.pk, "theory"])
    wish = {"municipality_code": "0683", "within_km": 1, "centre": far.centre.pk}

    signed_in(near.user).post(address, wish)

    assert list_entries_that_fit(a_session(site)) == []
    (entry,) = list_entries_that_fit(a_session(far))
    assert (entry.person, entry.centre) == (near.case.person, far.centre)


def test_the_first_session_that_fits_takes_the_needs_and_the_place_into_account(site):
    candidate = a_candidate()
    services.add_accommodation(
        person=candidate.case.person, kind="read_aloud", by=candidate.user, at=NOON
    )
    read = frozenset({"read_aloud"})
    plain, arranged = a_session(site), a_session(site, hour=13, meets=read)
    far = a_session(a_site("Testcenter Syd", "0780"), meets=read)

    nobody = find_session_that_fits([plain, far, arranged])
    somebody_waiting(candidate, within_km=30, municipality_code="0683")

    assert (nobody, find_session_that_fits([plain, far])) == (None, None)
    assert find_session_that_fits([]) is None
    assert find_session_that_fits([plain, far, arranged]) == arranged


def test_many_sessions_are_looked_through_in_as_many_questions_as_one(site):
    for candidate in candidates(2):
        somebody_waiting(candidate, within_km=30, municipality_code="0683")
    sessions = [a_session(site, hour=hour) for hour in (8, 11, 14, 17)]

    with CaptureQueriesContext(connection) as one:
        find_session_that_fits(sessions[:1])
    with CaptureQueriesContext(connection) as all_of_them:
        find_session_that_fits(sessions)

    assert len(all_of_them) == len(one) > 0
