"""The protocol on a tablet: points, an overall judgement, two signatures and the talk."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, choose, follow, heading, press, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Somebody
    from tests.browser.installation import Installation

TABLET = {"width": 820, "height": 1180}


@pytest.mark.slow
def test_an_assessor_fills_in_a_protocol_that_both_sign(
    somebody: Somebody, site: Installation
) -> None:
    site.arrange("let_practice_be_tried")
    person = site.arrange("bring", name="Pelle", state="mapped")
    leader, assessor, candidate = somebody(), somebody(), somebody(phone=True)
    faults = plan(leader, person["name"])
    assessor.set_viewport_size(TABLET)  # type: ignore[arg-type]
    address = open_protocol(assessor, person["name"])
    faults += inspect(assessor)

    faults += score(assessor)
    sign_in(candidate, person["email"])
    candidate.goto(address.replace("bedomning", "praktiskt-prov"))
    faults += inspect(candidate)
    press(candidate, "Skriv under")
    faults += talk(assessor, address)

    candidate.goto(f"{address}resultat/")
    expect(heading(candidate)).to_contain_text("uppfyllda")
    assert faults + inspect(candidate) == []


@pytest.mark.slow
def test_the_pages_that_call_off_stop_and_unlock_are_sound(
    somebody: Somebody, site: Installation
) -> None:
    site.arrange("let_practice_be_tried")
    person = site.arrange("bring", name="Petra", state="mapped")
    leader, assessor, examiner = somebody(), somebody(), somebody()
    faults = plan(leader, person["name"])
    follow(leader, f"Ställ in {person['name']}")
    faults += inspect(leader)

    address = open_protocol(assessor, person["name"])
    press(assessor, "Börja bedömningen")
    follow(assessor, "Stoppa för säkerhet")
    faults += inspect(assessor)
    choose(assessor, "kydd")
    assessor.get_by_label("Vad gjorde du").fill("Stängde av maskinen.")
    press(assessor, "Stoppa provet")
    press(assessor, "Skriv under")
    sign_in(candidate := somebody(), person["email"])
    candidate.goto(address.replace("bedomning", "praktiskt-prov"))
    press(candidate, "Skriv under")
    At(examiner).enter_demo("examiner")
    follow(examiner, "Protokoll")
    follow(examiner, "Lås upp")

    expect(heading(examiner)).to_have_text("Lås upp protokollet")
    assert faults + inspect(examiner) == []


def plan(leader: Page, name: str) -> list[str]:
    """Return what was wrong with the page where a practical test is planned."""
    At(leader).enter_demo("test-leader")
    follow(leader, "Praktiska prov")
    follow(leader, f"Planera {name}")
    faults = inspect(leader)
    choose(leader, "Rut Mikrometz")
    press(leader, "Planera", exact=True)
    expect(leader.get_by_text(f"Det praktiska provet är planerat för {name}.")).to_be_visible()
    return faults


def open_protocol(assessor: Page, name: str) -> str:
    At(assessor).enter_demo("assessor")
    follow(assessor, "Bedömningar")
    follow(assessor, f"Öppna protokollet {name}")
    expect(heading(assessor)).to_have_text(name)
    return urlsplit(assessor.url).path


def score(assessor: Page) -> list[str]:
    """Give every criterion three points, judge both areas as met, and sign."""
    press(assessor, "Börja bedömningen")
    moments = assessor.locator("form[id^=moment-]")
    for number in range(moments.count()):
        moments.nth(number).locator(".score label").last.click()
        expect(moments.nth(number).get_by_role("status")).to_contain_text("Sparat")
    areas = assessor.locator("form[id^=area-]")
    for number in range(areas.count()):
        choose(areas.nth(number), "Uppfyllt")
        press(areas.nth(number), "Spara omdömet")
        expect(areas.nth(number)).to_contain_text("Sparat")
    faults = inspect(assessor)
    press(assessor, "Skriv under")
    expect(assessor.get_by_role("main")).to_contain_text("skriver under")
    return faults


def talk(assessor: Page, address: str) -> list[str]:
    assessor.goto(f"{address}samtal/")
    faults = inspect(assessor)
    assessor.get_by_label("Vad kom ni fram till?").fill("Allt är uppfyllt.")
    press(assessor, "Samtalet är hållet")
    expect(heading(assessor)).to_contain_text("uppfyllda")
    return faults + inspect(assessor)
