"""Keys of IT09 and IT10 that follow from what the item prints, worked out again."""

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


def _chosen(code):
    return [alternatives(code, "en")[choice] for choice in key(code)]


def _rectangle(spot):
    left, top, right, bottom = (int(number) for number in spot.get("coords").split(","))
    return left, top, right, bottom


def test_the_only_steel_with_molybdenum_is_the_one_for_chlorides():
    with_molybdenum = [steel for steel, _, _, molybdenum in _rows("IT09-03") if molybdenum != "0"]

    assert _chosen("IT09-03") == [f"Steel {steel}" for steel in with_molybdenum]


def test_the_less_noble_metal_corrodes():
    rank = {metal: int(number) for number, metal in _rows("IT09-06")}

    assert rank["Aluminium"] > rank["Copper"] > rank["Stainless steel"]
    assert _chosen("IT09-06") == ["The sheet corrodes. Plastic insulation helps."]


def test_the_drill_moves_only_while_the_part_is_clamped():
    order = _chosen("IT09-07")
    place = {word: number for number, step in enumerate(order) for word in step.split()}

    assert place["detects"] < place["holds"] < place["down"] < place["up"]
    assert place["up"] < place["lets"] < place["pushes"]


def test_the_motor_fault_keeps_the_motor_still():
    states = {signal: state == "yes" for signal, _, state in _rows("IT09-08")}

    runs = (
        states["START"]
        and states["GUARD"]
        and states["EMERGENCY STOP CIRCUIT"]
        and not states["MOTOR FAULT"]
    )

    assert not runs
    assert _chosen("IT09-08") == ["It stands still, for motor fault is yes."]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_hour_with_the_fewest_parts_is_the_disturbed_one(language):
    picture = find("IT10-05", language, ".//q:img")[0]
    made = dict(re.findall(r"(\d\d–\d\d): (\d+)", picture.get("alt")))
    drawn = etree.fromstring((ITEMS / picture.get("src")).read_bytes())
    shown = [text.text for text in drawn.iter(f"{{{SVG}}}text")]

    hour = min(made, key=lambda hour: int(made[hour]))

    assert alternatives("IT10-05", language)[key("IT10-05")[0]].endswith(hour)
    assert set(made) | set(made.values()) <= set(shown)


def test_the_temperature_on_the_display_is_above_the_limit():
    text = printed("IT10-12", "en")
    shown, limit = (
        int(re.search(pattern, text)[1]) for pattern in (r"temperature (\d+) °C", r"above (\d+) °C")
    )

    assert shown > limit
    assert _chosen("IT10-12") == ["I wait for 15 minutes and read again."]


def test_sum_and_mean_follow_from_the_hours():
    hours = [Decimal(value) for _, value in _rows("IT10-13")]

    chosen = [
        Decimal(alternatives("IT10-13", "en")[key("IT10-13", gap)[0]]) for gap in ("SUM", "MEAN")
    ]

    assert chosen == [sum(hours), mean(hours)]


@pytest.mark.parametrize("code", ["IT09-11", "IT10-05"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_areas_of_a_picture_lie_apart_and_inside_it(code, language):
    picture = find(code, language, ".//q:img")[0]
    width, height = int(picture.get("width")), int(picture.get("height"))
    drawn = etree.fromstring((ITEMS / picture.get("src")).read_bytes())

    areas = [_rectangle(spot) for spot in find(code, language, ".//q:qti-hotspot-choice")]

    assert (drawn.get("width"), drawn.get("height")) == (str(width), str(height))
    assert all(0 <= a < c <= width and 0 <= b < d <= height for a, b, c, d in areas)
    assert not [
        (one, two)
        for number, one in enumerate(areas)
        for two in areas[number + 1 :]
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_area_of_the_cell_holds_the_caption_it_is_named_by(language):
    drawn = etree.fromstring((ITEMS / f"IT09-11.{language}.svg").read_bytes())
    captions = {text.text: text for text in drawn.iter(f"{{{SVG}}}text")}

    for spot in find("IT09-11", language, ".//q:qti-hotspot-choice"):
        left, top, right, bottom = _rectangle(spot)
        caption = captions[spot.get("hotspot-label")]
        assert left < float(caption.get("x")) < right
        assert top < float(caption.get("y")) < bottom
