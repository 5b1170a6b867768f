"""What an interaction asks for besides the right answer."""

import pytest

from kunnande.engines.qti import correct_responses, find_broken_limits, read_item

from .builders import choices, document, interaction, response
from .samples import SAMPLES, sample

CHOICES = choices("qti-simple-choice", "A", "B", "C")


def _said(kind, content, attributes, given, **declared):
    body = interaction(kind, content, attributes=attributes)
    item = read_item(document(body, response(**declared)))
    return find_broken_limits(item, {"RESPONSE": given}, language="sv").get("RESPONSE")


@pytest.mark.parametrize(
    ("given", "said"),
    [(("A",), "minst 2"), (None, "minst 2"), (("A", "B"), None), (("A", "B", "C"), "högst 2")],
)
def test_how_many_may_be_chosen(given, said):
    found = _said("choice", CHOICES, 'min-choices="2" max-choices="2"', given,
                  cardinality="multiple")  # fmt: skip

    assert found is None if said is None else said in found


@pytest.mark.parametrize(
    ("attributes", "base_type", "given", "fits"),
    [
        ('pattern-mask="[0-9]{3}"', "string", "123", True),
        ('pattern-mask="[0-9]{3}"', "string", "12", False),
        ('pattern-mask="("', "string", "12", True),
        ("", "float", "1,5", True),
        ("", "float", "mycket", False),
    ],
)
def test_in_which_form_an_answer_is_written(attributes, base_type, given, fits):
    found = _said("text-entry", "", attributes, given, base_type=base_type)

    assert (found is None) is fits


@pytest.mark.parametrize(("given", "fits"), [("5", True), ("11", False), ("-1", False)])
def test_a_slider_has_ends(given, fits):
    scale = 'lower-bound="0" upper-bound="10"'

    assert (_said("slider", "", scale, given, base_type="float") is None) is fits


def test_a_least_number_of_texts():
    found = _said("extended-text", "", 'min-strings="2"', ("ett",), base_type="string",
                  cardinality="multiple")  # fmt: skip

    assert "minst 2" in found


@pytest.mark.parametrize("kind", sorted(set(SAMPLES) - {"slider"}))
def test_keyed_responses_keep_to_the_limits(kind):
    item = sample(kind)

    assert find_broken_limits(item, correct_responses(item), language="sv") == {}
