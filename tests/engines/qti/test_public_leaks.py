"""No view of a public item depends on its key: take the key away, and the bytes are the same."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from kunnande.engines.qti import check_item, correct_responses, read_item, show
from kunnande.engines.qti.documents import parse
from kunnande.engines.qti.upgrading import QTI3, upgrade_tree

from .browser import Page

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "qti"
PATHS = sorted(DATA.glob("items*/*.xml"))
SECRET_ELEMENTS = (
    "qti-correct-response", "qti-mapping", "qti-area-mapping", "qti-response-processing",
    "qti-modal-feedback", "qti-set-correct-response",
)  # fmt: skip
NAMES = re.compile(r"RESPONSE(-\d+)?(\.\d+)?(-hint|-row)?|n\d+")
VALUES = re.compile(r"(c\d+)?")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")


@cache
def _deliverable():
    return [path for path in PATHS if check_item(path.read_bytes()).deliverable]


def _without_key(xml):
    root = parse(xml, keep_notes=False)
    upgrade_tree(root)
    for name in SECRET_ELEMENTS:
        for element in list(root.iter(f"{{{QTI3}}}{name}")):
            element.getparent().remove(element)
    return etree.tostring(root)


def test_no_view_depends_on_the_key():
    told = []
    for path in _deliverable():
        xml = path.read_bytes()
        item = read_item(xml)
        ignorant = replace(read_item(_without_key(xml)), sha256=item.sha256)
        views = [show(each, seed=3, language="sv").html for each in (item, ignorant)]
        if views[0] != views[1]:
            told.append(path.name)

    assert told == []
    assert len(_deliverable()) >= 701


def test_no_view_names_what_the_item_names_or_holds_comments():
    told = []
    for path in _deliverable():
        item = read_item(path.read_bytes())
        page = Page(show(item, seed=3, language="sv", responses=_chosen(item)).html)
        assert page.oddities == page.found("script") == []
        for tag, attributes in page.elements:
            named = [attributes.get(name) or "" for name in ("name", "id", "for")]
            value = "" if attributes.get("type") == "text" else attributes.get("value", "")
            odd = [name for name in named if name and not NAMES.fullmatch(name)]
            if odd or (tag != "li" and not VALUES.fullmatch(value)):
                told.append((path.name, tag, odd, value))

    assert told == []


def _chosen(item):
    """Return keyed responses except where they are written out in the page."""
    written = {"string", "integer", "float", "point", "record"}
    declared = item.response_declarations
    return {
        name: key
        for name, key in correct_responses(item).items()
        if declared[name].base_type not in written
    }
