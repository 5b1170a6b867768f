"""A centre applies, is audited, answers a finding and is accredited, each on their own page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, choose, follow, heading, press

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from tests.browser.conftest import Somebody
    from tests.browser.installation import Installation


@pytest.mark.slow
def test_a_centre_is_accredited_again_by_way_of_a_finding(
    somebody: Somebody, site: Installation
) -> None:
    manager, auditor, owner = somebody(), somebody(), somebody()

    faults = apply_again(manager)
    address = urlsplit(manager.url).path
    faults += plan_the_visit(owner, address)
    faults += declare_and_write(auditor, site, address)
    faults += answer_in_time(manager, address)
    faults += settle_and_decide(owner, auditor, address)

    manager.goto(address)
    expect(heading(manager)).to_contain_text("Ackrediterad")
    assert faults + inspect(manager) == []


@pytest.mark.slow
def test_a_manager_adds_a_room_and_reads_what_has_a_last_day(somebody: Somebody) -> None:
    page = somebody(phone=True)
    page.goto("/demo/centre-manager/")
    follow(page, "Testcenter")
    follow(page, "Plats och tider")

    follow(page, "Lägg till ett rum")
    page.get_by_label("Rummets namn").fill("Lilla salen")
    page.get_by_label("Platser").fill("4")
    press(page, "Lägg till", exact=True)

    expect(page.get_by_role("main")).to_contain_text("Lilla salen")
    follow(page, "Sista dagar")
    expect(heading(page)).to_contain_text("sista dag")


@pytest.mark.slow
def test_the_pages_that_stop_a_centre_are_sound(somebody: Somebody) -> None:
    page, faults = somebody(), []
    page.goto("/demo/scheme-owner/")

    for state, ways in (
        ("Ackrediterad", ("Gör vilande", "Återkalla")),
        ("Vilande", ("Låt gälla",)),
    ):
        for way in ways:
            page.goto("/ackrediteringar/")
            row_of(page, state).get_by_role("link").click()
            follow(page, way)
            page.wait_for_url("**/ackrediteringar/*/*/**")
            faults += inspect(page)

    assert faults == []


def row_of(page: Page, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words).first


def apply_again(manager: Page) -> list[str]:
    At(manager).enter_demo("centre-manager")
    follow(manager, "Testcenter")
    follow(manager, "Ansök för")
    manager.get_by_label("Validering").select_option("Industriteknik BAS")
    press(manager, "Börja ansökan")
    row_of(manager, "ansökt").get_by_role("link").click()
    follow(manager, "Svara på checklistan")
    expect(heading(manager)).to_have_text("Så här är det hos oss")
    faults = inspect(manager)
    for choice in manager.locator("input[type=radio][value=met]").all():
        choice.check()
    press(manager, "Spara svaren")
    press(manager, "Lämna in")
    expect(manager.get_by_text("Ansökan är inlämnad")).to_be_visible()
    return faults


def plan_the_visit(owner: Page, address: str) -> list[str]:
    At(owner).enter_demo("scheme-owner")
    owner.goto(address)
    follow(owner, "Planera besöket")
    expect(heading(owner)).to_have_text("Planera granskningsbesöket")
    faults = inspect(owner)
    owner.get_by_label("Dag för besöket").fill(in_days(0))
    owner.get_by_label("Första granskare").select_option(index=1)
    owner.get_by_label("Andra granskare").select_option(index=2)
    press(owner, "Planera besöket")
    expect(owner.get_by_text("Besöket är planerat.")).to_be_visible()
    return faults


def declare_and_write(auditor: Page, site: Installation, address: str) -> list[str]:
    At(auditor).enter_demo("auditor")
    auditor.goto(address)
    press(auditor, "Jag intygar")
    site.arrange("declare_too", accreditation=int(address.split("/")[2]))
    auditor.reload()
    follow(auditor, "Skriv protokollet")
    expect(heading(auditor)).to_have_text("Skriv protokollet")
    faults = inspect(auditor)
    auditor.get_by_label("Protokoll", exact=True).fill("Lokalen är lugn. En dörr saknar skylt.")
    auditor.get_by_label("Granskarnas bedömning").first.select_option("Återstår: mindre avvikelse")
    auditor.get_by_label("Vad som återstår").first.fill("Dörren till salen saknar skylt.")
    press(auditor, "Skriv under protokollet")
    expect(auditor.get_by_text("Protokollet är skrivet.")).to_be_visible()
    return faults


def answer_in_time(manager: Page, address: str) -> list[str]:
    manager.goto("/testcenter/att-gora/")
    expect(manager.get_by_role("main")).to_contain_text("vvikelse")
    faults = inspect(manager)
    manager.goto(address)
    follow(manager, "Svara")
    expect(heading(manager)).to_contain_text("Avvikelse")
    faults += inspect(manager)
    manager.get_by_label("Vad ni har gjort").fill("Skylten sitter uppe.")
    press(manager, "Svara granskarna")
    expect(manager.get_by_text("Svaret är sparat.")).to_be_visible()
    return faults


def settle_and_decide(owner: Page, auditor: Page, address: str) -> list[str]:
    owner.goto(address)
    follow(owner, "Ge uppskov")
    expect(heading(owner)).to_have_text("Ge testcentret mer tid")
    faults = inspect(owner)
    owner.get_by_label("Ny sista dag").fill(in_days(120))
    press(owner, "Ge uppskov")
    expect(owner.get_by_text("Testcentret har fått mer tid.")).to_be_visible()
    auditor.goto(address)
    press(auditor, "Åtgärdad")
    expect(auditor.get_by_text("Avvikelsen är åtgärdad.")).to_be_visible()
    owner.goto(address)
    follow(owner, "Besluta")
    expect(heading(owner)).to_have_text("Besluta om ackreditering")
    faults += inspect(owner)
    choose(owner, "Ackrediteras")
    owner.get_by_label("Skäl").fill("Kraven är visade.")
    press(owner, "Besluta", exact=True)
    expect(owner.get_by_text("Beslutet är fattat.")).to_be_visible()
    return faults


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()
