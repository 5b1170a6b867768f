"""What every item promises its reader: two equal languages, a fair form, a key with a reason."""

import re
from collections import Counter
from decimal import Decimal

import pytest
from lxml import etree

from .bank import (
    CATALOGUES,
    CODES,
    ITEMS,
    LANG,
    LANGUAGES,
    NAMES,
    RECORDS,
    alternatives,
    find,
    key,
    path_of,
    printed,
    read,
    read_yaml,
    words,
)
from .solutions import SOLUTIONS

AREAS = sorted({record["area"] for record in RECORDS.values()})
SINGLE = [code for code in CODES if RECORDS[code]["kind"] == "choice"]
NUMERIC = [code for code in CODES if RECORDS[code]["kind"] == "numeric"]
HOTSPOT = [code for code in CODES if RECORDS[code]["kind"] == "hotspot"]
INTERACTIONS = {
    "choice": "qti-choice-interaction",
    "multiple": "qti-choice-interaction",
    "inline_choice": "qti-inline-choice-interaction",
    "numeric": "qti-text-entry-interaction",
    "match": "qti-match-interaction",
    "order": "qti-order-interaction",
    "hotspot": "qti-hotspot-interaction",
}
SAME_IN_BOTH = (
    "identifier", "response-identifier", "cardinality", "base-type", "shuffle", "fixed",
    "max-choices", "min-choices", "match-max", "max-associations", "shape", "coords",
    "tolerance", "tolerance-mode", "template", "expected-length",
)  # fmt: skip

each_item = pytest.mark.parametrize("code", CODES)
each_file = pytest.mark.parametrize(
    ("code", "language"), [(code, language) for code in CODES for language in LANGUAGES]
)


def _skeleton(code, language):
    """Everything but the words: element names, keys and the attributes that steer."""
    return [
        (etree.QName(element).localname, [element.get(name) for name in SAME_IN_BOTH],
         element.text if etree.QName(element).localname == "qti-value" else "")
        for element in read(code, language).iter()
        if etree.QName(element).namespace != NAMES["svg"]
    ]  # fmt: skip


def test_every_item_file_is_listed_and_every_listed_item_has_its_files():
    files = {path.name for path in ITEMS.iterdir()}
    media = {name for record in RECORDS.values() for name in record.get("media", [])}

    expected = {path_of(code, language).name for code in CODES for language in LANGUAGES}

    assert files == expected | media | set(CATALOGUES)


@pytest.mark.parametrize("area", AREAS)
def test_an_area_has_at_least_fourteen_items_of_at_least_four_kinds(area):
    kinds = [record["kind"] for record in RECORDS.values() if record["area"] == area]

    assert len(kinds) >= 14
    assert len(set(kinds)) >= 4


@each_file
def test_a_file_names_its_item_its_language_and_the_kind_it_is_listed_as(code, language):
    root = read(code, language)

    assert root.get("identifier") == code
    assert root.get(LANG) == language
    assert root.get("title") == RECORDS[code]["title"][language]
    assert find(code, language, f".//q:{INTERACTIONS[RECORDS[code]['kind']]}")


@each_item
def test_both_languages_have_the_same_structure_identifiers_and_key(code):
    assert _skeleton(code, "sv") == _skeleton(code, "en")
    assert printed(code, "sv") != printed(code, "en")


@each_item
def test_figures_are_drawn_alike_in_both_languages(code):
    drawings = [
        [(etree.QName(element).localname, element.get("d"), element.get("x"), element.get("class"))
         for element in read(code, language).iter(f"{{{NAMES['svg']}}}*")]
        for language in LANGUAGES
    ]  # fmt: skip

    assert drawings[0] == drawings[1]


@each_file
def test_every_figure_has_a_text_alternative_and_no_style_of_its_own(code, language):
    for drawing in find(code, language, ".//svg:svg"):
        title, description = drawing.find("svg:title", NAMES), drawing.find("svg:desc", NAMES)
        assert drawing.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert len(words(title)) >= 5
        assert len(words(description)) >= 40
        assert not drawing.xpath(".//@style|.//@fill|.//@stroke")
    for picture in find(code, language, ".//q:img"):
        assert len(picture.get("alt")) >= 40
        assert picture.get("src") in RECORDS[code]["media"]


@each_file
def test_swedish_prints_a_decimal_comma_and_english_a_decimal_point(code, language):
    foreign = r"\d\.\d" if language == "sv" else r"\d,\d"

    assert not re.findall(foreign, printed(code, language))


