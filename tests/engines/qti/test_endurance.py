"""Items made to exhaust: each ends within seconds, refused by name or with NULL."""

import time

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from kunnande.engines.qti import (
    UndeliverableItemError,
    UnreadableItemError,
    check_item,
    read_item,
    read_scorable_item,
    score,
    show,
)

from .builders import choices, document, interaction, response, rules, set_outcome
from .operands import num, op
from .samples import SAMPLES


def _repeated(expression, times):
    for _ in range(times):
        expression = op("repeat", expression, number_repeats="1000")
    return op("container-size", expression)


ENDLESS = {
    "repeats": document("", processing=rules(set_outcome("SCORE", _repeated(num("1"), 8)))),
    "constraint": document(
        interaction("text-entry", "", prompt=""),
        response(base_type="float"),
        '<qti-template-declaration identifier="A" cardinality="single" base-type="integer"/>',
        op("template-processing", op("template-constraint", op("gt", _repeated(num("1"), 8)
                                                                + num("5")))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ENDLESS)
def test_an_item_that_never_ends_is_ended(kind):
    begun = time.process_time()

    assert score(read_item(ENDLESS[kind]), {}).points == 0

    assert time.process_time() - begun < 2


def test_an_item_with_more_options_than_a_browser_bears_is_refused():
    body = interaction("order", choices("qti-simple-choice", *[f"c{i}" for i in range(101)]))
    xml = document(body, response("c1", cardinality="ordered"))

    with pytest.raises(UndeliverableItemError, match="more than 10000 things"):
        read_item(xml)


ODD = ["-1", "99999999999999999", "", "INF", "1e400", "A B", "ordered", "record", "point",
       "0.0000001", "((a{1000}){1000}", "å", "file", "directedPair", "1000", "{X}"]  # fmt: skip


@settings(max_examples=300)
@given(kind=st.sampled_from(sorted(SAMPLES)), data=st.data())
def test_no_mutated_item_makes_the_engine_fail(kind, data):
    root = etree.fromstring(SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        elements = list(root.iter(etree.Element))
        element = elements[data.draw(st.integers(0, len(elements) - 1))]
        name = data.draw(st.sampled_from([*element.attrib, "class"]))
        element.set(name, data.draw(st.sampled_from(ODD)))
        other = elements[data.draw(st.integers(0, len(elements) - 1))]
        if data.draw(st.booleans()):
            element.tag = other.tag
    xml = etree.tostring(root)

    check_item(xml)

    try:
        item = read_scorable_item(xml)
    except UnreadableItemError:
        return
    outcomes = score(item, {"RESPONSE": "A"}).outcomes
    if not item.obstacles:
        assert show(item, seed=1, language="sv", outcomes=outcomes).html
