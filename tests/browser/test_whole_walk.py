"""From the scheme owner's draft to a stranger's telephone, in real browsers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from tests.browser.pages import (
    Company,
    Employee,
    Examiner,
    SchemeOwner,
    TestLeader,
    heading,
    sign_in,
)
from tests.browser.sitting import Mouse, Sitting

from kunnande.site.simulation.numbers import simulated_organisation_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.browser.conftest import Somebody
    from tests.browser.installation import Installation

ROLE = "CNC-operatör"


@dataclass
class Cast:
    """Who walks, each with a browser and a name of their own."""

    scheme_owner: SchemeOwner
    company: Company
    employee: Employee
    test_leader: TestLeader
    examiner: Examiner
    tag: str
    open_browser: Callable[[], Page]

    @property
    def name(self) -> str:
        return f"Vilma Gängberg-{self.tag}"

    @property
    def email(self) -> str:
        return f"vilma-{self.tag}@demo.kunnande.invalid"


@pytest.fixture
def cast(somebody: Somebody, phone: bool) -> Cast:
    open_browser = partial(somebody, phone=phone)
    cast = Cast(
        scheme_owner=SchemeOwner(open_browser()),
        company=Company(open_browser()),
        employee=Employee(open_browser()),
        test_leader=TestLeader(open_browser()),
        examiner=Examiner(open_browser()),
        tag=uuid4().hex[:6],
        open_browser=open_browser,
    )
    cast.scheme_owner.enter_demo("scheme-owner")
    cast.test_leader.enter_demo("test-leader")
    cast.examiner.enter_demo("examiner")
    return cast


@pytest.mark.slow
def test_an_employee_walks_from_a_role_to_a_certificate_that_a_stranger_verifies(
    cast: Cast, site: Installation, tmp_path: Path
) -> None:
    publish_and_invite_company(cast)
    describe_role_and_invite_employee(cast)
    agree_and_map(cast, tmp_path)
    take_the_test(cast, site)
    talk_decide_and_award(cast)

    see_the_gap_closed(cast)
    see_who_has_looked(cast)
    verify_and_revoke(cast)


def publish_and_invite_company(cast: Cast) -> None:
    cast.scheme_owner.publish_a_draft()
    serial = int(cast.tag, 16) % 90_000 + 1_000
    cast.scheme_owner.register_company(
        f"Spånverken {cast.tag} AB", simulated_organisation_number(serial)
    )
    link = cast.scheme_owner.invite("Hanna Revisorn", f"hr-{cast.tag}@demo.kunnande.invalid")
    cast.company.accept_invitation(link)


def describe_role_and_invite_employee(cast: Cast) -> None:
    company = cast.company
    company.make_role(ROLE)
    for area in ("Ritningsläsning", "Mätteknik"):
        company.require(area, "2 – Klarar med stöd", "Teoriprov")
    link = company.invite_employee(cast.name, cast.email)
    company.give_role(ROLE, cast.name)
    company.enrol(cast.name)
    cast.employee.accept_invitation(link)


def agree_and_map(cast: Cast, folder: Path) -> None:
    drawing = folder / "min-ritning.pdf"
    drawing.write_bytes(
        b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    )
    cast.employee.answer_agreement(yes=True)
    cast.employee.map_herself(2, drawing)
    cast.test_leader.plan_today(cast.name)


def take_the_test(cast: Cast, site: Installation) -> None:
    begun = Sitting(cast.employee.page)
    begun.begin()
    answers = site.arrange("answers", sitting=begun.number)
    for _ in range(3):
        begun.answer_here(answers, Mouse)
    cast.employee.page.context.close()

    resumed = Sitting(cast.open_browser())
    sign_in(resumed.page, cast.email)
    resumed.resume()
    expect(resumed.page.locator("#answered")).to_have_text("3 av 10 besvarade")
    resumed.answer_from_here(answers, Mouse)
    resumed.hand_in()
    cast.employee = Employee(resumed.page)


def talk_decide_and_award(cast: Cast) -> None:
    cast.test_leader.hold_talk(
        cast.name, "Båda områdena är uppfyllda. Fortsätt med formtoleranser."
    )
    cast.examiner.decide(cast.name, "Alla områden är visade genom teoriprovet.")
    cast.examiner.award(cast.name)


def see_the_gap_closed(cast: Cast) -> None:
    cast.company.open_matrix()
    row = cast.company.page.get_by_role("row", name=cast.name)
    met = row.get_by_role("link", name="uppfyllt, nivå 2")
    expect(met).to_have_count(2)
    met.first.click()
    panel = cast.company.page.get_by_role("complementary")
    expect(panel).to_contain_text("Teoriprov, nivå 2")
    expect(panel).to_contain_text("Exempelcentrum")


def see_who_has_looked(cast: Cast) -> None:
    cast.employee.page.goto("/vem-har-sett/")
    looks = cast.employee.page.get_by_role("main")
    for who in ("Hanna Revisorn", "Torsten Passbit", "Enok Mutterdal"):
        expect(looks).to_contain_text(who)


def verify_and_revoke(cast: Cast) -> None:
    stranger = cast.open_browser()
    stranger.goto(cast.employee.share_certificate())
    expect(heading(stranger)).to_have_text("Beviset gäller")
    expect(stranger.get_by_role("main")).to_contain_text(cast.name)

    cast.scheme_owner.revoke(cast.name, "Fel person stod på beviset.")

    stranger.reload()
    expect(heading(stranger)).to_have_text("Beviset är återkallat")
    expect(stranger.get_by_role("main")).not_to_contain_text("Fel person")
