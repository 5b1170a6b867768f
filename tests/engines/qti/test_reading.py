import pytest

from kunnande.engines.qti import UndeliverableItemError, UnreadableItemError, read_item

from .builders import NAMESPACE, choices, document, interaction, response, rules, value
from .samples import sample

CHOICE = interaction("choice", choices("qti-simple-choice", "A", "B"))


def test_an_item_keeps_what_identifies_it():
    item = sample("choice")

    assert (item.identifier, item.title, item.language) == ("secretItem", "secretName", "sv")
    assert len(item.sha256) == 64


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"", "well-formed"),
        (b"<a><b></a>", "well-formed"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "well-formed"),
        (b"<a/>", "not a QTI assessment item"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DOCTYPE"),
        (b'<!DOCTYPE a SYSTEM "http://x.example/a.dtd"><a/>', "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "DOCTYPE"),
        (b"<a>" + b"<b>" * 50 + b"</b>" * 50 + b"</a>", "nested deeper"),
        (b"<a>" + b"<b/>" * 20_001 + b"</a>", "more than 20000"),
        (b"<a>" + b" " * 1_000_000 + b"</a>", "larger than"),
        (b'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="b"/></a>', "include"),
    ],
)
def test_hostile_or_broken_bytes_are_refused_with_a_reason(xml, reason):
    with pytest.raises(UnreadableItemError, match=reason):
        read_item(xml)


def test_a_billion_laughs_are_refused():
    lines = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    bomb = f'<!DOCTYPE a [<!ENTITY l0 "ha">{lines}]><a>&l9;</a>'.encode()

    with pytest.raises(UnreadableItemError, match="DOCTYPE"):
        read_item(bomb)


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        '<img src="a.png" alt="" onerror="alert(1)"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        '<p><a href="javascript:alert(1)">x</a></p>',
        '<p><a href="java&#10;script:alert(1)">x</a></p>',
        '<p><a href=" &#1;JavaScript:alert(1)">x</a></p>'.replace("&#1;", "&#160;"),
        '<img src="data:image/svg+xml;base64,AAAA" alt=""/>',
        '<img src="https://x.example/a.png" alt=""/>',
        '<img src="//x.example/a.png" alt=""/>',
        '<object data="file:///etc/hostname"/>',
        '<g xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://x.example/a.svg#b"/>',
    ],
)
def test_active_content_and_outside_references_are_refused(body):
    with pytest.raises(UnreadableItemError, match=r"^Line 1: "):
        read_item(document(body + CHOICE, response("A")))


def test_a_link_to_a_web_page_is_no_reason_to_refuse():
    item = read_item(document(f'<p><a href="https://x.example/">x</a></p>{CHOICE}', response("A")))

    assert len(item.interactions) == 1


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (
            document(interaction("drawing", ""), response()),
            "qti-drawing-interaction is not supported",
        ),
        (document(CHOICE, response(base_type="float")), "can not fill RESPONSE"),
        (document(CHOICE, response("A", cardinality="ordered")), "can not fill RESPONSE"),
        (document(CHOICE, response("A", cardinality="record")), "which is record"),
        (document("", response(base_type="colour")), "is single colour"),
        (document(CHOICE, response("A"), processing="guess"), "'guess' is not known"),
        (
            document("", processing=rules("<qti-custom-operator/>")),
            "qti-custom-operator is not supported",
        ),
    ],
)
def test_what_can_not_be_delivered_is_refused_by_name(xml, reason):
    with pytest.raises(UndeliverableItemError, match=reason):
        read_item(xml)


@pytest.mark.parametrize(
    ("body", "declaration", "reason"),
    [
        (CHOICE, "", "response declaration of its own"),
        (CHOICE + CHOICE, response("A"), "response declaration of its own"),
        (interaction("choice", ""), response("A"), "identifiers of their own"),
        (CHOICE.replace('"B"', '"A"'), response("A"), "identifiers of their own"),
        (CHOICE.replace('"B"', '"B C"'), response("A"), "identifiers of their own"),
        (CHOICE, response("A", "B"), "several values"),
        (CHOICE, response("A", name=""), "no identifier"),
        (
            CHOICE.replace("<qti-choice-interaction", '<qti-choice-interaction max-choices="-1"'),
            response(cardinality="multiple"),
            "max-choices is not a whole number",
        ),
        (
            interaction("match", "<qti-simple-match-set/>"),
            response(cardinality="multiple", base_type="directedPair"),
            "two sets",
        ),
        ("", response("much", base_type="float"), "'much' is not a float"),
        ("", response("1.5", base_type="integer"), "'1.5' is not a integer"),
        ("", response("A", base_type="pair"), "'A' is not a pair"),
        ("", response("1 INF", base_type="point"), "'1 INF' is not a point"),
    ],
)
def test_a_contradictory_item_is_refused_with_the_line(body, declaration, reason):
    with pytest.raises(UnreadableItemError, match=reason):
        read_item(document(body, declaration))


@pytest.mark.parametrize("area", ['shape="star" coords="1,1"', 'shape="rect" coords="1,1,2"',
                                  'shape="poly" coords="1,1,2,2,3,3,4"',
                                  'shape="circle" coords="1,1,INF"'])  # fmt: skip
def test_an_area_must_be_a_shape(area):
    spot = f'<qti-hotspot-choice identifier="A" {area}/>'

    with pytest.raises(UnreadableItemError, match="does not fit"):
        read_item(document(interaction("hotspot", spot), response("A")))


def test_a_literal_in_the_processing_must_be_of_its_type():
    written = rules(f'<qti-set-outcome-value identifier="SCORE">{value("0,5")}'
                    "</qti-set-outcome-value>")  # fmt: skip

    with pytest.raises(UnreadableItemError, match="'0,5' is not a float"):
        read_item(document("", processing=written))


def test_elements_of_a_foreign_namespace_are_no_items():
    with pytest.raises(UnreadableItemError, match="not a QTI assessment item"):
        read_item(document("").replace(NAMESPACE.encode(), b"urn:x"))
