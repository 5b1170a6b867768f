from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.pages import Employee, follow, heading, press, sign_in
from tests.browser.sitting import Mouse, Sitting

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Somebody
    from tests.browser.installation import Installation


@pytest.fixture
def plain_page(somebody: Somebody) -> Page:
    return somebody(java_script_enabled=False)


@pytest.mark.slow
def test_the_test_can_be_taken_and_handed_in(plain_page: Page, site: Installation) -> None:
    taker = site.arrange("bring", name="Nore", state="planned")
    sign_in(plain_page, taker["email"])
    sitting = Sitting(plain_page)
    sitting.begin()
    answers = site.arrange("answers", sitting=taker["sitting"])

    for position in range(1, 11):
        Mouse(plain_page).give(answers[str(position)])
        Mouse(plain_page).go_on()

    expect(heading(plain_page)).to_have_text("Alla frågor har ett svar")
    sitting.open(taker["sitting"], 1)
    assert sitting.chosen() == answers["1"]
    sitting.hand_in()


@pytest.mark.slow
def test_a_person_can_map_themselves(plain_page: Page, site: Installation) -> None:
    person = site.arrange("bring", name="Nanna", state="registered")
    sign_in(plain_page, person["email"])
    Employee(plain_page).answer_agreement(yes=False)
    press(plain_page, "Börja kartläggningen")

    for words in ("Nästa område", "Titta igenom"):
        plain_page.locator("label.choice").nth(3).click()
        press(plain_page, words)
    press(plain_page, "Lämna in min bedömning")

    expect(plain_page.get_by_text("Din bedömning är inlämnad.")).to_be_visible()


@pytest.mark.slow
def test_a_cell_of_the_matrix_opens_as_a_page(plain_page: Page) -> None:
    plain_page.goto("/demo/employer/")
    follow(plain_page, "Kompetensmatris")

    plain_page.locator("table.matrix tbody a.c").first.click()

    expect(plain_page.get_by_role("link", name="Till matrisen")).to_be_visible()
    expect(plain_page.get_by_text("Bevis som räknas")).to_be_visible()
