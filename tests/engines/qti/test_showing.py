import re

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import read_item, show

from .browser import Page
from .builders import choices, document, interaction, response
from .samples import DRAWING, SAMPLES, sample

CONTROLS = ("input", "select", "textarea", "button")
CHOICE = interaction("choice", choices("qti-simple-choice", "A", "B"))


def page_of(body, *declarations, **arguments):
    declared = declarations or (response("A"),)
    item = read_item(document(body, *declared))
    return Page(show(item, **{"seed": 1, "language": "sv"} | arguments).html)


@given(kind=st.sampled_from(sorted(SAMPLES)), seed=st.integers())
def test_a_view_is_decided_by_item_and_seed(kind, seed):
    first, again = (show(read_item(SAMPLES[kind]), seed=seed, language="sv") for _ in range(2))

    assert first == again


@given(seed=st.integers())
def test_shuffling_is_a_permutation_and_leaves_the_fixed_in_place(seed):
    texts = Page(show(sample("choice"), seed=seed, language="sv").html).texts

    offered = [text for text in texts if text.startswith(("Text", "Inget"))]

    assert sorted(offered) == ["Inget", "Text 0", "Text 1", "Text 2", "Text 3"]
    assert offered[-1] == "Inget"


def test_seeds_give_different_orders_and_every_place_is_used():
    orders = {show(sample("choice"), seed=seed, language="sv").html for seed in range(200)}

    assert len(orders) == 24


def test_unshuffled_choices_keep_their_order():
    assert [text for text in page_of(CHOICE).texts if "Text" in text] == ["Text 0", "Text 1"]


@pytest.mark.parametrize(
    ("kind", "names", "html_kind"),
    [
        ("choice", ["RESPONSE"], "radio"),
        ("multiple", ["RESPONSE"], "checkbox"),
        ("inline", ["RESPONSE"], "select"),
        ("numeric", ["RESPONSE"], "number"),
        ("text", ["RESPONSE"], "text"),
        ("order", [f"RESPONSE.{place}" for place in (1, 2, 3, 4)], "select"),
        ("match", ["RESPONSE.1", "RESPONSE.2"], "select"),
        ("match-table", ["RESPONSE.1", "RESPONSE.2"], "checkbox"),
        ("hotspot", ["RESPONSE"], "radio"),
        ("hotspots", ["RESPONSE"], "checkbox"),
        ("gap-match", ["RESPONSE.1", "RESPONSE.2"], "select"),
        ("hottext", ["RESPONSE"], "radio"),
        ("extended", ["RESPONSE"], "textarea"),
        ("texts", ["RESPONSE.1", "RESPONSE.2", "RESPONSE.3"], "textarea"),
        ("scale", ["RESPONSE"], "radio"),
        ("slider", ["RESPONSE"], "number"),
        ("associate", [f"RESPONSE.{place}" for place in (1, 2, 3, 4)], "select"),
        ("graphic-associate", ["RESPONSE.1", "RESPONSE.2"], "select"),
        ("graphic-order", ["RESPONSE.1", "RESPONSE.2", "RESPONSE.3"], "select"),
        ("point", ["RESPONSE.1", "RESPONSE.2"], "number"),
        ("points", [f"RESPONSE.{place}" for place in (1, 2, 3, 4)], "number"),
        ("upload", ["RESPONSE"], "file"),
        ("hint", ["RESPONSE"], "button"),
    ],
)
def test_fields_name_what_will_be_posted(kind, names, html_kind):
    view = show(sample(kind), seed=1, language="sv", name_prefix="q3-")

    assert [field.name for field in view.fields] == [f"q3-{name}" for name in names]
    assert {(field.response, field.kind) for field in view.fields} == {("RESPONSE", html_kind)}


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_control_is_a_field_and_has_a_name_for_screen_readers(kind):
    view = show(sample(kind), seed=1, language="sv", name_prefix="q3-")
    page = Page(view.html)

    controls = [each for tag in CONTROLS for each in page.found(tag)]

    assert {control["name"] for control in controls} == {field.name for field in view.fields}
    labelled = {label["for"] for label in page.found("label") if "for" in label}
    for control in controls:
        choice = control.get("type") in {"radio", "checkbox"}
        named = {"aria-label", "aria-labelledby"} & control.keys() or control.get("id") in labelled
        named = named or control.get("type") == "submit"
        assert choice or named


@pytest.mark.parametrize("kind", SAMPLES)
def test_ids_are_unique_and_references_find_them(kind):
    page = Page(show(sample(kind), seed=1, language="sv", name_prefix="q3-").html)
    attributes = page.attributes()

    ids = [value for name, value in attributes if name == "id"]
    references = [
        each
        for name, value in attributes
        if name in {"for", "aria-labelledby", "aria-describedby"}
        for each in value.split()
    ] + [each for _, value in attributes for each in re.findall(r"url\(#(.*?)\)", value or "")]

    assert len(set(ids)) == len(ids)
    assert set(references) <= set(ids)
    assert all(each.startswith("q3-") for each in ids)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ["Välj ett alternativ.", "Välj", "Ditt svar", "Skriv ett tal"]),
        ("en-GB", ["Choose one alternative.", "Choose", "Your answer", "Write a number"]),
        ("fi", ["Choose one alternative.", "Choose", "Your answer", "Write a number"]),
    ],
)
def test_the_engine_speaks_the_language_asked_for(language, words):
    shown = "".join(show(sample(kind), seed=1, language=language).html for kind in SAMPLES)

    assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize(
    ("most", "hint"),
    [(0, "Välj ett eller flera alternativ."), (2, "Välj ett eller"), (1, "Välj ett alternativ.")],
)
def test_the_hint_says_how_many(most, hint):
    choice = CHOICE.replace("-interaction ", f'-interaction max-choices="{most}" ', 1)

    page = page_of(choice, response("A", cardinality="multiple"))

    assert hint in page.text


