"""Nothing of the key reaches a candidate, whatever an item holds."""

import re

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import correct_responses, read_item, show

from .browser import Page
from .builders import choices, document, interaction, response
from .samples import SAMPLES, WRITTEN, sample

KEYS = ["secret", "97.625", "97,625", "1.25", "0.75", "-3.5", "qti-", "0.05"]
CHOICE = interaction("choice", choices("qti-simple-choice", "A", "B"))
ELEMENTS = set(
    "b br button circle defs desc div ellipse em fieldset figure g h2 hr i image img input label"  # noqa: SIM905  a word list
    " legend li mark math mi mn mo mrow ol option p path pattern polygon rect select span strong"
    " svg table tbody td text textarea th title tr ul use".split()
)


@pytest.mark.parametrize("kind", SAMPLES)
@given(seed=st.integers())
def test_no_string_of_a_view_tells_the_key(kind, seed):
    page = Page(show(sample(kind), seed=seed, language="sv").html)

    strings = [*page.texts, *(part for pair in page.attributes() for part in pair if part)]

    assert [text for text in strings for key in KEYS if key in text] == []
    assert page.oddities == []


@pytest.mark.parametrize("kind", sorted(set(SAMPLES) - WRITTEN))
def test_even_a_given_key_is_shown_by_position_only(kind):
    item = sample(kind)

    page = Page(show(item, seed=1, language="sv", responses=correct_responses(item)).html)

    values = [attributes.get("value", "") for tag, attributes in page.elements]
    assert all(re.fullmatch(r"(c\d+)?", value) for value in values)
    assert "secret" not in page.text


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_view_holds_only_known_elements_and_harmless_attributes(kind):
    page = Page(show(sample(kind), seed=1, language="en").html)

    assert {name for name, _ in page.elements} <= ELEMENTS
    assert not [name for name, _ in page.attributes() if name.startswith(("on", "style", "data-"))]


_SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
HARMLESS = [
    '<p style="color:red" data-key="A" id="keyA" title="A" class="correct f-key">x</p>',
    "<style>p{}</style>",
    '<iframe src="a.html"/>',
    '<video src="a.mp4"/>',
    "<unknown>secret</unknown>",
    '<x xmlns="urn:other">secret</x>',
    _SVG.format('<foreignObject><p xmlns="">secret</p></foreignObject>'),
    _SVG.format('<rect fill="url(https://x.example/)" style="a" class="correct" id="secret"/>'),
    _SVG.format('<g><a href="#x">secret</a></g><use href="a.svg#secret"/><use href="#none"/>'),
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><annotation>secret</annotation></math>',
    '<qti-rubric-block view="scorer">secret</qti-rubric-block>',
    '<qti-feedback-block identifier="A">secret</qti-feedback-block>',
    '<qti-printed-variable identifier="secret"/>',
    "<?secret secret?><!-- secret -->",
]


@pytest.mark.parametrize("content", HARMLESS)
def test_what_is_not_allowed_is_left_out(content):
    item = read_item(document(content + CHOICE, response("A")))

    html = show(item, seed=1, language="sv").html

    page = Page(html)
    assert {name for name, _ in page.elements} <= ELEMENTS
    words = ("secret", "correct", "style", "data-", "keyA", "f-key", "example", "title=")
    assert [word for word in words if word in html] == []


@given(text=st.text())
def test_text_of_any_kind_stays_text(text):
    item = sample("text")

    page = Page(show(item, seed=1, language="sv", responses={"RESPONSE": text}).html)

    assert page.found("script") == []
    assert len(page.elements) == len(Page(show(item, seed=1, language="sv").html).elements)
