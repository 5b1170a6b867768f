import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import check_item

from .builders import (
    choices,
    default,
    document,
    interaction,
    mapping,
    outcome,
    response,
)
from .samples import DRAWING, SAMPLES

CHOICE = interaction("choice", choices("qti-simple-choice", "A", "B"))
NESTED = interaction(
    "choice",
    choices("qti-simple-choice", "A"),
    prompt=interaction("inline-choice", choices("qti-inline-choice", "A"), prompt="", name="Y"),
    name="X",
)
SPOT = '<qti-hotspot-choice identifier="A" shape="default" hotspot-label="Här"/>'


def _remarks(body, *declarations, **arguments):
    return " ".join(
        check_item(document(body, *(declarations or [response("A")]), **arguments)).remarks
    )


def test_a_sound_item_gets_no_remarks():
    report = check_item(document(CHOICE, response("A")))

    assert (report.deliverable, report.refused, report.lost, report.remarks) == (True, (), (), ())


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_samples_can_be_delivered(kind):
    assert check_item(SAMPLES[kind]).deliverable


@pytest.mark.parametrize(
    ("kind", "remark"), [("upload", "asks for a file"), ("hint", "goes on after an attempt")]
)
def test_what_the_deliverer_must_do_is_remarked(kind, remark):
    assert remark in " ".join(check_item(SAMPLES[kind]).remarks)


def test_a_refused_item_says_why():
    report = check_item(b"<a>")

    assert not report.deliverable
    assert "well-formed" in report.refused[0]


@given(st.binary())
def test_no_bytes_make_the_check_fail(xml):
    assert not check_item(xml).deliverable


def test_an_item_that_asks_nothing_can_not_be_delivered():
    report = check_item(document("<p>Hej</p>"))

    assert not report.deliverable
    assert "asks nothing" in report.refused[0]


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ('<audio src="a.mp3"/>', "audio"),
        ('<p><img src="../a.png" alt="En bult"/></p>', "img"),
        ('<p><qti-gap identifier="G"/></p>', "qti-gap"),
        ('<p><qti-hottext identifier="H">x</qti-hottext></p>', "qti-hottext"),
        (NESTED, "qti-inline-choice-interaction"),
        ('<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true"><filter/></svg>', "filter"),
    ],
)
def test_what_a_candidate_would_not_see_is_listed(body, lost):
    declared = [response("A", name=name) for name in ("RESPONSE", "X", "Y")]

    assert check_item(document(body + CHOICE, *declared)).lost == (lost,)


@pytest.mark.parametrize(
    ("body", "declarations", "remark"),
    [
        (CHOICE, [response()], "RESPONSE has no key"),
        (CHOICE, [response("C")], "key of RESPONSE is not among its choices"),
        (CHOICE, [response("A"), outcome("MAXSCORE", content=default(2))], "scores 1 of at most 2"),
        (CHOICE.replace('"A"', '"correct_1"'), [response("B")], "correct_1 may tell"),
        (CHOICE.replace('"A"', '"rättSvar"'), [response("B")], "rättSvar may tell"),
        (interaction("hotspot", SPOT), [response("A")], "has no picture"),
        (
            interaction("hotspot", DRAWING + SPOT.replace("hotspot-label", "x")),
            [response("A")],
            "The area A has no hotspot-label",
        ),
        ('<p><img src="a.png"/></p>' + CHOICE, [response("A")], "img has no alternative text"),
        (
            '<p><img src="bild/rätt_val.png" alt="x"/></p>' + CHOICE,
            [response("A")],
            "rätt_val.png may tell",
        ),
        ('<p><object data="a.png"/></p>' + CHOICE, [response("A")], "object has no alternative"),
        (
            '<svg xmlns="http://www.w3.org/2000/svg"/>' + CHOICE,
            [response("A")],
            "svg has no alternative text",
        ),
        (
            interaction("order", choices("qti-simple-choice", "A", "B")),
            [response("A", "B", cardinality="ordered")],
            "shown in the keyed order",
        ),
    ],
)
def test_an_author_is_told_what_to_mend(body, declarations, remark):
    assert remark in _remarks(body, *declarations)


def test_a_key_below_the_bound_of_the_mapping_is_remarked():
    worth = mapping(("A", 1), ("B", 2), attributes='upper-bound="2"')

    remarks = _remarks(CHOICE, response("A", mapping=worth), processing="map_response")

    assert "scores 1 of at most 2" in remarks
