"""A provider offers a course, and somebody goes from what remains through it to the next test."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, follow, heading, press, sign_in

from kunnande.stages.development.tests.emil import EMIL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Somebody
    from tests.browser.inspection import Witness
    from tests.browser.installation import Installation


@pytest.mark.slow
def test_a_provider_takes_in_a_course_from_emil_and_opens_a_group(
    somebody: Somebody, tmp_path: Path, witness: Witness
) -> None:
    witness.expected = ("422",)  # no course has been given an area
    file = tmp_path / "utbud.xml"
    file.write_bytes(EMIL)
    page = somebody()
    At(page).enter_demo("training-provider")
    page.goto("/anordnare/las-in/")
    page.get_by_label("Lista i Excel eller CSV").set_input_files(file)
    press(page, "Visa vad som läses in")
    faults = inspect(page)

    press(page, "Läs in kurserna")
    expect(page.get_by_text("Skriv ett område för minst en kurs.")).to_be_visible()
    page.get_by_label("Områden för Mätteknik, grund").fill("IT08:2")
    press(page, "Läs in kurserna")

    expect(page.get_by_text("1 kurser är inlästa.")).to_be_visible()
    follow(page, "Öppna en grupp Mätteknik, grund")
    page.get_by_label("Ort").select_option("Gnosjö")
    page.get_by_label("Platser").fill("8")
    page.get_by_label("Första dagen").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    page.get_by_label("Börjar").fill("08:30")
    page.get_by_label("Slutar").fill("15:30")
    faults += inspect(page)
    press(page, "Öppna gruppen")

    expect(heading(page)).to_contain_text("Mätteknik, grund")
    assert faults + inspect(page) == []


@pytest.mark.slow
def test_somebody_goes_from_what_remains_through_a_course_to_the_next_test(
    somebody: Somebody, site: Installation
) -> None:
    person = site.arrange("bring_with_one_left", name="Disa")
    page, provider = somebody(phone=True), somebody()
    sign_in(page, person["email"])
    page.goto("/min-plan/")
    press(page, "Gör ett förslag")
    expect(page.get_by_role("main")).to_contain_text(person["area_name"])

    group = site.arrange("begin_course", email=person["email"], area=person["area"])["group"]
    At(provider).enter_demo("training-provider")
    provider.goto(f"/anordnare/grupp/{group}/")
    follow(provider, "Skriv in närvaro")
    press(provider, "Spara närvaron")
    press(provider, "Avsluta kursen")
    expect(provider.get_by_text("1 har gått igenom den.")).to_be_visible()

    page.goto("/min-plan/")
    expect(page.get_by_text("Nu prövas bara det som återstår")).to_contain_text(person["area_name"])
    faults = inspect(page)
    follow(page, "Boka en tid")
    press(page, "Välj")
    press(page, "Bekräfta tiden")
    expect(heading(page)).to_have_text("Du har en bokad tid")

    page.goto("/kurser/")
    expect(page.get_by_role("main")).to_contain_text("Du har en tid")
    assert faults + inspect(page) == []
