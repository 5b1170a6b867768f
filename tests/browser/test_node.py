"""A node takes a company through a programme and has sessions proposed; an evaluator reads rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, choose, follow, heading, press

from kunnande.engines.tables import read_table

if TYPE_CHECKING:
    from tests.browser.conftest import Somebody
    from tests.browser.installation import Installation

# The shortest that may be asked for, and some more for the worker to begin.
COUNTED_MS = 90_000


@pytest.mark.slow
def test_a_node_takes_a_company_from_the_first_contact_to_the_next_step(
    somebody: Somebody, site: Installation, phone: bool
) -> None:
    made = site.arrange("funding.register")
    today = timezone.localdate().isoformat()
    page = somebody(phone=phone)
    At(page).enter_demo("node-coordinator")
    page.goto("/program/foretag/")
    faults = inspect(page)
    follow(page, "Ta med ett företag")
    page.get_by_label("Företag", exact=True).select_option(made["company"])
    page.get_by_label("Regional nod").select_option(index=1)
    page.get_by_label("Antal anställda").fill("40")
    page.get_by_label("Första kontakt").fill(today)
    faults += inspect(page)
    press(page, "Spara kontakten")
    expect(heading(page)).to_have_text(made["company"])

    choose(page, "Statsstöd prövat")
    page.get_by_label("Vilken dag?").fill(today)
    press(page, "Spara steget")

    expect(page.get_by_text("Steget är inskrivet.")).to_be_visible()
    expect(page.get_by_role("radio", name="Avtal, efter samtal med facket")).to_be_attached()
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_a_node_reads_how_its_companies_stand_and_nothing_of_fewer_than_five(
    somebody: Somebody, phone: bool
) -> None:
    page = somebody(phone=phone)
    At(page).enter_demo("node-coordinator")
    page.get_by_role("main").locator("a[href$='/noden/']").first.click()

    expect(heading(page)).to_have_text("Nodens företag mot målen")
    expect(page.get_by_role("heading", name="Företag för företag")).to_be_visible()
    assert inspect(page) == []


@pytest.mark.slow
def test_a_node_has_sessions_proposed_and_sends_them_to_the_centres(
    somebody: Somebody, site: Installation, phone: bool
) -> None:
    site.arrange("gathering.wait")
    page = somebody(phone=phone)
    At(page).enter_demo("node-coordinator")
    page.goto("/scheman/")
    page.get_by_label("Räkna i högst").select_option("20")
    faults = inspect(page)
    press(page, "Räkna", exact=True)

    expect(heading(page)).to_contain_text("prov får en tid", timeout=COUNTED_MS)
    faults += inspect(page)
    press(page, "Skicka till testcentren")

    expect(page.get_by_text("Testcentren ser nu sina föreslagna tider.")).to_be_visible()
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_an_evaluator_takes_out_rows_that_name_nobody(somebody: Somebody, phone: bool) -> None:
    page = somebody(phone=phone)
    At(page).enter_demo("evaluator")
    follow(page, "Till utdragen")
    expect(heading(page)).to_have_text("Utdrag för utvärdering")
    faults = inspect(page)

    with page.expect_download() as waiting:
        follow(page, "Hämta som Excel")
    table = read_table("utdrag.xlsx", Path(waiting.value.path()).read_bytes())
    page.reload()

    assert {"Pseudonym", "Timmar i aktiviteter", "Lika många"} <= set(table.header)
    assert table.rows
    expect(page.get_by_role("main")).to_contain_text("Ester Metrik")
    assert faults + inspect(page) == []
