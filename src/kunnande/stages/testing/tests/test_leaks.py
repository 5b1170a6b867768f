"""Nothing of a key reaches a browser: every item of the bank, in both languages, as served."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree, html

from kunnande.stages.itembank.models import ItemText
from kunnande.stages.itembank.tests.builders import a_form
from kunnande.stages.testing.tests.builders import a_running_sitting, minutes

pytestmark = pytest.mark.django_db

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
TELLING = re.compile(r"correct|mapping|qti-|feedback|score|misconception|distract", re.IGNORECASE)
TOKEN = re.compile(r"(c\d+)?")
# What the page itself adds to the item's inputs.
OWN_FIELDS = {"csrfmiddlewaretoken", "page", "revision", "do"}


@pytest.fixture
def whole_bank(monkeypatch):
    """A running sitting whose form holds all 24 items of the bank."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: minutes(1))
    return a_running_sitting(a_form(items=12))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_question_page_carries_anything_of_its_key(whole_bank, language):
    sitting, client = whole_bank.sitting, Client()
    sitting.language = language
    sitting.save(update_fields=["language"])
    client.force_login(whole_bank.candidate)

    leaks = [
        leak
        for placed in sitting.items.all()
        for leak in leaks_of(
            client.get(reverse("testing:question", args=[sitting.pk, placed.position])),
            ItemText.objects.get(item_version_id=placed.item_version_id, language=language),
        )
    ]

    assert sitting.items.count() == 24
    assert leaks == []


@pytest.mark.usefixtures("whole_bank")
def test_the_check_finds_an_identifier_that_leaks():
    text = ItemText.objects.filter(item_version__kind="choice")[0]
    identifier = keyed(text)[0]

    class Page:
        content = (
            f'<form id="question"><input name="RESPONSE" value="{identifier}"></form>'.encode()
        )

    assert leaks_of(Page(), text)


def leaks_of(page: Any, text: ItemText) -> list[str]:
    whole: Any = html.fromstring(page.content)
    form = whole.get_element_by_id("question")
    fields = [f for f in form.iter("input", "option") if f.get("name") not in OWN_FIELDS]
    found = [
        *(part for part in parts_of(form) if TELLING.search(part)),
        *(f"value {f.get('value')}" for f in fields if not TOKEN.fullmatch(f.get("value", ""))),
        *(f"key {key}" for key in keyed(text) if key in attribute_values(form)),
    ]
    return [f"item text {text.pk}: {leak}" for leak in found]


def parts_of(form: Any) -> list[str]:
    """Return every attribute, comment and tag of the item's part of the page."""
    elements = list(form.iter(etree.Element))
    names = [f"{name}={value}" for each in elements for name, value in each.attrib.items()]
    comments = [str(comment.text) for comment in form.iter(etree.Comment)]
    return [*names, *comments, *(str(each.tag) for each in elements)]


def attribute_values(form: Any) -> set[str]:
    return {value for each in form.iter(etree.Element) for value in each.attrib.values()}


def keyed(text: ItemText) -> list[str]:
    root = etree.fromstring(bytes(text.qti))
    values = [
        value.text or ""
        for response in root.iter(f"{QTI}qti-correct-response")
        for value in response.iter(f"{QTI}qti-value")
    ]
    assert values, "every item of the bank has a key"
    return values
