from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.booking.models import Booking, BookingState, Offer, Session, WaitingEntry
from kunnande.stages.booking.queries import get_needs
from kunnande.stages.booking.services import fill_session, hold_seat, open_session
from kunnande.stages.booking.tests.builders import (
    a_candidate,
    a_company,
    a_node_coordinator,
    a_plan,
    a_site,
    somebody_waiting,
)
from kunnande.stages.cases.tests.builders import signed_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site()


def a_coming_session(site, **more):
    """Return a session that is to come also by the clock on the wall."""
    now = timezone.localtime()
    plan = a_plan(site, on=now.date() + timedelta(days=7), **more)
    return open_session(plan=plan, by=site.manager, at=now)


def a_held_seat(session, candidate):
    return hold_seat(
        session=session, case=candidate.case, by=candidate.user, at=timezone.localtime()
    )


def confirmed(session, candidate):
    booking = a_held_seat(session, candidate)
    signed_in(candidate.user).post(reverse("booking:confirm", args=[booking.pk]))
    booking.refresh_from_db()
    return booking


def test_a_person_finds_a_time_and_books_it(site):
    session, candidate = a_coming_session(site), a_candidate()
    browser = signed_in(candidate.user)

    listed = browser.get(reverse("booking:times", args=[candidate.case.pk, "theory"]))
    held = browser.post(reverse("booking:hold", args=[candidate.case.pk, session.pk]), follow=True)
    browser.post(held.request["PATH_INFO"])

    assert "1 ledig tid de närmaste 60 dagarna" in words_of(listed)
    assert "Platsen är din till kl." in words_of(held)
    assert Booking.objects.get().state == BookingState.CONFIRMED
    assert "Du har en bokad tid" in words_of(browser.get(reverse("booking:mine")))


def test_a_time_that_is_full_is_told_kindly(site):
    session, candidate = a_coming_session(site, seats=1), a_candidate()
    confirmed(session, a_candidate())

    answer = signed_in(candidate.user).post(
        reverse("booking:hold", args=[candidate.case.pk, session.pk]), follow=True
    )

    assert "Alla platser är tagna" in words_of(answer)
    assert "Ingen ledig tid passar just nu" in words_of(answer)


def test_a_person_moves_and_then_cancels(site):
    candidate = a_candidate()
    booking = confirmed(a_coming_session(site), candidate)
    later = a_coming_session(site, hour=13)
    browser = signed_in(candidate.user)

    browser.post(reverse("booking:move", args=[booking.pk]), {"session": later.pk})
    moved = Booking.objects.get(state=BookingState.CONFIRMED)
    browser.post(reverse("booking:cancel", args=[moved.pk]))

    moved.refresh_from_db()
    assert (moved.seat.session, moved.state) == (later, BookingState.CANCELLED)


def test_a_booking_goes_to_the_calendar(site):
    candidate = a_candidate()
    booking = confirmed(a_coming_session(site), candidate)

    answer = signed_in(candidate.user).get(reverse("booking:calendar", args=[booking.pk]))

    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_person_waits_and_answers_an_offer(site):
    session, candidate = a_coming_session(site), a_candidate()
    browser = signed_in(candidate.user)
    wish = {"municipality_code": "0683", "within_km": 50}
    browser.post(reverse("booking:wait", args=[candidate.case.pk, "theory"]), wish)
    fill_session(session=session, seats=1, by=site.manager, at=timezone.localtime())

    page = browser.get(reverse("booking:mine"))
    offer = Offer.objects.get()
    browser.post(reverse("booking:answer", args=[offer.pk]), {"answer": "yes"})

    assert "Det finns en plats för dig" in words_of(page)
    assert Booking.objects.get().state == BookingState.CONFIRMED


def test_a_person_stops_waiting():
    candidate = a_candidate()
    entry = somebody_waiting(candidate)

    signed_in(candidate.user).post(reverse("booking:leave", args=[entry.pk]))

    assert WaitingEntry.objects.get().state == "left"


def test_a_person_says_what_they_need_and_takes_it_back():
    candidate = a_candidate()
    browser, page = signed_in(candidate.user), reverse("booking:needs")

    browser.post(page, {"kinds": ["own_room"], "minutes": 30})
    browser.post(page, {"kinds": [], "minutes": 20})

    needs = get_needs(candidate.case.person_id)
    assert (needs.kinds, needs.extra_minutes) == ({"extra_time"}, 20)


