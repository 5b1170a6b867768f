"""An HR manager works in the matrix: narrows it, keeps the selection, attests, lists, exports."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, follow, press

from kunnande.engines.tables import read_table

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Somebody

REMAINING = "Något återstår"
SAVED = "Det som återstår i laget"


def narrow(page: Page) -> str:
    """Enter as the employer and narrow the matrix to one team; return its name."""
    At(page).enter_demo("employer")
    follow(page, "Kompetensmatris")
    team = page.get_by_label("Lag", exact=True).locator("option").nth(1).inner_text()
    page.get_by_label("Lag", exact=True).select_option(team)
    page.get_by_label("Läge").select_option(REMAINING)
    press(page.get_by_role("search"), "Visa")
    page.wait_for_url(re.compile(r"[?&]team=[^&]"))
    return team


def people_in(page: Page) -> list[str]:
    """Return the names of the matrix, each without the role below it."""
    names: list[str] = page.eval_on_selector_all(
        "table.matrix tbody tr:not(.team) th", "all => all.map((one) => one.firstChild.textContent)"
    )
    return names


@pytest.mark.slow
def test_a_selection_is_kept_under_a_name_and_found_again(somebody: Somebody, phone: bool) -> None:
    page = somebody(phone=phone)
    team = narrow(page)
    chosen = people_in(page)
    page.get_by_text("Spara urvalet").click()
    page.get_by_placeholder("Urvalets namn").fill(SAVED)
    press(page, "Spara", exact=True)
    expect(page.get_by_role("link", name=SAVED)).to_be_visible()
    follow(page, "Kompetensmatris")
    page.wait_for_url(re.compile(r"/matris/$"))
    everybody = people_in(page)

    follow(page, SAVED)

    expect(page.get_by_label("Lag", exact=True)).to_have_value(team)
    assert people_in(page) == chosen
    assert len(everybody) > len(chosen) > 0
    assert inspect(page) == []
    press(page, f"Ta bort urvalet {SAVED}")
    expect(page.get_by_role("link", name=SAVED)).to_have_count(0)


@pytest.mark.slow
def test_levels_of_several_are_attested_at_once(somebody: Somebody, phone: bool) -> None:
    page = somebody(phone=phone)
    narrow(page)
    follow(page, "Intyga nivåer")
    faults = inspect(page)
    levels = page.get_by_label(re.compile("^Nivå för "))
    expect(levels).not_to_have_count(0)
    count = levels.count()
    for level in levels.all():
        level.select_option(index=4)

    press(page, "Intyga", exact=True)

    expect(page.get_by_text(re.compile(f"{count} nivå(er)? är intyga"))).to_be_visible()
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_the_work_list_and_the_file_are_of_exactly_the_selection(
    somebody: Somebody, phone: bool
) -> None:
    page = somebody(phone=phone)
    narrow(page)
    chosen = people_in(page)
    with page.expect_download() as waiting:
        follow(page, "Hämta som Excel")
    table = read_table("matris.xlsx", Path(waiting.value.path()).read_bytes())
    written = {cell for _number, cells in table.rows for cell in cells}

    follow(page, "Att göra i urvalet")

    expect(page.get_by_text("Samma urval som i matrisen")).to_contain_text(str(len(chosen)))
    named = set(page.locator("table a[href]").all_inner_texts())
    assert named <= set(chosen)
    assert set(chosen) <= written
    assert inspect(page) == []
