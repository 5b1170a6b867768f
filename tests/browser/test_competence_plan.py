"""A company's plan: the HR manager follows it up and renews it, the coach changes it and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.inspection import inspect
from tests.browser.pages import At, choose, follow, press

if TYPE_CHECKING:
    from tests.browser.conftest import Somebody


@pytest.mark.slow
def test_a_coach_changes_a_draft_and_the_company_adopts_it(somebody: Somebody) -> None:
    employer, coach = somebody(), somebody(phone=True)
    At(employer).enter_demo("employer")
    follow(employer, "Plan för kompetens")
    faults = inspect(employer)
    expect(employer.get_by_role("main")).to_contain_text("Härnäst i årshjulet")
    press(employer, "Gör en ny version")

    At(coach).enter_demo("coach")
    coach.goto("/coach/foretag/")
    faults += inspect(coach)
    follow(coach, "Planen")
    faults += inspect(coach)
    follow(coach, "Ny åtgärd")
    choose(coach, "Rekrytera")
    coach.get_by_label("Ansvarig").fill("Rut Personal")
    faults += inspect(coach)
    press(coach, "Spara")
    expect(coach.get_by_role("main")).to_contain_text("Rut Personal")

    employer.reload()
    expect(employer.get_by_role("main")).to_contain_text("Rut Personal")
    press(employer, "Anta planen")
    expect(employer.get_by_text("Planen är antagen och gäller nu.")).to_be_visible()
    assert faults == []


@pytest.mark.slow
def test_what_a_coach_logs_is_read_by_the_company(somebody: Somebody) -> None:
    coach, employer = somebody(phone=True), somebody()
    At(coach).enter_demo("coach")
    coach.goto("/coach/foretag/")

    follow(coach, "Loggen")
    coach.get_by_label("Vad talade ni om?").fill("Höstens kurser.")
    coach.get_by_label("Nästa steg").fill("Boka platser.")
    press(coach, "Skriv i loggen")
    expect(coach.get_by_role("main")).to_contain_text("Höstens kurser.")
    faults = inspect(coach)

    At(employer).enter_demo("employer")
    follow(employer, "Plan för kompetens")
    follow(employer, "Coach och logg")
    expect(employer.get_by_role("main")).to_contain_text("Boka platser.")
    assert faults + inspect(employer) == []
