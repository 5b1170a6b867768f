"""What holds while a test is taken: keys alone, two tabs, a closed browser, the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.browser.pages import heading, sign_in
from tests.browser.sitting import Keyboard, Mouse, Sitting

if TYPE_CHECKING:
    from tests.browser.conftest import Somebody
    from tests.browser.inspection import Witness
    from tests.browser.installation import Installation

SECONDS_LEFT = 20


@pytest.fixture
def taker(site: Installation) -> dict[str, Any]:
    return site.arrange("bring", name="Tora", state="planned")


@pytest.mark.slow
def test_the_whole_test_can_be_taken_with_the_keyboard_alone(
    somebody: Somebody, site: Installation, taker: dict[str, Any]
) -> None:
    sitting = Sitting(somebody())
    sign_in(sitting.page, taker["email"])
    sitting.begin()
    answers = site.arrange("answers", sitting=taker["sitting"])

    sitting.answer_from_here(answers, Keyboard)

    expect(heading(sitting.page)).to_have_text("Alla frågor har ett svar")
    sitting.hand_in()


@pytest.mark.slow
def test_a_new_browser_shows_what_the_closed_one_had_saved(
    somebody: Somebody, site: Installation, taker: dict[str, Any]
) -> None:
    closed = Sitting(somebody())
    sign_in(closed.page, taker["email"])
    closed.begin()
    answers = site.arrange("answers", sitting=taker["sitting"])
    closed.answer_here(answers, Mouse)
    closed.page.context.close()

    resumed = Sitting(somebody(phone=True))
    sign_in(resumed.page, taker["email"])
    resumed.resume()

    assert resumed.position == 2
    resumed.open(taker["sitting"], 1)
    assert resumed.chosen() == answers["1"]


@pytest.mark.slow
def test_the_tab_that_is_behind_shows_the_answer_of_the_other(
    somebody: Somebody, site: Installation, taker: dict[str, Any], witness: Witness
) -> None:
    witness.expected = ("409",)
    first = Sitting(somebody())
    sign_in(first.page, taker["email"])
    first.begin()
    second = Sitting(first.page.context.new_page())
    second.open(taker["sitting"], 1)
    right = site.arrange("answers", sitting=taker["sitting"])["1"]
    other = site.arrange("answers", sitting=taker["sitting"], right=False)["1"]
    Mouse(first.page).give(right)
    first.expect_saved()

    Mouse(second.page).give(other)

    expect(second.page.get_by_role("alert")).to_contain_text("i en annan flik")
    assert second.chosen() == right


@pytest.mark.slow
def test_time_left_is_shown_and_the_end_hands_in_what_was_saved(
    somebody: Somebody, site: Installation, taker: dict[str, Any]
) -> None:
    pages = [somebody(), somebody(java_script_enabled=False)]
    for page in pages:
        sign_in(page, taker["email"])
    known = {"email": taker["email"], "sitting": taker["sitting"]}
    answers = site.arrange("begin_late", **known, seconds_left=SECONDS_LEFT)
    with_script, without = map(Sitting, pages)
    with_script.open(taker["sitting"], 1)
    without.open(taker["sitting"], 1)
    expect(with_script.page.locator("#time-left")).to_have_text("Mindre än en minut kvar")
    Mouse(with_script.page).give(answers["1"])
    with_script.expect_saved()

    expect(heading(with_script.page)).to_have_text("Provet är inlämnat", timeout=120_000)
    Mouse(without.page).go_on()

    for page in pages:
        expect(heading(page)).to_have_text("Provet är inlämnat")
        expect(page.get_by_text("Tiden tog slut.")).to_be_visible()
        expect(page.locator(".facts")).to_contain_text("1 av 10")


@pytest.mark.slow
def test_an_answer_given_offline_is_saved_when_the_net_is_back(
    somebody: Somebody, site: Installation, taker: dict[str, Any], witness: Witness
) -> None:
    witness.expected = ("ERR_INTERNET_DISCONNECTED",)
    sitting = Sitting(somebody())
    sign_in(sitting.page, taker["email"])
    sitting.begin()
    answers = site.arrange("answers", sitting=taker["sitting"])
    sitting.page.context.set_offline(offline=True)
    Mouse(sitting.page).give(answers["1"])
    expect(sitting.page.get_by_role("alert")).to_contain_text("utan nät")

    sitting.page.context.set_offline(offline=False)

    sitting.expect_saved()
    expect(sitting.page.locator("#answered")).to_have_text("1 av 10 besvarade")
