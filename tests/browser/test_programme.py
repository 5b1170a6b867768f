"""The main task of each role in a programme, at desktop and phone width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, follow, heading, press, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Somebody
    from tests.browser.installation import Installation

# Whose start page offers one step to take, as a button that leads to a page of its own.
WITH_A_STEP = (
    "programme-owner",
    "economist",
    "evaluator",
    "examiner",
    "scheme-owner",
)


def enter(somebody: Somebody, role: str, *, phone: bool) -> Page:
    page = somebody(phone=phone)
    At(page).enter_demo(role)
    return page


def decide(page: Page, from_on: str, source: str) -> None:
    page.goto("/program/")
    follow(page, "Skriv in ett beslut")
    page.get_by_label("Gäller från").fill(from_on)
    page.get_by_label("Antal deltagare").fill("700")
    page.get_by_label("Belopp i kronor").fill("11000000")
    page.get_by_label("Var står det?").fill(source)
    press(page, "Spara beslutet")
    expect(page.get_by_text("Beslutet är inskrivet.")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("role", WITH_A_STEP)
def test_a_start_page_leads_to_its_first_step(somebody: Somebody, role: str, phone: bool) -> None:
    page = enter(somebody, role, phone=phone)
    faults = inspect(page)

    page.get_by_role("main").locator("a.btn--main, a.btn--big").first.click()

    expect(page).not_to_have_url("/")
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_an_owner_enters_a_decision_beside_the_earlier(somebody: Somebody, phone: bool) -> None:
    page = enter(somebody, "programme-owner", phone=phone)
    source = f"Påhittat beslut om {'telefon' if phone else 'bord'}"

    decide(page, f"{timezone.localdate().year + 1}-0{2 + phone}-01", source)

    expect(page.get_by_role("cell", name=source)).to_be_visible()
    expect(page.get_by_role("cell", name="Påhittat ändringsbeslut").first).to_be_visible()
    assert inspect(page) == []


@pytest.mark.slow
def test_an_owner_follows_a_figure_to_the_people_behind_it(somebody: Somebody, phone: bool) -> None:
    page = enter(somebody, "programme-owner", phone=phone)
    page.goto("/program/")
    follow(page, "Läget mot målen")
    expect(heading(page)).to_have_text("Läget mot målen")
    follow(page, "Program", exact=True)
    follow(page, "Indikatorer")

    follow(page, "Se vilka EECO01")

    expect(page.get_by_text("Var och en kan se att du har läst det här.")).to_be_visible()
    expect(page.get_by_role("link", name="Timmar").first).to_be_visible()
    assert inspect(page) == []


@pytest.mark.slow
def test_an_economist_enters_a_cost_and_sends_a_claim(
    somebody: Somebody, site: Installation, phone: bool
) -> None:
    site.arrange("funding.budget")
    page = enter(somebody, "economist", phone=phone)
    page.goto("/program/")
    follow(page, "Budget")
    follow(page, "Kostnader")
    page.get_by_label("Budgetrad", exact=True).select_option(index=1)
    page.get_by_label("Vilken dag?").fill(timezone.localdate().isoformat())
    page.get_by_label("Vad är det?").fill("Lokal")
    page.get_by_label("Underlag").fill("Faktura 7")
    page.get_by_label("Kronor").fill("1234,50")
    press(page, "Spara kostnaden")
    expect(page.get_by_text("Kostnaden är inskriven.")).to_be_visible()
    faults = inspect(page)
    follow(page, "Lokal")
    expect(page.get_by_role("main")).to_contain_text("Faktura 7")
    faults += inspect(page)

    page.goto("/program/")
    follow(page, "Budget")
    follow(page, "Ansökningar om utbetalning")
    press(page, "Gör utkast för")
    expect(page.get_by_role("button", name="Skicka och lås")).to_be_visible()
    faults += inspect(page)
    press(page, "Skicka och lås")

    expect(page.get_by_text("Ansökan är skickad och låst.")).to_be_visible()
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_an_economist_divides_a_decision_and_writes_in_an_order(
    somebody: Somebody, phone: bool
) -> None:
    owner, page = somebody(phone=phone), somebody(phone=phone)
    At(owner).enter_demo("programme-owner")
    decide(owner, f"{timezone.localdate().year + 2}-0{2 + phone}-01", "Ett sent beslut")
    At(page).enter_demo("economist")
    page.goto("/program/")
    follow(page, "Budget")
    page.get_by_role("link", name="Fördela beslutet").last.click()
    expect(heading(page)).to_have_text("Fördela beslutet")
    faults = inspect(page)
    page.get_by_label("Kronor").first.fill("100000")
    press(page, "Spara budgeten")
    expect(page.get_by_text("Budgeten är inskriven.")).to_be_visible()

    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_label("Vilken dag?").fill(timezone.localdate().isoformat())
    page.get_by_label("Vad är beställt?").fill("Kurser i vår")
    page.get_by_label("Kronor").fill("1000")
    page.get_by_label("Underlag").fill("Avtal 9")
    press(page, "Spara beställningen")

    expect(page.get_by_text("Avtal 9").first).to_be_visible()
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_an_economist_gives_a_company_the_right_to_aid(somebody: Somebody, phone: bool) -> None:
    page = enter(somebody, "economist", phone=phone)
    page.goto("/program/foretag/")
    follow(page, "Öppna")
    page.wait_for_url("/program/foretag/*/")
    page.goto(f"{page.url}stod/")
    page.get_by_label("Vad är stödet?").fill("Ett första samtal")
    page.get_by_label("Rätt till stödet från").fill(timezone.localdate().isoformat())
    page.get_by_label("Värde i kronor").fill("0")
    faults = inspect(page)

    press(page, "Spara stödet")

    expect(page.get_by_role("cell", name="Ett första samtal").first).to_be_visible()
    assert faults == []


@pytest.mark.slow
def test_a_person_signs_a_month_and_the_company_locks_it(
    somebody: Somebody, site: Installation, phone: bool
) -> None:
    made = site.arrange("funding.attend")
    person = somebody(phone=phone)
    sign_in(person, made["email"])
    person.goto("/mina-timmar/")
    follow(person, "Läs och skriv under")
    faults = inspect(person)
    press(person, "Skriv under månaden")
    expect(person.get_by_text("Du har skrivit under månaden.")).to_be_visible()

    employer = enter(somebody, "employer", phone=phone)
    follow(employer, "Timmar")
    follow(employer, f"Öppna {made['name']}")
    press(employer, "Skriv under och lås")

    expect(employer.get_by_role("button", name="Öppna en rättelse")).to_be_visible()
    assert faults + inspect(employer) == []
