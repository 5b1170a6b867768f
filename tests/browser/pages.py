"""The pages of the walk as small objects: what each one does there, by real clicks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "blå kanel tolv steg"
PATIENCE_MS = 30_000
PRODUCT = "Industriteknik BAS 2026.1-prov"

expect.set_options(timeout=PATIENCE_MS)


def press(page: Page | Locator, name: str, *, exact: bool = False) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()


def follow(page: Page | Locator, name: str, *, exact: bool = False) -> None:
    page.get_by_role("link", name=name, exact=exact).first.click()


def choose(page: Page | Locator, words: str) -> None:
    """Press the card of a choice, as a finger would: anywhere on its words."""
    page.locator("label.choice", has_text=words).first.click()


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def sign_in(page: Page, email: str) -> None:
    page.goto("/konto/logga-in/")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    press(page.get_by_role("main"), "Logga in", exact=True)
    expect(heading(page)).to_contain_text("Hej")


@dataclass(frozen=True)
class At:
    """Somebody at the site, in a browser of their own."""

    page: Page

    def enter_demo(self, role: str) -> None:
        self.page.goto(f"/demo/{role}/")
        self.page.wait_for_url("/")

    def accept_invitation(self, link: str) -> None:
        self.page.goto(link)
        self.page.get_by_label("Välj ett lösenord").fill(PASSWORD)
        press(self.page, "Öppna mitt konto")
        expect(self.page.get_by_text("Välkommen till")).to_be_visible()

    def invite(self, name: str, email: str) -> str:
        given_name, _, family_name = name.partition(" ")
        self.page.get_by_label("Förnamn").fill(given_name)
        self.page.get_by_label("Efternamn").fill(family_name)
        self.page.get_by_label("E-post").fill(email)
        press(self.page, "Bjud in", exact=True)
        return self.page.get_by_label("Länken, om du vill ge den själv").input_value()


class SchemeOwner(At):
    def publish_a_draft(self) -> None:
        follow(self.page, "Produkter")
        draft = self.page.get_by_role("row", name="Utkast").first
        draft.get_by_role("link").click()
        press(self.page, "Publicera och lås")
        expect(self.page.get_by_text("Publicerad", exact=True).first).to_be_visible()

    def register_company(self, name: str, number: str) -> None:
        follow(self.page, "Organisationer")
        follow(self.page, "Registrera företag")
        self.page.get_by_label("Företagets namn").fill(name)
        self.page.get_by_label("Organisationsnummer").fill(number)
        self.page.get_by_label("Kommun").select_option("Gnosjö")
        press(self.page, "Registrera", exact=True)

    def revoke(self, name: str, reason: str) -> None:
        follow(self.page, "Bevis", exact=True)
        follow(self.page, f"Återkalla {name}")
        self.page.get_by_label("Skäl").fill(reason)
        press(self.page, "Återkalla", exact=True)


class Company(At):
    def make_role(self, template: str) -> None:
        follow(self.page, "Roller och krav")
        follow(self.page.get_by_role("main"), "roll")
        choose(self.page, template)
        press(self.page, "Skapa rollen")
        expect(heading(self.page)).to_have_text(template)

    def require(self, area: str, level: str, proof: str) -> None:
        follow(self.page, area, exact=True)
        choose(self.page, level)
        proof_choice = self.page.get_by_role("checkbox", name=proof)
        if not proof_choice.is_checked():
            choose(self.page, proof)
        press(self.page, "Spara kravet")
        expect(self.page.get_by_text("Kravet är sparat.")).to_be_visible()

    def invite_employee(self, name: str, email: str) -> str:
        follow(self.page, "Anställda")
        follow(self.page, "Bjud in en anställd")
        return self.invite(name, email)

    def give_role(self, role: str, name: str) -> None:
        follow(self.page, "Roller och krav")
        follow(self.page, f"Ge någon rollen {role}")
        self.page.get_by_label("Vem får rollen?").select_option(name)
        press(self.page, "Ge rollen", exact=True)

    def enrol(self, name: str) -> None:
        follow(self.page, "Validering")
        self.page.get_by_label("Anställd").select_option(name)
        self.page.get_by_label("Validering", exact=True).select_option(PRODUCT)
        press(self.page, "Anmäl", exact=True)
        expect(self.page.get_by_text(f"{name} är anmäld.")).to_be_visible()

    def open_matrix(self) -> None:
        follow(self.page, "Kompetensmatris")
        expect(self.page.locator("table.matrix")).to_be_visible()


class Employee(At):
    def answer_agreement(self, *, yes: bool) -> None:
        self.page.goto("/")
        follow(self.page, "Läs och svara")
        press(self.page, "Ja, de får se det här" if yes else "Nej, visa ingenting")

    def map_herself(self, level: int, evidence: Path) -> None:
        self.page.goto("/")
        press(self.page, "Börja kartläggningen")
        self.rate(level)
        self.attach(evidence)
        press(self.page, "Nästa område")
        self.rate(level)
        press(self.page, "Titta igenom")
        expect(self.page.get_by_text("räknas inte som bevis").first).to_be_visible()
        press(self.page, "Lämna in min bedömning")

    def rate(self, level: int) -> None:
        self.page.locator("label.choice").nth(level).click()
        expect(self.page.locator("#saved")).to_have_text("Sparat")

    def attach(self, evidence: Path) -> None:
        self.page.get_by_text("Visa ett exempel från jobbet").click()
        self.page.get_by_label("Fil eller foto").set_input_files(evidence)
        press(self.page, "Lägg till filen")
        expect(self.page.get_by_role("link", name=evidence.name)).to_be_visible()

    def share_certificate(self) -> str:
        self.page.goto("/mina-bevis/")
        return self.page.get_by_label("Adress att dela").input_value()


class TestLeader(At):
    __test__ = False  # a role, not a collection of tests

    def plan_today(self, name: str) -> None:
        follow(self.page, "Prov och samtal")
        follow(self.page, f"Planera prov {name}")
        press(self.page, "Planera provet")
        expect(self.page.get_by_text(f"Provet är planerat för {name}.")).to_be_visible()

    def hold_talk(self, name: str, summary: str) -> None:
        follow(self.page, "Prov och samtal")
        follow(self.page, f"Gå igenom resultatet {name}")
        self.page.get_by_label("Vad kom ni fram till?").fill(summary)
        press(self.page, "Samtalet är hållet")


class Examiner(At):
    def decide(self, name: str, grounds: str) -> None:
        follow(self.page, "Beslut", exact=True)
        follow(self.page, f"Läs och besluta {name}")
        self.page.get_by_label("Skäl för beslutet").fill(grounds)
        press(self.page, "Besluta om certifikat")

    def award(self, name: str) -> None:
        follow(self.page, "Bevis", exact=True)
        press(self.page, f"Utfärda {name}")
