"""Every page of the access table, looked at by axe and by us: wide, narrow, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import Employee, press, sign_in
from tests.browser.sitting import Sitting
from tests.browser.views import AFTER_SOMETHING, BY_LINKS, NOT_LOOKED_AT, NOT_PAGES

from kunnande.site.access import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.browser.conftest import Somebody
    from tests.browser.inspection import Witness
    from tests.browser.installation import Installation


def test_no_page_of_the_access_table_is_left_out() -> None:
    looked_at = {name for names in BY_LINKS.values() for name in names.split()}
    for_people = {name for name in ROUTES if not name.startswith("api:")}

    others = (AFTER_SOMETHING, NOT_LOOKED_AT, NOT_PAGES)
    assert for_people == looked_at.union(*(names.split() for names in others))


@pytest.mark.slow
@pytest.mark.parametrize("who", BY_LINKS)
def test_the_pages_that_links_lead_to_are_sound(who: str, somebody: Somebody) -> None:
    page = somebody()
    page.goto("/" if who == "visitor" else f"/demo/{who}/")
    wanted = set(BY_LINKS[who].split())

    faults, missed = look_around(page, wanted)

    assert (faults, missed) == ([], set())


@pytest.mark.slow
def test_the_pages_of_mapping_are_sound(somebody: Somebody, site: Installation) -> None:
    page = signed_in(somebody, site, "registered")
    Employee(page).answer_agreement(yes=True)
    press(page, "Börja kartläggningen")
    expect(page.locator("label.choice")).to_have_count(5)
    begun = inspect(page)

    Employee(page).rate(1)
    press(page, "Nästa område")
    Employee(page).rate(3)
    press(page, "Titta igenom")
    expect(page.get_by_role("button", name="Lämna in min bedömning")).to_be_visible()

    assert begun + inspect(page) == []


@pytest.mark.slow
def test_the_pages_of_a_sitting_are_sound(somebody: Somebody, site: Installation) -> None:
    page = signed_in(somebody, site, "planned")
    sitting = Sitting(page)
    page.get_by_role("link", name="Till provet").click()
    faults = inspect(page)
    press(page, "Börja provet")
    expect(page.locator("#answered")).to_be_visible()
    for position in range(1, 11):
        sitting.open(sitting.number, position)
        page.get_by_text("Alla frågor").first.click()
        faults += inspect(page)
    page.goto(f"/prov/{sitting.number}/oversikt/")
    faults += inspect(page)

    sitting.hand_in()

    assert faults + inspect(page) == []


@pytest.mark.slow
def test_the_pages_after_the_decision_are_sound(somebody: Somebody, site: Installation) -> None:
    person = site.arrange("bring", name="Alma", state="awarded")
    page = somebody()
    sign_in(page, person["email"])
    faults = look_at(page, [f"/prov/{person['sitting']}/resultat/", "/", "/mina-bevis/"])

    page.goto("/")
    page.get_by_role("link", name="Läs beslutet").click()
    faults += inspect(page)
    page.goto("/delade-lankar/ny/")
    page.get_by_label("Vem är länken till?").fill("Grannverken AB")
    page.locator("label.choice").first.click()
    press(page, "Gör länken")
    faults += inspect(page)

    link = page.get_by_label("Länken", exact=True).input_value()
    assert faults + look_at(somebody(), [link]) == []


@pytest.mark.slow
def test_the_pages_of_a_list_of_staff_are_sound(somebody: Somebody, tmp_path: Path) -> None:
    page = somebody()
    page.goto("/demo/employer/")
    page.get_by_role("link", name="Anställda").first.click()
    company = urlsplit(page.url).path.split("/")[2]
    staff = tmp_path / "anställda.csv"
    staff.write_text("Förnamn;Efternamn;E-post\nBo;Ek;bo@demo.kunnande.invalid\nAda;;\n", "utf-8")

    page.goto(f"/foretag/{company}/las-in/")
    page.get_by_label("Fil med anställda").set_input_files(staff)
    press(page, "Ladda upp och gå vidare")
    page.wait_for_url("**/las-in/kolumner/")
    faults = inspect(page)
    press(page, "Granska raderna")
    page.wait_for_url("**/las-in/granska/")

    assert faults + inspect(page) == []


@pytest.mark.slow
def test_the_pages_of_an_invitation_are_sound(somebody: Somebody, witness: Witness) -> None:
    witness.expected = ("404",)  # the invitation that nobody sent
    employer = somebody()
    employer.goto("/demo/employer/")
    employer.get_by_role("link", name="Anställda").first.click()
    company = urlsplit(employer.url).path.split("/")[2]
    faults = look_at(employer, [f"/foretag/{company}/avtal/"])
    employer.goto(f"/foretag/{company}/anstallda/bjud-in/")
    link = Employee(employer).invite("Inga Inbjuden", "inga@demo.kunnande.invalid")
    faults += inspect(employer)

    visitor = somebody()
    faults += look_at(visitor, [link, "/inbjudan/finns-inte/"])

    assert faults == []


@pytest.mark.slow
def test_the_pages_of_an_account_are_sound(somebody: Somebody, site: Installation) -> None:
    page = signed_in(somebody, site, "registered")
    faults = look_at(page, ["/konto/byt-losenord/", "/konto/logga-ut/"])
    visitor = somebody()
    faults += look_at(
        visitor,
        [
            "/konto/glomt-losenord/skickat/",
            "/konto/nytt-losenord/1-finns-inte/",
            "/konto/nytt-losenord/klart/",
        ],
    )

    assert faults == []


@pytest.mark.slow
def test_pages_that_refuse_are_sound(somebody: Somebody, witness: Witness) -> None:
    witness.expected = ("403", "404")
    page = somebody()
    page.goto("/demo/person/")

    faults = look_at(page, ["/finns-inte/", "/beslut/", "/prov/999999/"])

    assert faults == []


def signed_in(somebody: Somebody, site: Installation, state: str) -> Page:
    person = site.arrange("bring", name="Alva", state=state)
    page = somebody()
    sign_in(page, person["email"])
    return page


def look_at(page: Page, paths: Iterable[str]) -> list[str]:
    faults = []
    for path in paths:
        page.goto(path)
        faults += inspect(page)
    return faults


def look_around(page: Page, wanted: set[str]) -> tuple[list[str], set[str]]:
    """Inspect one page of each wanted view; return the faults and the views no link led to."""
    faults, missed = [], set(wanted)
    waiting = [urlsplit(page.url).path]
    while waiting and missed:
        path = waiting.pop(0)
        if view_of(path) not in missed:
            continue
        page.goto(path)
        missed -= {view_of(path), view_of(page.url)}
        faults += inspect(page)
        waiting += [found for found in links_of(page) if view_of(found) in missed]
    return faults, missed


def links_of(page: Page) -> list[str]:
    addresses = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
    here = urlsplit(page.url).netloc
    return [
        urlsplit(one).path for one in addresses if urlsplit(urljoin(page.url, one)).netloc == here
    ]


def view_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return f"nothing at {address}"
