"""Every kind of question in a browser: found by axe, and answered with the keyboard or a finger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.inspection import DESKTOP, PHONE, Witness, inspect
from tests.engines.qti.samples import SAMPLES, sample

from kunnande.engines.qti import read_responses, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

ADDRESS = "http://questions.test/"
STYLES = Path(__file__).resolve().parents[2] / "src" / "kunnande" / "site" / "static"
SHEETS = ("tokens.css", "ground.css", "components.css", "data.css", "sitting.css")
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
POSTED = """() => {
  const posted = {};
  for (const [name, value] of new FormData(document.forms[0]))
    (posted[name] ??= []).push(typeof value === "string" ? value : value.name);
  return posted;
}"""
# A file is chosen in a dialogue of the system's own, and a button hands the page in.
KINDS = sorted(set(SAMPLES) - {"upload", "hint"})


def _html(kinds: list[str]) -> str:
    links = "".join(f'<link rel="stylesheet" href="/{sheet}">' for sheet in SHEETS)
    shown = "".join(
        f'<section class="question">{_view(kind, f"{kind}-")}</section>' for kind in kinds
    )
    return (
        f'<!doctype html><html lang="sv"><head><title>Frågor</title>{links}'
        '<meta name="viewport" content="width=device-width"></head><body><main class="page">'
        f"<h1>Frågor</h1><form>{shown}</form></main></body></html>"
    )


def _view(kind: str, prefix: str = "") -> str:
    return show(sample(kind), seed=1, language="sv", name_prefix=prefix, media_prefix="/m/").html


@pytest.fixture
def open_questions(browser: Browser) -> Iterator[object]:
    witness = Witness("questions.test")
    contexts = []

    def open_page(kinds: list[str], *, phone: bool = False) -> Page:
        context = browser.new_context(viewport=PHONE if phone else DESKTOP, has_touch=phone)
        contexts.append(context)
        witness.follow(context)
        page = context.new_page()
        page.route("**/*", lambda route: _serve(route, kinds))
        page.goto(ADDRESS)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert witness.report() == []


def _serve(route: Route, kinds: list[str]) -> None:
    name = route.request.url.removeprefix(ADDRESS)
    if name in SHEETS:
        route.fulfill(body=(STYLES / name).read_text("utf-8"), content_type="text/css")
    elif name:
        route.fulfill(body=PIXEL, content_type="image/svg+xml")
    else:
        route.fulfill(body=_html(kinds), content_type="text/html; charset=utf-8")


def test_every_kind_of_question_can_be_used_by_everybody(open_questions):
    page = open_questions(sorted(SAMPLES))

    assert inspect(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_answered_with_the_keyboard_alone(open_questions, kind):
    page = open_questions([kind])

    for _ in range(12):
        page.keyboard.press("Tab")
        match page.evaluate("() => document.activeElement.type ?? ''"):
            case "radio" | "checkbox":
                page.keyboard.press("Space")
            case "select-one":
                page.keyboard.press("ArrowDown")
            case "text" | "textarea":
                page.keyboard.type("7")
        if _answered(page, kind):
            return

    pytest.fail("Twelve steps of the tabulator reach no answer.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_answered_with_a_finger(open_questions, kind):
    page = open_questions([kind], phone=True)

    if page.locator(".choice").count():
        page.locator(".choice").first.tap()
    for each in page.locator("input[type=text], textarea").all():
        each.tap()
        page.keyboard.type("7")
    for place, each in enumerate(page.locator("select").all()):
        each.tap()
        each.select_option(index=1 + place % 2)

    assert _answered(page, kind)


def _answered(page: Page, kind: str) -> bool:
    posted = page.evaluate(POSTED)
    given = read_responses(sample(kind), posted, seed=1, name_prefix=f"{kind}-")
    return given["RESPONSE"] is not None
