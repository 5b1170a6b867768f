from datetime import timedelta

import pytest

from kunnande.stages.booking import services
from kunnande.stages.booking.models import Booking, BookingState
from kunnande.stages.booking.queries import list_bookable_employees
from kunnande.stages.booking.tests.builders import (
    a_booking,
    a_candidate,
    a_company,
    a_session,
    a_site,
    candidates,
)
from kunnande.stages.cases.tests.builders import bring
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import NOON, TODAY, an_employee
from kunnande.stages.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site()


def book(session, chosen, company, contact):
    return services.book_for_employees(
        session=session,
        cases=[candidate.case for candidate in chosen],
        company=company,
        by=contact,
        at=NOON,
    )


def a_shift(company, of, ready, team="Skift 1"):
    """Return `ready` people who may be booked, of a shift of `of` people."""
    for _number in range(of - ready):
        an_employee(company, team=team)
    return candidates(ready, company, team)


def test_an_employer_books_several_at_once(site):
    company, contact = a_company(percent=50)
    chosen = a_shift(company, of=4, ready=2)

    booked = book(a_session(site), chosen, company, contact)

    assert {booking.state for booking in booked} == {BookingState.CONFIRMED}
    assert {booking.booked_for for booking in booked} == {company}
    assert Entry.objects.get(act="employees_booked").facts == {"bookings": 2}


def test_no_more_of_a_shift_is_away_than_agreed(site):
    company, contact = a_company(percent=50)
    chosen = a_shift(company, of=5, ready=3)

    with pytest.raises(services.ShareExceededError, match="2 av 5"):
        book(a_session(site, seats=9), chosen, company, contact)

    assert not Booking.objects.exists()


def test_those_already_away_that_day_count(site):
    company, contact = a_company(percent=50)
    chosen = a_shift(company, of=4, ready=3)
    book(a_session(site, seats=9), chosen[:2], company, contact)

    with pytest.raises(services.ShareExceededError, match="2 är redan bokade"):
        book(a_session(site, hour=13, seats=9), chosen[2:], company, contact)


def test_who_books_themselves_counts_too(site):
    company, contact = a_company(percent=25)
    chosen = a_shift(company, of=4, ready=2)
    session = a_session(site, seats=9)
    a_booking(session, chosen[0])

    with pytest.raises(services.ShareExceededError):
        book(session, chosen[1:], company, contact)


def test_each_shift_has_a_share_of_its_own(site):
    company, contact = a_company(percent=50)
    chosen = [*a_shift(company, 2, 1, "Skift 1"), *a_shift(company, 2, 1, "Skift 2")]

    assert len(book(a_session(site), chosen, company, contact)) == 2


def test_a_company_agrees_on_a_share_first(site):
    company, contact = a_company(percent=None)

    with pytest.raises(services.ShareMissingError):
        book(a_session(site), a_shift(company, 2, 1), company, contact)


def test_all_are_booked_or_none(site):
    company, contact = a_company(percent=100)
    chosen = a_shift(company, of=3, ready=3)

    with pytest.raises(services.SessionFullError):
        book(a_session(site, seats=2), chosen, company, contact)

    assert not Booking.objects.exists()


def test_an_employer_is_not_told_what_somebody_needs(site):
    company, contact = a_company(percent=100)
    (chosen,) = a_shift(company, of=1, ready=1)
    services.add_accommodation(person=chosen.case.person, kind="own_room", by=chosen.user, at=NOON)

    with pytest.raises(services.CanNotBeBookedError) as refused:
        book(a_session(site), [chosen], company, contact)

    assert "behöver" not in str(refused.value)


def test_others_people_can_not_be_booked(site):
    company, contact = a_company()

    with pytest.raises(services.NotYourCompanyError):
        book(a_session(site), [a_candidate()], company, contact)


def test_a_case_with_something_left_to_try_is_not_listed():
    company, contact = a_company()
    ready, decided = a_shift(company, of=2, ready=2)
    bring(decided.case, "decided")

    rows = list_bookable_employees(company, get_viewer(contact, on=TODAY), kind="theory", on=TODAY)

    assert [row.case for row in rows] == [ready.case]


def test_a_move_keeps_to_the_share(site):
    company, contact = a_company(percent=50)
    chosen = a_shift(company, of=2, ready=2)
    later = TODAY + timedelta(days=9)
    (first,) = book(a_session(site), chosen[:1], company, contact)
    book(a_session(site, on=later), chosen[1:], company, contact)

    with pytest.raises(services.ShareExceededError):
        services.move_booking(
            booking=first, session=a_session(site, on=later, hour=13), by=contact, at=NOON
        )


def test_a_share_is_set_anew_from_a_day(site):
    company, contact = a_company(percent=100)
    chosen = a_shift(company, of=2, ready=2)
    session = a_session(site)
    services.set_release_share(
        company=company, percent=50, from_on=session.starts_at.date(), by=contact, at=NOON
    )

    with pytest.raises(services.ShareExceededError):
        book(session, chosen, company, contact)


@pytest.mark.parametrize("percent", [0, 101])
def test_a_share_is_a_percentage(percent):
    company, contact = a_company()

    with pytest.raises(services.ImproperShareError):
        services.set_release_share(
            company=company, percent=percent, from_on=TODAY, by=contact, at=NOON
        )
