"""Keys that follow from what the item prints, worked out again from the printed words."""

import re
from decimal import Decimal
from statistics import mean

import pytest
from lxml import etree

from .bank import ITEMS, NAMES, alternatives, find, key, printed, words

SVG = NAMES["svg"]


def _rows(code):
    tables = find(code, "en", ".//q:tbody")
    return [[words(cell) for cell in row] for table in tables for row in table]


def _rectangle(spot):
    left, top, right, bottom = (int(number) for number in spot.get("coords").split(","))
    return left, top, right, bottom


def test_smoother_surfaces_come_first():
    roughness = {
        choice: Decimal(re.search(r"Ra (\S+)", text)[1])
        for choice, text in alternatives("IT07-09", "en").items()
    }

    assert key("IT07-09") == sorted(roughness, key=roughness.get)


def test_the_general_tolerance_admits_only_the_length():
    allowed = {(6, 30): "0.2", (30, 120): "0.3", (120, 400): "0.5"}
    measured = {140: "140.4", 45: "45.4"}

    inside = {
        nominal: abs(Decimal(value) - nominal)
        <= next(Decimal(t) for (over, to), t in allowed.items() if over < nominal <= to)
        for nominal, value in measured.items()
    }

    assert inside == {140: True, 45: False}
    assert alternatives("IT07-07", "en")[key("IT07-07")[0]] == "Only the length is within limits."
    assert all(value in printed("IT07-07", "en") for value in measured.values())
    printed_rows = [row[1].strip("±") for row in _rows("IT07-07")]
    assert printed_rows == list(allowed.values())


def test_one_instrument_alone_measures_inside_with_a_tenth_of_the_tolerance():
    largest = 2 * Decimal("0.05") / 10

    fitting = [
        name
        for name, measures, _, uncertainty in _rows("IT08-05")
        if "inside" in measures and Decimal(uncertainty) <= largest
    ]

    assert [alternatives("IT08-05", "en")[choice] for choice in key("IT08-05")] == fitting


def test_the_uncertainty_reaches_over_the_limit_but_does_not_start_there():
    measured, uncertainty, limit = Decimal("24.998"), Decimal("0.004"), Decimal("25.000")

    possible = measured - uncertainty < limit < measured + uncertainty

    assert possible
    assert alternatives("IT08-07", "en")[key("IT08-07")[0]] == "It may be larger than the limit."
    assert all(str(n) in printed("IT08-07", "en") for n in (measured, uncertainty, limit))


def test_mean_and_range_follow_from_the_five_measurements():
    values = [Decimal(value) for _, value in _rows("IT08-12")]

    chosen = [Decimal(alternatives("IT08-12", "en")[key("IT08-12", gap)[0]])
              for gap in ("MEAN", "RANGE")]  # fmt: skip

    assert chosen == [mean(values), max(values) - min(values)]


def test_the_enlarged_scales_meet_only_at_the_arrow():
    strokes = [path.get("d").split() for path in find("IT08-03", "en", ".//svg:path")]
    base = "260"
    upright = [(x[1:], float(y)) for x, top, _, y in (d for d in strokes if len(d) == 4)
               if top == base]  # fmt: skip

    main = {x for x, y in upright if y < float(base)}
    vernier = {x for x, y in upright if y > float(base)}
    arrow = find("IT08-03", "en", ".//svg:path[@class='f-dim']")[0].get("d").split()[0][1:]

    assert main & vernier == {arrow}


@pytest.mark.parametrize("code", ["IT07-02", "IT07-11"])
def test_areas_of_a_picture_lie_apart_and_inside_it(code):
    picture = find(code, "sv", ".//q:img")[0]
    width, height = int(picture.get("width")), int(picture.get("height"))
    drawn = etree.fromstring((ITEMS / picture.get("src")).read_bytes())

    areas = [_rectangle(spot) for spot in find(code, "sv", ".//q:qti-hotspot-choice")]

    assert (drawn.get("width"), drawn.get("height")) == (str(width), str(height))
    assert all(0 <= a < c <= width and 0 <= b < d <= height for a, b, c, d in areas)
    assert not [
        (one, two)
        for number, one in enumerate(areas)
        for two in areas[number + 1 :]
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_keyed_box_of_the_title_block_is_the_one_that_holds_the_revision(language):
    drawn = etree.fromstring((ITEMS / f"IT07-11.{language}.svg").read_bytes())
    caption = next(text for text in drawn.iter(f"{{{SVG}}}text") if text.text == "Rev.")
    spots = {s.get("identifier"): s for s in find("IT07-11", language, ".//q:qti-hotspot-choice")}

    left, top, right, bottom = _rectangle(spots[key("IT07-11")[0]])

    assert left < float(caption.get("x")) < right
    assert top < float(caption.get("y")) < bottom
