"""Seats: a person books, moves and cancels one; a company books several; a session is opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, choose, follow, heading, press, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Somebody
    from tests.browser.inspection import Witness
    from tests.browser.installation import Installation


@pytest.mark.slow
def test_a_person_books_a_seat_moves_it_and_cancels_it(
    somebody: Somebody, site: Installation
) -> None:
    person = site.arrange("bring", name="Bodil", state="mapped")
    page = somebody(phone=True)
    sign_in(page, person["email"])
    follow(page.get_by_role("navigation", name="Snabbmeny"), "Bokningar")

    follow(page, "Välj en tid")
    expect(heading(page)).to_contain_text("lediga tider")
    faults = inspect(page)
    press(page, "Välj")
    expect(heading(page)).to_contain_text("Platsen är din till kl.")
    faults += inspect(page)
    press(page, "Bekräfta tiden")
    expect(heading(page)).to_have_text("Du har en bokad tid")

    follow(page, "Byt tid")
    expect(heading(page)).to_have_text("Byt tid")
    faults += inspect(page)
    press(page, "Byt hit")
    expect(heading(page)).to_have_text("Du har en bokad tid")

    press(page, "Avboka")

    expect(heading(page)).to_have_text("Du har ingen bokad tid")
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_a_company_books_no_more_than_the_share_it_has_agreed_to(
    somebody: Somebody, site: Installation, witness: Witness
) -> None:
    witness.expected = ("422",)  # more than the share
    night = {"state": "mapped", "team": "Nattskift"}
    names = [site.arrange("bring", name=name, **night)["name"] for name in ("Ebba", "Egil")]
    page = somebody()
    At(page).enter_demo("employer")
    follow(page, "Bokningar")
    agree_on(page, 50)
    open_the_first_time(page)
    expect(page.get_by_role("main")).to_contain_text("Får vara borta den dagen")
    faults = inspect(page)

    for name in names:
        choose(page, name)
    press(page, "Boka platserna")

    # Half of a shift of two is one: both cannot be away on one day.
    expect(page.get_by_role("alert")).to_be_visible()
    faults += inspect(page)
    page.get_by_label(names[1]).uncheck(force=True)
    press(page, "Boka platserna")
    expect(page.get_by_text("1 plats är bokad.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=names[0])).to_contain_text("Byt tid")
    follow(page, f"Byt tid {names[0]}")
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_a_manager_opens_a_session_that_is_there_to_book(somebody: Somebody) -> None:
    page = somebody()
    At(page).enter_demo("centre-manager")
    follow(page, "Tillfällen")
    press(page, "Öppna ett tillfälle")
    expect(heading(page)).to_have_text("Öppna ett tillfälle")
    faults = inspect(page)
    day = timezone.localdate() + timedelta(days=41)
    while day.weekday() > 4:
        day += timedelta(days=1)

    page.get_by_label("Dag", exact=True).fill(day.isoformat())
    page.get_by_label("Börjar").fill("15:00")
    page.get_by_label("Slutar").fill("17:00")
    page.get_by_label("Antal platser").fill("3")
    press(page, "Öppna för bokning")

    expect(heading(page)).to_have_text("0 av 3 platser är tagna")
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_the_pages_of_a_stop_are_sound(somebody: Somebody) -> None:
    page = somebody()
    At(page).enter_demo("node-coordinator")
    page.goto("/stopp/")
    faults = inspect(page)
    follow(page, "Öppna")
    expect(heading(page)).to_contain_text("berörd")

    assert faults + inspect(page) == []


def agree_on(page: Page, percent: int) -> None:
    page.get_by_label("Så många procent").fill(str(percent))
    press(page, "Spara andelen")
    expect(page.get_by_text("Andelen är sparad.")).to_be_visible()


def open_the_first_time(page: Page) -> None:
    company = urlsplit(page.url).path
    page.locator(f"a[href^='{company}'].btn--small").first.click()
    expect(heading(page)).to_contain_text("lediga platser")
