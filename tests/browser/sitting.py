"""Taking the test: the question page, and two ways to answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect
from tests.browser.pages import follow, press

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Answers = dict[str, dict[str, list[str]]]
_MOST_KEYS = 60
_FOCUSED = "() => [document.activeElement.name ?? '', document.activeElement.value ?? '']"


@dataclass(frozen=True)
class Sitting:
    """A running test in one tab."""

    page: Page

    def begin(self) -> None:
        self.page.goto("/")
        follow(self.page, "Till provet")
        press(self.page, "Börja provet")
        expect(self.page.locator("#answered")).to_be_visible()

    def resume(self) -> None:
        self.page.goto("/")
        follow(self.page, "Fortsätt provet")
        expect(self.page.locator("#answered")).to_be_visible()

    def open(self, sitting: int, position: int) -> None:
        self.page.goto(f"/prov/{sitting}/fraga/{position}/")

    @property
    def number(self) -> int:
        found = re.search(r"/prov/(\d+)/", self.page.url)
        assert found, self.page.url
        return int(found[1])

    @property
    def position(self) -> int:
        found = re.search(r"/fraga/(\d+)/", self.page.url)
        assert found, self.page.url
        return int(found[1])

    @property
    def saved(self) -> Locator:
        return self.page.locator("#saved")

    def expect_saved(self) -> None:
        """Wait until the server has acknowledged what was answered here."""
        expect(self.saved).to_contain_text("Sparat")

    def chosen(self) -> dict[str, list[str]]:
        """Return what the form holds now, as the browser would post it."""
        pairs = self.page.evaluate("() => [...new FormData(document.getElementById('question'))]")
        form: dict[str, list[str]] = {}
        for name, value in pairs:
            if name not in {"csrfmiddlewaretoken", "page", "revision"}:
                form.setdefault(name, []).append(value)
        return form

    def answer_from_here(self, answers: Answers, hand: type[Mouse | Keyboard]) -> None:
        """Answer this question and those that follow, until the overview."""
        while "/fraga/" in self.page.url:
            self.answer_here(answers, hand)

    def answer_here(self, answers: Answers, hand: type[Mouse | Keyboard]) -> None:
        """Answer this question, see that it is saved, and go on to the next page."""
        here = self.page.url
        hand(self.page).give(answers[str(self.position)])
        self.expect_saved()
        hand(self.page).go_on()
        self.page.wait_for_url(lambda url: url != here)

    def hand_in(self) -> None:
        self.page.goto(f"/prov/{self.number}/oversikt/")
        press(self.page.get_by_role("main"), "Lämna in provet")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Provet är inlämnat")


@dataclass(frozen=True)
class Mouse:
    """Answers by pressing what is seen."""

    page: Page

    def give(self, answer: Mapping[str, Sequence[str]]) -> None:
        for name, values in answer.items():
            controls = self.page.locator(f'#question [name="{name}"]')
            if controls.first.evaluate("node => node.tagName") == "SELECT":
                controls.select_option(values[0])
            elif controls.first.get_attribute("type") == "text":
                controls.fill(values[0])
            else:
                self._tick(controls, values)

    def go_on(self) -> None:
        self.page.get_by_role("navigation", name="Bläddra").get_by_role("button").last.click()

    def _tick(self, controls: Locator, values: Sequence[str]) -> None:
        for number in range(controls.count()):
            control = controls.nth(number)
            if (control.get_attribute("value") in values) != control.is_checked():
                control.locator("xpath=ancestor::label").click()


@dataclass(frozen=True)
class Keyboard:
    """Answers by keys alone: Tab, arrows, Space, letters and Enter."""

    page: Page

    def give(self, answer: Mapping[str, Sequence[str]]) -> None:
        for name, values in answer.items():
            kind = self._tab_to(name)
            if kind == "checkbox":
                self._tick(name, values)
            elif kind == "text":
                self.page.keyboard.press("ControlOrMeta+A")
                self.page.keyboard.type(values[0])
            else:
                self._arrow_to(kind, values[0])

    def go_on(self) -> None:
        forward = self.page.get_by_role("navigation", name="Bläddra").get_by_role("button").last
        for _ in range(_MOST_KEYS):
            self.page.keyboard.press("Tab")
            if forward.evaluate("node => node === document.activeElement"):
                self.page.keyboard.press("Enter")
                return
        raise AssertionError("Tab never reached the way on.")

    def _tab_to(self, name: str) -> str:
        for _ in range(_MOST_KEYS):
            if self.page.evaluate(_FOCUSED)[0] == name:
                kind: str = self.page.evaluate("() => document.activeElement.type")
                return kind
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {name}.")

    def _arrow_to(self, kind: str, value: str) -> None:
        if kind == "radio":
            self.page.keyboard.press("Space")
        for _ in range(_MOST_KEYS):
            if self.page.evaluate(_FOCUSED)[1] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows never reached {value}.")

    def _tick(self, name: str, values: Sequence[str]) -> None:
        while (focused := self.page.evaluate(_FOCUSED))[0] == name:
            if focused[1] in values:
                self.page.keyboard.press("Space")
            self.page.keyboard.press("Tab")
