"""The pages about stopped times: who reads of whom, and the one click that sends."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kunnande.site.home.stopped_steps import find_stopped_step
from kunnande.site.tests.stops.builders import FORTNIGHT, LATER, lift, pass_on, suspend
from kunnande.stages.booking import services as booking
from kunnande.stages.booking.models import StopLetter
from kunnande.stages.booking.queries import TimeHit, list_bookings_hit
from kunnande.stages.booking.tests.builders import (
    NEXT_WEEK,
    a_booking,
    a_candidate,
    a_node_coordinator,
    a_session,
    a_site,
)
from kunnande.stages.cases.tests.builders import signed_in, words_of
from kunnande.stages.parties.tests.builders import TODAY
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


def test_the_centre_reads_who_is_hit_and_it_is_recorded(site, stopped, candidate):
    browser = signed_in(site.manager)

    page = words_of(browser.get(reverse("booking:stop", args=[stopped.pk])))

    assert candidate.case.person.name in page
    assert "Skicka 1 brev" in page
    (look,) = list_looks_at(candidate.case.person_id)
    assert (look.viewer, look.page) == (site.manager.trail_name, "booking:stop")


def test_one_click_sends_every_draft(site, stopped):
    browser = signed_in(site.manager)

    page = browser.post(reverse("booking:send_stop_letters", args=[stopped.pk]), follow=True)

    assert "1 brev skickas nu." in words_of(page)
    assert StopLetter.objects.filter(approved_at__isnull=False).count() == 1


def test_a_node_reads_how_many_and_no_name(stopped, candidate):
    browser = signed_in(a_node_coordinator())

    page = words_of(browser.get(reverse("booking:stop", args=[stopped.pk])))

    assert "1 person är berörd" in page
    assert candidate.case.person.name not in page
    assert list_looks_at(candidate.case.person_id) == []


def test_another_centre_and_another_owner_see_nothing(stopped):
    other = a_site("Testcenter Öst", "0680")
    browser = signed_in(other.manager)

    assert browser.get(reverse("booking:stop", args=[stopped.pk])).status_code == 404
    assert "Inget testcenter är stoppat." in words_of(browser.get(reverse("booking:stops")))


@pytest.mark.usefixtures("stopped")
def test_the_person_reads_that_the_time_is_stopped_and_changes_it(candidate):
    step = find_stopped_step(candidate.case, on=TODAY)

    assert step.heading == "Din tid den 27 november 2026 är stoppad"
    assert step.address == reverse("booking:move", args=[StopLetter.objects.get().booking_id])


def test_a_lifted_stop_leaves_the_start_page(site, candidate, accreditation, owner):
    a_booking(a_session(site, on=FORTNIGHT), candidate)
    suspend(accreditation, owner)
    pass_on()
    assert find_stopped_step(candidate.case, on=TODAY) is not None

    lift(accreditation, owner, last=NEXT_WEEK)
    pass_on()

    assert find_stopped_step(candidate.case, on=TODAY) is None


def test_a_page_of_many_asks_as_often_as_a_page_of_one(
    site, stopped, django_assert_max_num_queries
):
    a_page = reverse("booking:stop", args=[stopped.pk])
    browser = signed_in(site.manager)
    with CaptureQueriesContext(connection) as of_one:
        browser.get(a_page)
    hits = [
        TimeHit(one.case.person_id, one.case.pk, f"sitting:{one.case.pk}", "theory", NEXT_WEEK)
        for one in (a_candidate() for _person in range(6))
    ]
    held = list_bookings_hit(stopped, first=NEXT_WEEK, last=None)
    booking.draft_stop_letters(stop=stopped, hit=[*held, *hits], by=site.manager, at=LATER)

    with django_assert_max_num_queries(len(of_one) + 2):
        browser.get(a_page)