def test_an_employer_books_and_sets_the_share(site):
    company, contact = a_company(percent=None)
    candidate, session = a_candidate(company, "Skift 1"), a_coming_session(site)
    browser = signed_in(contact)
    today = timezone.localdate().isoformat()
    browser.post(reverse("booking:share", args=[company.pk]), {"percent": 100, "from_on": today})

    page = reverse("booking:book_employees", args=[company.pk, session.pk])
    shown = browser.get(page)
    browser.post(page, {"cases": [candidate.case.pk]})

    assert "Högst 1 av 1" in words_of(shown)
    assert Booking.objects.get().booked_for == company
    assert "1 plats är bokad" in words_of(
        browser.get(reverse("booking:company", args=[company.pk]))
    )


def test_what_stands_in_the_way_of_an_employer_is_said_on_the_page(site):
    company, contact = a_company(percent=None)
    candidate, session = a_candidate(company), a_coming_session(site)

    answer = signed_in(contact).post(
        reverse("booking:book_employees", args=[company.pk, session.pk]),
        {"cases": [candidate.case.pk]},
    )

    assert answer.status_code == 422
    assert "Kom först överens" in words_of(answer)


def test_a_manager_opens_a_session(site):
    browser = signed_in(site.manager)
    day = timezone.localdate() + timedelta(days=5)
    form = {
        "on": day.isoformat(),
        "starts": "09:00",
        "ends": "12:00",
        "place": f"room-{site.centre.pk}",
        "seats": 4,
        "leader": site.leader.pk,
        "language": "sv",
        "extra_minutes": 0,
    }
    page = reverse("booking:open")
    room = browser.get(page).context["form"].fields["place"].choices[0][0]

    answer = browser.post(page, {**form, "place": room})

    session = Session.objects.get()
    assert answer["Location"] == reverse("booking:session", args=[session.pk])
    assert session.seats.count() == 4


def test_a_closed_day_is_told_on_the_form(site):
    browser, page = signed_in(site.manager), reverse("booking:open")
    room = browser.get(page).context["form"].fields["place"].choices[0][0]
    form = {"place": room, "seats": 4, "leader": site.leader.pk, "language": "sv"}
    when = {"on": "2099-01-01", "starts": "03:00", "ends": "04:00", "extra_minutes": 0}

    answer = browser.post(page, {**form, **when})

    assert "Testcentret är inte öppet då" in words_of(answer)


def test_the_centre_sees_who_comes_and_the_node_how_many(site):
    session, candidate = a_coming_session(site), a_candidate()
    confirmed(session, candidate)
    page = reverse("booking:session", args=[session.pk])

    centre = words_of(signed_in(site.leader).get(page))
    node = words_of(signed_in(a_node_coordinator()).get(page))

    name = candidate.case.person.name
    assert (name in centre, name in node) == (True, False)
    assert "1 av 2 platser är tagna" in node


def test_a_node_offers_seats(site):
    session = a_coming_session(site)
    somebody_waiting(a_candidate())
    coordinator = signed_in(a_node_coordinator())

    shown = coordinator.get(reverse("booking:session", args=[session.pk]))
    coordinator.post(reverse("booking:fill", args=[session.pk]), {"seats": 1})

    assert "Värnamo" in words_of(shown)
    assert Offer.objects.count() == 1


@pytest.mark.parametrize(("act", "state"), [("close", "closed"), ("call_off", "cancelled")])
def test_a_centre_changes_its_session(site, act, state):
    session = a_coming_session(site)

    signed_in(site.manager).post(reverse(f"booking:{act}", args=[session.pk]))

    session.refresh_from_db()
    assert session.state == state


def test_attendance_before_the_day_is_told_kindly(site):
    booking = confirmed(a_coming_session(site), a_candidate())

    answer = signed_in(site.leader).post(
        reverse("booking:attendance", args=[booking.pk]), {"present": "yes"}, follow=True
    )

    assert "Närvaro skrivs in den dag tillfället är" in words_of(answer)


def test_the_list_of_sessions_is_for_those_who_work_there(site):
    a_coming_session(site)
    a_coming_session(a_site("Testcenter Öst"))

    own = words_of(signed_in(site.manager).get(reverse("booking:sessions")))
    all_of_them = words_of(signed_in(a_node_coordinator()).get(reverse("booking:sessions")))

    assert ("Testcenter Väst" in own, "Testcenter Öst" in own) == (True, False)
    assert "Testcenter Öst" in all_of_them
