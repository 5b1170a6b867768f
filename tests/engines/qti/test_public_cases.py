"""Expectations written by the maintainers of other engines in their own tests."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from kunnande.engines.qti import UnreadableItemError, read_scorable_item, score

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "qti"
TOLERANCE = Decimal("1e-6")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")
CASES = json.loads((DATA / "cases_public.json").read_text("utf-8")) if DATA.is_dir() else []
PATHS = sorted(DATA.glob("items*/*.xml"))


READINGS = [
    (case, path)
    for case in CASES
    for path in dict.fromkeys([case["item"], case.get("item_qti3", case["item"])])
]


@cache
def _item(path):
    return read_scorable_item((DATA / path).read_bytes())


def _lexical(answer):
    if isinstance(answer, list):
        return tuple(map(str, answer))
    return None if answer is None else str(answer)


def _plain(outcome, ordered):
    if isinstance(outcome, list | tuple):
        texts = [str(each) for each in outcome]
        return (texts if ordered else sorted(texts)) or None
    is_number = isinstance(outcome, int | float) and not isinstance(outcome, bool)
    return Decimal(str(outcome)) if is_number else outcome or None


def _agrees(expected, scored, ordered):
    expected, scored = _plain(expected, ordered), _plain(scored, ordered)
    if isinstance(scored, Decimal):
        return abs(scored - (expected or Decimal(0))) <= TOLERANCE
    return scored == expected or (scored is None and expected == 0)


def test_every_case_is_scored_as_its_authors_expect_before_and_after_conversion():
    disagreements = []
    for case, path in READINGS:
        item = _item(path)
        responses = {name: _lexical(answer) for name, answer in case["responses"].items()}
        outcomes = score(item, responses).outcomes
        for name, expected in case["expected"].items():
            declared = item.outcome_declarations.get(name)
            ordered = declared is not None and declared.cardinality == "ordered"
            if name != "completionStatus" and not _agrees(expected, outcomes.get(name), ordered):
                disagreements.append((case["id"], path, name, expected, outcomes.get(name)))

    assert disagreements == []
    assert (len(CASES), len(READINGS)) == (308, 581)


def test_all_but_the_invalid_public_items_can_be_scored():
    refused = []
    for path in PATHS:
        try:
            score(_item(path), {})
        except UnreadableItemError as refusal:
            refused.append((path.name, str(refusal)))

    # 19 carry a DOCTYPE; the others use elements that QTI does not have.
    assert len([name for name, why in refused if "DOCTYPE" in why]) == 19
    assert len(refused) <= 54
