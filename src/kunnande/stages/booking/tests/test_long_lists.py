from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.booking.services import book_for_employees, open_session
from kunnande.stages.booking.tests.builders import (
    a_candidate,
    a_company,
    a_plan,
    a_site,
    candidates,
)
from kunnande.stages.cases.tests.builders import signed_in, words_of

pytestmark = pytest.mark.django_db
FEW, MANY, ON_A_PAGE = 3, 60, 25


def open_times(site, count):
    """Open two sessions a day."""
    now = timezone.localtime()
    for number in range(count):
        on = now.date() + timedelta(days=7 + number // 2)
        plan = a_plan(site, on=on, hour=13 if number % 2 else 8)
        open_session(plan=plan, by=site.manager, at=now)


def book(session, count, company, contact):
    book_for_employees(
        session=session,
        cases=[one.case for one in candidates(count, company)],
        company=company,
        by=contact,
        at=timezone.localtime(),
    )


def read(browser, address):
    """Return the page and how often it asked the database."""
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(address)
    return page, len(asked)


def test_free_times_are_read_a_page_at_a_time_and_asked_for_as_often_however_many():
    site, candidate = a_site(), a_candidate()
    browser = signed_in(candidate.user)
    address = reverse("booking:times", args=[candidate.case.pk, "theory"])
    open_times(site, FEW)
    _few, once = read(browser, address)
    open_times(a_site("Testcenter Öst"), MANY - FEW)

    page, again = read(browser, f"{address}?near=0683")

    assert again == once
    assert f"{MANY} lediga tider" in words_of(page)
    assert len(page.context["times"].object_list) == ON_A_PAGE
    assert "?near=0683&amp;sida=2" in page.content.decode()


def test_a_company_reads_its_bookings_and_the_free_times_a_page_at_a_time():
    site, (company, contact) = a_site(seats=80), a_company(percent=100)
    now = timezone.localtime()
    plan = a_plan(site, on=now.date() + timedelta(days=7), seats=80)
    session = open_session(plan=plan, by=site.manager, at=now)
    address, browser = reverse("booking:company", args=[company.pk]), signed_in(contact)
    book(session, FEW, company, contact)
    _few, once = read(browser, address)
    book(session, MANY - FEW, company, contact)

    page, again = read(browser, address)

    assert again == once
    assert f"{MANY} platser är bokade" in words_of(page)
    assert len(page.context["booked"].object_list) == ON_A_PAGE
    assert "?bokade=2" in page.content.decode()
