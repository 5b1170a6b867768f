"""Help with words, and texts that several items share."""

import pytest

from kunnande.engines.qti import Companions, UnreadableItemError, read_item, read_stimulus, show

from .browser import Page
from .builders import NAMESPACE, choices, document, interaction, response

CARDS = (
    '<qti-catalog-info><qti-catalog id="secretCatalog">'
    '<qti-card support="keyword-translation"><qti-card-entry xml:lang="ar"><qti-html-content>'
    '<p>مخرطة</p></qti-html-content></qti-card-entry><qti-card-entry xml:lang="de" default="true">'
    "<qti-html-content>Drehbank</qti-html-content></qti-card-entry></qti-card>"
    '<qti-card support="linguistic-guidance"><qti-html-content>Maskin som snurrar'
    "<script-like/></qti-html-content></qti-card>"
    '<qti-card support="spoken"><qti-html-content>secretSound</qti-html-content></qti-card>'
    "</qti-catalog></qti-catalog-info>"
)
BODY = '<p>Vad gör en <span data-catalog-idref="secretCatalog">svarv</span>?</p>' + interaction(
    "choice", choices("qti-simple-choice", "A", "B")
)
ITEM = read_item(document(BODY + "", response("A"), CARDS))


def _page(supports):
    return Page(show(ITEM, seed=1, language="sv", companions=Companions(supports=supports)).html)


@pytest.mark.parametrize(
    ("supports", "said"),
    [
        ({"keyword-translation": "ar"}, ["مخرطة"]),
        ({"keyword-translation": "de-AT"}, ["Drehbank"]),
        ({"keyword-translation": ""}, ["Drehbank"]),
        ({"keyword-translation": "fi"}, []),
        ({"linguistic-guidance": "sv"}, ["Maskin som snurrar"]),
        ({"spoken": "sv"}, []),
        ({"keyword-translation": "ar", "linguistic-guidance": ""}, ["مخرطة", "Maskin som snurrar"]),
    ],
)
def test_a_candidate_gets_the_help_that_was_agreed(supports, said):
    page = _page(supports)

    assert [
        text for text in page.texts if text in {"مخرطة", "Drehbank", "Maskin som snurrar"}
    ] == said
    assert len(page.found("details")) == len(said)


def test_help_names_its_word_its_kind_and_its_language():
    page = _page({"keyword-translation": "ar"})

    assert {"svarv", "Översättning"} <= set(page.texts)
    assert {"lang": "ar"} in page.found("div")


def test_without_agreement_nothing_of_a_catalog_is_seen():
    html = show(ITEM, seed=1, language="sv").html

    assert not [word for word in ("Drehbank", "snurrar", "secret", "details") if word in html]


STIMULUS = (
    f'<qti-assessment-stimulus xmlns="{NAMESPACE}" identifier="x" title="y" xml:lang="sv">'
    "<qti-stimulus-body><p>Läs detta.</p></qti-stimulus-body></qti-assessment-stimulus>"
).encode()
REFERENCE = '<qti-assessment-stimulus-ref identifier="secretText" href="texts/x.xml"/>'


@pytest.mark.parametrize(
    ("placed", "order"),
    [("", ["Läs detta.", "Fråga"]),
     ('<p>Fråga</p><div data-stimulus-idref="secretText"/>', ["Fråga", "Läs detta."])],
)  # fmt: skip
def test_a_shared_text_stands_before_the_item_or_where_the_item_says(placed, order):
    body = (placed or "<p>Fråga</p>") + interaction("choice", choices("qti-simple-choice", "A"))
    item = read_item(document(body, response("A"), REFERENCE))

    companions = Companions(stimuli={"secretText": read_stimulus(STIMULUS)})
    page = Page(show(item, seed=1, language="sv", companions=companions).html)

    assert [text for text in page.texts if text in order] == order
    assert item.stimuli[0].href == "texts/x.xml"


@pytest.mark.parametrize("xml", [b"<a/>", STIMULUS.replace(b"stimulus-body", b"other-body")])
def test_another_document_is_no_stimulus(xml):
    with pytest.raises(UnreadableItemError, match="not a QTI stimulus"):
        read_stimulus(xml)


def test_only_listed_files_are_shown_when_files_are_listed():
    body = '<p><img src="../bild/a.png" alt="A"/><img src="b.png" alt="B"/></p>' + interaction(
        "choice", choices("qti-simple-choice", "A")
    )
    item = read_item(document(body, response("A")))

    companions = Companions(media={"../bild/a.png": "0f.png"})
    page = Page(show(item, seed=1, language="sv", media_prefix="/m/", companions=companions).html)

    assert page.found("img") == [{"src": "/m/0f.png", "alt": "A"}]
