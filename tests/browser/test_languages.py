from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.pages import press

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Somebody


@pytest.mark.slow
def test_the_switch_changes_every_page_to_english_and_back(somebody: Somebody, phone: bool) -> None:
    page = somebody(phone=phone)
    page.goto("/demo/scheme-owner/")
    expect(page.locator("html")).to_have_attribute("lang", "sv")

    switch(page, "English")
    page.locator("nav a[href='/produkter/']").first.click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("main")).to_contain_text("Industrial Technology BAS")
    switch(page, "Svenska")
    expect(page.get_by_role("heading", level=1)).to_have_text("Produkter")


@pytest.mark.slow
def test_the_language_stays_after_signing_in(somebody: Somebody) -> None:
    page = somebody()
    page.goto("/")
    press(page, "English", exact=True)

    page.goto("/demo/person/")

    expect(page.locator("html")).to_have_attribute("lang", "en")


def switch(page: Page, language: str) -> None:
    page.locator(".top summary").click()
    press(page, language, exact=True)
