"""What every answer tells the browser, and what no page contains."""

from __future__ import annotations

import pytest
from lxml import html

from .expectations import VISITOR

pytestmark = pytest.mark.django_db


def test_every_answer_says_what_a_browser_may_do(asked):
    lax = {
        one.route
        for one in asked
        if one.headers.get("X-Content-Type-Options") != "nosniff"
        or one.headers.get("X-Frame-Options") != "DENY"
        or one.headers.get("Referrer-Policy") != "same-origin"
    }

    assert lax == set()


def test_no_answer_lets_written_in_script_or_style_run(asked):
    policies = {one.headers.get("Content-Security-Policy", "") for one in asked}

    assert all("default-src 'none'" in policy for policy in policies)
    assert not any("unsafe" in policy or "*" in policy for policy in policies)


def test_no_page_of_somebody_signed_in_is_kept_by_anybody(asked):
    kept = {
        one.route
        for one in asked
        if one.viewer.name != VISITOR and "no-store" not in one.headers.get("Cache-Control", "")
    }

    # Wallets and verifiers ask for the lists again each time; they name nobody.
    assert kept == {"credentials:status", "credentials:token_status"}


def test_no_page_holds_script_style_or_handlers(asked):
    found = {
        (one.route, written)
        for one in asked
        if one.is_page and one.body
        for element in html.document_fromstring(one.body).iter("*")
        for written in written_in(element)
    }

    assert found == set()


def written_in(element):
    """Return what a strict policy would stop: inline script, style, handlers, script addresses."""
    if element.tag == "style" or (element.tag == "script" and not element.get("src")):
        yield element.tag
    for name, value in element.attrib.items():
        is_script = value.strip().lower().startswith(("javascript:", "data:text"))
        if name == "style" or name.startswith("on") or (name != "value" and is_script):
            yield f"{element.tag} {name}"
