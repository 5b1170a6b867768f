"""A plan that a person shows and an employer agrees to, and a course that a provider ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, choose, follow, heading, press, sign_in

if TYPE_CHECKING:
    from tests.browser.conftest import Somebody
    from tests.browser.installation import Installation


@pytest.mark.slow
def test_a_person_changes_a_plan_shows_it_and_the_employer_agrees(
    somebody: Somebody, site: Installation
) -> None:
    person = site.arrange("bring", name="Disa", state="mapped")
    page, employer = somebody(phone=True), somebody()
    sign_in(page, person["email"])
    page.goto("/min-plan/")
    press(page, "Gör ett förslag")

    follow(page, "Ändra")
    faults = inspect(page)
    choose(page, "Öva på arbetet")
    page.get_by_label("Med egna ord").fill("Med Sixten vid svarven.")
    press(page, "Spara")
    expect(page.get_by_role("main")).to_contain_text("Med Sixten vid svarven.")
    faults += inspect(page)
    press(page, "Visa planen")

    At(employer).enter_demo("employer")
    follow(employer, "Planer")
    expect(heading(employer)).to_contain_text("föreslag")
    follow(employer, f"Läs {person['name']}")
    faults += inspect(employer)
    press(employer, "Säg ja till planen")

    expect(employer.get_by_text("Du har sagt ja till planen.")).to_be_visible()
    assert faults == []


@pytest.mark.slow
def test_a_provider_enters_who_came_and_ends_the_course(
    somebody: Somebody, site: Installation
) -> None:
    person = site.arrange("bring", name="Dag", state="mapped")
    group = site.arrange("begin_course", email=person["email"])["group"]
    page = somebody()
    At(page).enter_demo("training-provider")
    page.goto(f"/anordnare/grupp/{group}/")
    faults = inspect(page)

    follow(page, "Skriv in närvaro")
    expect(page.get_by_label(person["name"])).to_have_value("60")
    faults += inspect(page)
    press(page, "Spara närvaron")
    press(page, "Avsluta kursen")

    expect(page.get_by_text("1 har gått igenom den.")).to_be_visible()
    assert faults == []
