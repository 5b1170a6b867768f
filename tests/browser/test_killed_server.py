"""kill -9 of web server and database while answers are being saved, as a power cut would."""

from __future__ import annotations

import json
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect
from tests.browser.installation import Installation
from tests.browser.pages import heading, sign_in
from tests.browser.sitting import Answers, Mouse, Sitting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

SAVED_BEFORE_THE_KILL = 60
QUESTIONS = range(1, 11)


@pytest.fixture
def own_site() -> Iterator[Installation]:
    installation = Installation()
    try:
        installation.start(people=1)
        yield installation
    finally:
        installation.remove()


@pytest.fixture
def context(browser: Browser, own_site: Installation) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=own_site.address, locale="sv-SE")
    yield context
    context.close()


class Stream(Thread):
    """Saves one answer after the other, now right, now wrong, as fast as the server confirms."""

    def __init__(self, page: Page, sitting: int, versions: tuple[Answers, Answers]) -> None:
        super().__init__(daemon=True)
        self.sitting = sitting
        self.versions = versions
        self.acknowledged: dict[int, dict[str, list[str]]] = {}
        self.count = 0
        self.on_the_way = 0
        self.is_enough = Event()
        jar = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
        self._host = urlsplit(page.url).netloc
        self._headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
            "X-CSRFToken": jar["csrftoken"],
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def run(self) -> None:
        with suppress(OSError, HTTPException):
            while True:
                for position in QUESTIONS:
                    self._save(position, self.versions[self.count // len(QUESTIONS) % 2])

    def _save(self, position: int, answers: Answers) -> None:
        self.on_the_way = position
        answer = answers[str(position)]
        path = f"/prov/{self.sitting}/fraga/{position}/svar/"
        with closing(HTTPConnection(self._host, timeout=30)) as connection:
            connection.request("POST", path, urlencode(answer, doseq=True), self._headers)
            said = connection.getresponse().read()
        assert "Sparat" in json.loads(said)["saved"]
        self.acknowledged[position] = answer
        self.count += 1
        if self.count >= SAVED_BEFORE_THE_KILL:
            self.is_enough.set()


@pytest.mark.slow
def test_every_acknowledged_answer_survives_and_the_test_can_be_finished(
    own_site: Installation, context: BrowserContext
) -> None:
    taker = own_site.arrange("bring", name="Kerstin", state="planned")
    sitting = Sitting(context.new_page())
    sign_in(sitting.page, taker["email"])
    sitting.begin()
    versions = [
        own_site.arrange("answers", sitting=taker["sitting"], right=right)
        for right in (False, True)
    ]
    stream = Stream(sitting.page, taker["sitting"], (versions[0], versions[1]))
    stream.start()
    assert stream.is_enough.wait(120), f"only {stream.count} answers were saved"

    own_site.kill()
    stream.join(60)
    assert not stream.is_alive()
    own_site.start(people=1)

    for position, answer in stream.acknowledged.items():
        sitting.open(taker["sitting"], position)
        kept = sitting.chosen()
        # What was on its way may have been saved without being acknowledged, never less.
        on_the_way = [v[str(position)] for v in versions if position == stream.on_the_way]
        assert kept in [answer, *on_the_way]
    Mouse(sitting.page).give(versions[1][str(sitting.position)])
    sitting.hand_in()
    expect(heading(sitting.page)).to_have_text("Provet är inlämnat")