def test_the_hint_names_the_most_that_may_be_chosen():
    assert "Välj högst 3" in Page(show(sample("multiple"), seed=1, language="sv").html).text


def test_a_group_without_a_prompt_is_named_for_screen_readers_only():
    page = page_of(interaction("choice", choices("qti-simple-choice", "A"), prompt=""))

    assert page.found("legend") == [{"class": "vh"}]
    assert "Ditt svar" in page.text


def test_several_inputs_in_a_sentence_are_numbered():
    first = interaction("text-entry", "", prompt="", name="X")
    second = interaction("text-entry", "", prompt="", name="Y")
    declared = [response(name=name, base_type="string") for name in "XY"]

    page = page_of(f"<p>{first} och {second}</p>", *declared)

    assert [field["name"] for field in page.found("input")] == ["RESPONSE", "RESPONSE-2"]
    names = [field["aria-label"] for field in page.found("input")]
    assert names == ["Svar 1 av 2", "Svar 2 av 2"]


def test_a_numeric_entry_opens_the_right_keyboard_and_says_so():
    (field,) = Page(show(sample("numeric"), seed=1, language="sv").html).found("input")

    assert (field["inputmode"], field["size"]) == ("decimal", "8")
    assert field["aria-describedby"] == "RESPONSE-hint"


def test_the_language_of_the_item_is_kept():
    assert page_of(CHOICE).elements[0] == ("div", {"class": "stack", "lang": "sv"})


def test_ordinary_content_keeps_its_structure():
    body = (
        '<h2>Rubrik</h2><table class="table"><tbody><tr><th scope="row" colspan="2">a</th>'
        '<td>b</td></tr></tbody></table><ol start="2"><li>c</li></ol><hr/>'
        '<p dir="rtl" xml:lang="ar">d<br/><a href="x.html">e</a></p>'
        '<qti-rubric-block view="candidate scorer">f</qti-rubric-block>'
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mi>x</mi></mrow></math>'
    )

    page = page_of(body + CHOICE)

    names = [name for name, _ in page.elements]
    wanted = "div h2 table tbody tr th td ol li hr p br div math mrow mi"
    assert " ".join(names).startswith(wanted)
    assert page.found("th") == [{"scope": "row", "colspan": "2"}]
    assert page.found("p")[0] == {"dir": "rtl", "lang": "ar"}
    assert "".join(page.texts).startswith("Rubrikabcdefx")


def test_drawings_get_new_ids_that_still_fit_together():
    page = page_of(DRAWING + CHOICE, name_prefix="q3-")

    (svg,) = page.found("svg")
    assert svg["aria-labelledby"] == page.found("title")[0]["id"] == "q3-n1"
    assert page.found("rect")[0]["fill"] == f"url(#{page.found('pattern')[0]['id']})"
    assert svg["class"] == "chart"


def test_pictures_are_addressed_below_the_media_prefix():
    body = '<p><img src="bild/a.png" alt="En bult" width="20" height="x"/></p>' + CHOICE

    page = page_of(body, media_prefix="/media/7/")

    assert page.found("img") == [{"src": "/media/7/bild/a.png", "alt": "En bult", "width": "20"}]


@pytest.mark.parametrize("source", ["../a.png", "/a.png", "a b.png", ""])
def test_a_picture_outside_the_package_is_shown_as_its_text(source):
    page = page_of(f'<p><img src="{source}" alt="En bult"/></p>{CHOICE}')

    assert page.found("img") == []
    assert "En bult" in page.text


def test_block_content_is_made_fit_for_labels():
    choice = '<qti-simple-choice identifier="A"><p>Ett</p><div>två</div></qti-simple-choice>'

    page = page_of(interaction("choice", choice, prompt="<p>Vad?</p>"))

    assert page.found("p") == [{"class": "hint", "id": "RESPONSE-hint"}]
    assert "Ett två" in page.text
    assert page.elements[-1][0] == "span"


RICH = "".join(
    f'<qti-simple-choice identifier="{name}"><img src="{name}.png" alt="Bild {i}"/>'
    "</qti-simple-choice>"
    for i, name in enumerate("AB")
)


def test_pictures_to_put_in_order_are_listed_with_letters():
    page = page_of(interaction("order", RICH), response("A", "B", cardinality="ordered"))

    assert len(page.found("img")) == 2
    assert page.text.count("A Bild 0") == 2
    assert "B Bild 1" in page.text


def test_pictures_without_text_are_chosen_by_letter():
    order = interaction("order", RICH.replace("Bild 0", ""))

    page = page_of(order, response("A", "B", cardinality="ordered"))

    assert page.texts.count("A") == 3


def test_drawings_are_called_by_their_title_or_label():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" {}><title>Mutter</title></svg>'
    rich = "".join(
        f'<qti-simple-choice identifier="{name}">{drawing.format(label)}</qti-simple-choice>'
        for name, label in [("A", ""), ("B", 'aria-label="Bult"')]
    )

    page = page_of(interaction("order", rich), response("A", "B", cardinality="ordered"))

    assert {"A Mutter", "B Bult"} <= set(page.texts)
    assert page.found("svg")[1] == {"aria-label": "Bult"}


def test_a_drawing_without_a_name_is_chosen_by_letter():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    rich = f'<qti-simple-choice identifier="A">{drawing}</qti-simple-choice>'

    page = page_of(interaction("order", rich), response("A", cardinality="ordered"))

    assert page.texts.count("A") == 2
