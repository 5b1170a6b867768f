"""The matrix by keyboard, and a square on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.pages import At, follow

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from tests.browser.conftest import Somebody


def matrix_of(page: Page) -> Page:
    At(page).enter_demo("employer")
    follow(page, "Kompetensmatris")
    page.locator("table[role=grid]").wait_for()
    return page


def square(page: Page, row: int, column: int) -> Locator:
    return page.locator("tbody tr:not(.team)").nth(row).locator(".c").nth(column)


@pytest.mark.parametrize(
    ("keys", "row", "column"),
    [
        (["ArrowRight"], 0, 1),
        (["ArrowDown"], 1, 0),
        (["End", "ArrowDown", "Home"], 1, 0),
        (["ArrowDown", "ArrowUp"], 0, 0),
        (["ArrowUp", "ArrowLeft"], 0, 0),
    ],
)
def test_arrow_keys_move_between_the_squares(
    somebody: Somebody, keys: list[str], row: int, column: int
) -> None:
    page = matrix_of(somebody())
    square(page, 0, 0).focus()

    for key in keys:
        page.keyboard.press(key)

    expect(square(page, row, column)).to_be_focused()


def test_the_squares_are_one_stop_for_the_tab_key(somebody: Somebody) -> None:
    page = matrix_of(somebody())
    square(page, 0, 0).focus()
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")

    assert page.locator("table[role=grid] [tabindex='0']").count() == 1
    expect(square(page, 1, 0)).to_be_focused()


def test_enter_opens_the_proof_beside_the_matrix(somebody: Somebody) -> None:
    page = matrix_of(somebody())
    square(page, 0, 0).focus()

    page.keyboard.press("Enter")

    expect(page.locator("#cell-name")).to_be_visible()
    expect(square(page, 0, 0)).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("dialog")).not_to_be_visible()


def test_on_a_phone_a_square_opens_over_the_matrix_and_closes_where_it_was(
    somebody: Somebody,
) -> None:
    page = matrix_of(somebody(phone=True))
    square(page, 1, 0).click()
    expect(page.get_by_role("dialog").locator("#cell-name")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).not_to_be_visible()
    expect(square(page, 1, 0)).to_be_focused()
    square(page, 0, 0).click()
    expect(page.get_by_role("dialog").locator("#cell-name")).to_be_visible()
