"""A group for several companies: a node proposes, a provider offers, a company accepts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, follow, heading, press

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Somebody
    from tests.browser.installation import Installation

# One that the first provider of the demonstration gives.
COURSE = "Kvalitet för operatörer"
# In steps of five; how many depends on whom the tests before have employed.
A_NUMBER = re.compile(r"minst\s\d*[05]")


def fill_in_terms(page: Page) -> None:
    today = timezone.localdate()
    course = page.get_by_label("Kurs", exact=True)
    course.select_option(course.get_by_role("option", name=COURSE).get_attribute("value"))
    page.get_by_label("Platser").fill("12")
    page.get_by_label("Första dagen").fill((today + timedelta(days=20)).isoformat())
    page.get_by_label("Börjar").fill("08:30")
    page.get_by_label("Slutar").fill("15:30")
    page.get_by_label("Sista svarsdag").fill((today + timedelta(days=10)).isoformat())


@pytest.mark.slow
def test_a_node_reads_numbers_and_proposes_a_group_that_its_provider_offers(
    somebody: Somebody, site: Installation, phone: bool
) -> None:
    made = site.arrange("gathering.need_courses")
    node, provider = somebody(phone=phone), somebody(phone=phone)
    At(node).enter_demo("node-coordinator")
    follow(node, "Behov av kurser")
    expect(node.get_by_role("main")).to_contain_text(A_NUMBER)
    expect(node.get_by_role("main")).not_to_contain_text(made["company"])
    faults = inspect(node)

    node.get_by_role("row", name="minst").first.get_by_role("link", name="Föreslå").click()
    fill_in_terms(node)
    faults += inspect(node)
    press(node, "Skicka förslaget")
    expect(node.get_by_text("Förslaget är skickat till anordnaren.")).to_be_visible()
    faults += inspect(node)

    At(provider).enter_demo("training-provider")
    follow(provider, "Till förslagen")
    faults += inspect(provider)
    press(provider, "Erbjud gruppen")
    expect(provider.get_by_text("Företagen kan nu tacka ja till gruppen.")).to_be_visible()
    node.reload()
    expect(node.get_by_role("main")).to_contain_text("Företag kan tacka ja")
    assert faults + inspect(provider) == []


@pytest.mark.slow
def test_a_company_accepts_for_its_people_and_its_provider_lets_the_group_take_place(
    somebody: Somebody, site: Installation, phone: bool
) -> None:
    made = site.arrange("gathering.offer_group")
    employer, provider = somebody(phone=phone), somebody()
    At(employer).enter_demo("employer")
    follow(employer, "Planer")
    follow(employer, "Grupper med andra företag")
    faults = inspect(employer)
    follow(employer, f"Tacka ja {made['course']}")
    expect(employer.get_by_role("button", name="Tacka ja för dem")).to_be_visible()
    for choice in employer.locator("label.choice").all()[: int(made["fewest"])]:
        choice.click()
    faults += inspect(employer)
    press(employer, "Tacka ja för dem")
    expect(employer.get_by_text("av era anställda har en plats")).to_be_visible()
    faults += inspect(employer)

    At(provider).enter_demo("training-provider")
    provider.goto("/anordnare/forslag/")
    press(provider, "Bestäm att gruppen blir av")

    expect(provider.get_by_text("Gruppen är avgjord.")).to_be_visible()
    follow(provider, "Öppna gruppen")
    expect(heading(provider)).to_contain_text(made["course"])
    assert faults == []


@pytest.mark.slow
def test_a_union_reads_numbers_of_its_companies_and_nobody_s_name(
    somebody: Somebody, site: Installation, phone: bool
) -> None:
    made = site.arrange("gathering.need_courses")
    employer, union = somebody(phone=phone), somebody(phone=phone)
    At(employer).enter_demo("employer")
    follow(employer, "Planer")
    follow(employer, "Fackliga organisationer")
    employer.get_by_label("Facklig organisation").select_option("Exempelfacket")
    press(employer, "Låt dem se antal")
    expect(employer.get_by_role("main")).to_contain_text("Exempelfacket")
    faults = inspect(employer)

    At(union).enter_demo("union-representative")
    follow(union, "Läget hos företagen")

    expect(union.get_by_role("heading", name=made["company"])).to_be_visible()
    expect(union.get_by_role("main")).to_contain_text(A_NUMBER)
    expect(union.get_by_role("main")).not_to_contain_text("Behovsson")
    assert faults + inspect(union) == []
