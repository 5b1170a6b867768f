"""A test leader and a candidate in a browser each: from identity to the end, on the live board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.inspection import inspect
from tests.browser.pages import choose, follow, heading, press, sign_in
from tests.browser.sitting import Sitting

if TYPE_CHECKING:
    from tests.browser.conftest import Somebody
    from tests.browser.installation import Installation


@pytest.fixture
def taker(site: Installation) -> dict[str, Any]:
    """Somebody with a test today, where the test leader of the demonstration leads."""
    brought = site.arrange("bring", name="Ragna", state="planned")
    site.arrange("lead", sitting=brought["sitting"])
    return brought


def seat_of(board: Page, taker: dict[str, Any]) -> Locator:
    return board.locator("li.seat", has_text=taker["name"])


def check_in(leader: Page, taker: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the code that the person is given, and what was wrong with the pages."""
    leader.goto("/demo/test-leader/")
    leader.goto(f"/provledning/prov/{taker['sitting']}/checka-in/")
    faults = inspect(leader)
    choose(leader, "Id-kort")
    press(leader, "Rätt person. Visa koden")
    code = leader.locator(".sitting-code").inner_text()
    faults += inspect(leader)
    follow(leader, "Till tavlan")
    return code, faults + inspect(leader)


@pytest.mark.slow
def test_a_test_is_led_from_the_board_and_both_pages_follow_by_themselves(
    somebody: Somebody, taker: dict[str, Any]
) -> None:
    leader, person = somebody(), somebody()
    code, faults = check_in(leader, taker)
    sign_in(person, taker["email"])
    person.goto(f"/prov/{taker['sitting']}/")
    person.get_by_label("Kod").fill(code.lower())
    press(person, "Börja provet")
    expect(person.get_by_text("Koden är rätt").first).to_be_visible()
    expect(seat_of(leader, taker)).to_contain_text("Ansluten")

    seat_of(leader, taker).get_by_role("button", name="Starta").click()
    expect(person.get_by_text("Provledaren startar provet")).to_have_count(0)
    press(person, "Börja provet")
    expect(seat_of(leader, taker)).to_contain_text("Svarar")
    seat_of(leader, taker).get_by_role("button", name="Pausa").click()
    expect(heading(person)).to_have_text("Provet är pausat")
    faults += inspect(person)
    seat_of(leader, taker).get_by_role("button", name="Gå vidare").click()
    expect(person.locator("#answered")).to_be_visible()

    seat_of(leader, taker).get_by_role("link", name="Avsluta").click()
    faults += inspect(leader)
    choose(leader, "Sjukdom eller olycksfall")
    press(leader, "Avsluta provet")

    expect(heading(person)).to_have_text("Provet är avbrutet")
    assert faults + inspect(person) == []


@pytest.mark.slow
def test_more_time_reaches_the_clock_of_whoever_writes(
    somebody: Somebody, taker: dict[str, Any]
) -> None:
    leader, sitting = somebody(), Sitting(somebody())
    sign_in(sitting.page, taker["email"])
    sitting.begin()
    expect(sitting.page.locator("#time-left")).not_to_contain_text("tim")
    leader.goto("/demo/test-leader/")
    leader.goto(f"/provledning/prov/{taker['sitting']}/avbryt/")
    follow(leader, "Till tavlan")

    leader.get_by_text("För alla").click()
    leader.get_by_label("Minuter").fill("200")
    press(leader, "Ge tiden")

    expect(sitting.page.locator("#time-left")).to_contain_text("4 tim")
