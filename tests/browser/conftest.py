from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tests.browser.inspection import DESKTOP, PHONE, Witness
from tests.browser.installation import Installation
from tests.browser.pages import PATIENCE_MS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# The browser's driver keeps an event loop open in this thread, which Django takes for its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# One person in each state of the simulated walk, and one who has a certificate.
PEOPLE = 9

Somebody = Callable[..., "Page"]


@pytest.fixture(scope="session")
def site() -> Iterator[Installation]:
    installation = Installation()
    try:
        installation.start(people=PEOPLE)
        yield installation
    finally:
        installation.remove()


@pytest.fixture(scope="session")
def base_url(site: Installation) -> str:
    return site.address


@pytest.fixture
def witness(base_url: str) -> Iterator[Witness]:
    """Fails the test if a page of it complained, was stopped by its policy or left the host."""
    witness = Witness(urlsplit(base_url).netloc)
    yield witness
    assert witness.report() == []


@pytest.fixture
def somebody(browser: Browser, base_url: str, witness: Witness) -> Iterator[Somebody]:
    """Open a browser of somebody's own: no cookies, no memory."""
    contexts: list[BrowserContext] = []

    def open_browser(*, phone: bool = False, **options: Any) -> Page:
        context = browser.new_context(
            base_url=base_url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        witness.follow(context)
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture(params=["desktop", "phone"])
def phone(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "phone")
