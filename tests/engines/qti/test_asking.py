"""How each kind of question is asked for, at its edges."""

import pytest

from kunnande.engines.qti import UnknownResponseError, UnreadableItemError, read_item, show
from kunnande.engines.qti.answers import read_responses

from .browser import Page
from .builders import choices, document, interaction, response
from .samples import SAMPLES, sample

CHOICES = choices("qti-simple-choice", "A", "B", "C")


def _page(kind, content, attributes="", given=None, **declared):
    body = interaction(kind, content, attributes=attributes)
    item = read_item(document(body, response(**declared)))
    return Page(show(item, seed=1, language="sv", responses={"RESPONSE": given}).html)


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ('lower-bound="0"', "no scale"),
        ('lower-bound="5" upper-bound="5"', "no scale"),
        ('lower-bound="0" upper-bound="1" step="-1"', "no scale"),
        ('lower-bound="0" upper-bound="1" step="0.00001"', "too many steps"),
    ],
)
def test_a_slider_needs_a_scale(attributes, reason):
    with pytest.raises(UnreadableItemError, match=reason):
        _page("slider", "", attributes, base_type="float")


def test_a_short_scale_can_be_turned_and_shows_what_was_chosen():
    page = _page("slider", "", 'lower-bound="0" upper-bound="4" step="2" reverse="true"',
                 given="2.0", base_type="float")  # fmt: skip

    assert [text for text in page.texts if text.isdigit()] == ["4", "2", "0"]
    assert page.posted == {"RESPONSE": ["c2"]}


@pytest.mark.parametrize("given", [None, "mycket", "3"])
def test_an_answer_beside_the_scale_is_not_shown_as_chosen(given):
    page = _page("slider", "", 'lower-bound="0" upper-bound="4" step="2"', given=given,
                 base_type="float")  # fmt: skip

    assert page.posted == {}


def test_a_long_scale_says_from_where_to_where():
    page = _page("slider", "", 'lower-bound="0" upper-bound="100"', given="7", base_type="integer")

    assert "från 0 till 100, i steg om 1" in page.text
    assert page.posted == {"RESPONSE": ["7"]}


def test_the_hint_names_the_least_that_may_be_chosen():
    page = _page("choice", CHOICES, 'min-choices="2" max-choices="0"', cardinality="multiple")

    assert "Välj minst 2 alternativ." in page.text


def test_a_button_without_a_title_is_called_by_the_answer():
    assert _page("end-attempt", "", base_type="boolean").texts == ["Ditt svar"]


@pytest.mark.parametrize(("lines", "rows"), [("", "6"), ("1", "2"), ("99", "30"), ("x", "6")])
def test_a_text_gets_the_lines_its_author_expects(lines, rows):
    page = _page("extended-text", "", f'expected-lines="{lines}"', base_type="string")

    assert page.found("textarea")[0]["rows"] == rows


def test_a_longer_text_keeps_its_lines():
    item = sample("extended")

    given = read_responses(item, {"RESPONSE": ["Ett\r\n\tTvå\x00"]}, seed=1)

    assert given == {"RESPONSE": "Ett\n\tTvå"}
    assert Page(show(item, seed=1, language="sv", responses=given).html).posted == {
        "RESPONSE": ["Ett\n\tTvå"]
    }


def test_a_text_has_a_greatest_length():
    with pytest.raises(UnknownResponseError, match="at most 100000 characters"):
        read_responses(sample("extended"), {"RESPONSE": ["a" * 100_001]}, seed=1)


def test_half_a_pair_is_not_yet_an_answer():
    posted = {"RESPONSE.1": ["c1"], "RESPONSE.3": ["c1"], "RESPONSE.4": ["c2"]}

    (pair,) = read_responses(sample("associate"), posted, seed=1)["RESPONSE"]

    assert len(pair.split()) == 2


def test_one_pair_is_asked_for_where_one_can_be_given():
    things = choices("qti-simple-associable-choice", "A", "B")
    item = read_item(document(interaction("associate", things), response(base_type="pair")))

    given = read_responses(item, {"RESPONSE.1": ["c1"], "RESPONSE.2": ["c2"]}, seed=1)

    assert given == {"RESPONSE": "A B"}


@pytest.mark.parametrize(("across", "down", "point"), [("1,5", "2", "1.5 2"), ("1", "", None)])
def test_a_point_is_two_numbers(across, down, point):
    posted = {"RESPONSE.1": [across], "RESPONSE.2": [down]}

    assert read_responses(sample("point"), posted, seed=1) == {"RESPONSE": point}


def test_an_object_is_placed_on_the_picture_of_its_stage():
    page = Page(show(sample("objects"), seed=1, language="sv", media_prefix="/m/").html)

    assert page.found("image") == [{"href": "/m/karta.png", "width": "200", "height": "100"}]
    assert page.found("img") == [{"src": "/m/flagga.png", "alt": "Flagga"}]


def test_a_stage_without_a_picture_is_refused():
    stage = "<qti-position-object-stage>{}</qti-position-object-stage>"
    asked = interaction("position-object", "", prompt="")

    with pytest.raises(UnreadableItemError, match="no picture to point at"):
        read_item(document(stage.format(asked), response(base_type="point")))


def test_pictures_to_place_are_called_by_their_text():
    html = show(sample("graphic-gap"), seed=1, language="sv").html

    assert "C En pil" in Page(html).texts


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_question_says_what_to_do(kind):
    page = Page(show(sample(kind), seed=1, language="sv").html)

    inline = {"inline", "numeric", "text", "hint"}
    hints = [each for each in page.found("p") if each.get("class") == "hint"]
    assert bool(hints) is (kind not in inline)