@each_file
def test_a_negative_stem_is_emphasised(code, language):
    negation = r"\b(inte|ej|aldrig|utom)\b" if language == "sv" else r"\b(not|never|except)\b"
    stems = find(code, language, ".//q:qti-prompt") + find(code, language, "q:qti-item-body/q:p")

    for stem in stems:
        stressed = " ".join(words(strong) for strong in stem.findall("q:strong", NAMES))
        plain = " ".join([stem.text or "", *(child.tail or "" for child in stem)])
        assert not re.search(negation, plain, re.IGNORECASE), stressed


@each_file
def test_alternatives_are_of_roughly_equal_length(code, language):
    names = ("choice-interaction", "inline-choice-interaction", "order-interaction")
    lists = [element for name in names for element in find(code, language, f".//q:qti-{name}")]

    for choices in lists:
        lengths = [len(words(choice)) for choice in choices if "choice" in choice.tag]
        assert max(lengths) <= 1.6 * min(lengths) + 3, lengths


def test_the_longest_alternative_is_not_the_way_to_the_key():
    longest = [
        max(texts := alternatives(code, "sv"), key=lambda choice: len(texts[choice]))
        for code in SINGLE
    ]

    hits = sum([choice] == key(code) for choice, code in zip(longest, SINGLE, strict=True))

    assert hits <= len(SINGLE) / 2


def test_no_position_holds_more_than_half_of_the_single_choice_keys():
    positions = Counter(
        list(alternatives(code, "sv")).index(key(code)[0]) for code in [*SINGLE, *HOTSPOT]
    )

    assert max(positions.values()) <= sum(positions.values()) / 2


@each_item
def test_the_file_order_of_a_sequence_or_a_match_is_not_its_key(code):
    if RECORDS[code]["kind"] == "order":
        assert key(code) != list(alternatives(code, "sv"))
    if RECORDS[code]["kind"] == "match":
        targets = [pair.split()[1] for pair in sorted(key(code))]
        assert targets != sorted(targets)


@pytest.mark.parametrize("code", NUMERIC)
def test_a_numeric_key_is_what_the_printed_numbers_give(code):
    solution = SOLUTIONS[code]

    declared = RECORDS[code]["key"]

    assert Decimal(key(code)[0]) == Decimal(declared["value"]) == solution.answer
    for given in solution.given:
        assert given in printed(code, "en")
        assert given.replace(".", ",") in printed(code, "sv")


@pytest.mark.parametrize("code", NUMERIC)
def test_a_numeric_tolerance_is_explicit_and_leaves_every_misconception_outside(code):
    declared = RECORDS[code]["key"]
    tolerance = find(code, "sv", ".//q:qti-equal")[0].get("tolerance").split()

    for misconception in RECORDS[code]["misconceptions"]:
        distance = abs(Decimal(misconception["response"]) - Decimal(declared["value"]))
        assert distance > 2 * Decimal(declared["tolerance"])
    assert tolerance == [declared["tolerance"]] * 2


def test_every_numeric_item_is_solved():
    assert set(SOLUTIONS) == set(NUMERIC)


@each_item
def test_metadata_is_complete_in_both_languages(code):
    record = RECORDS[code]
    texts = [record["title"], record["basis"], *record["misconceptions"]]
    criteria = {
        criterion["id"]
        for area in read_yaml("scheme/areas.yaml")["areas"]
        for criterion in area["criteria"]
        if area["id"] == record["area"]
    }

    assert code.startswith(record["area"])
    assert record["criterion"] in criteria
    assert record["cognitive"] in {"remember", "understand", "apply", "analyse"}
    assert record["basis"]["kind"] in {"calculation", "argument", "standard"}
    assert record["review_status"] == "not_reviewed"
    assert all(text["sv"] and text["en"] and text["sv"] != text["en"] for text in texts)


@each_item
def test_every_distractor_shows_a_misconception(code):
    record = RECORDS[code]
    named = {misconception["response"] for misconception in record["misconceptions"]}

    if record["kind"] in {"choice", "hotspot", "inline_choice"}:
        values = find(code, "sv", "q:qti-response-declaration//q:qti-value")
        keyed = {value.text for value in values}
        assert named == set(alternatives(code, "sv")) - keyed
    assert len(named) >= 2


@pytest.mark.parametrize("area", AREAS)
def test_the_items_serve_one_demonstration_form_and_a_second_with_unseen_items(area):
    versions = read_yaml("scheme/products.yaml")["products"][0]["versions"]
    form = next(v for v in versions if v["version"] == "2026.2-prov")["forms"][0]
    asked = next(part for part in form["items_per_area"] if part["area"] == area)

    bank = Counter(r["cognitive"] for r in RECORDS.values() if r["area"] == area)

    assert sum(asked["cognitive"].values()) == asked["items"]
    assert all(bank[level] >= 2 * count for level, count in asked["cognitive"].items())
