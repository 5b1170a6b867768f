"""Keys of IT04, IT05 and IT06 that follow from what the item prints or draws."""

import re
from fractions import Fraction

import pytest
from lxml import etree

from .bank import ITEMS, NAMES, alternatives, find, key, printed, words

HOTSPOTS = ["IT04-02", "IT04-14", "IT06-09"]


def _rows(code):
    return [[words(cell) for cell in row] for row in find(code, "en", ".//q:tbody/q:tr")]


def _number(text):
    return Fraction(re.sub(r"[^\d.]", "", text))


def _areas(code):
    return {
        spot.get("identifier"): tuple(int(number) for number in spot.get("coords").split(","))
        for spot in find(code, "sv", ".//q:qti-hotspot-choice")
    }


def _drawn(code, name):
    return etree.fromstring((ITEMS / f"{code}.svg").read_bytes()).findall(f"svg:{name}", NAMES)


def test_the_bottleneck_alone_is_slower_than_the_takt():
    takt = int(re.search(r"takt time is (\d+) seconds", printed("IT04-02", "en"))[1])
    times = [(float(text.get("x")), int(text.text[:-2])) for text in _drawn("IT04-02", "text")
             if text.text.endswith(" s")]  # fmt: skip

    slower = []
    for station, (left, _, right, _) in _areas("IT04-02").items():
        machines = [seconds for x, seconds in times if left < x < right]
        if Fraction(machines[0], len(machines)) > takt:
            slower.append(station)

    assert slower == key("IT04-02")


def test_first_in_is_first_out_whatever_else_the_table_says():
    rows = _rows("IT04-10")

    oldest, nearest_end, lowest = (
        min(rows, key=lambda row: row[2])[0],
        min(rows, key=lambda row: row[3])[0],
        min(rows)[0],
    )

    assert alternatives("IT04-10", "en")[key("IT04-10")[0]] == oldest
    assert oldest not in {nearest_end, lowest}


def test_the_capacity_plate_refuses_the_load_at_its_distance():
    allowed = {distance: _number(load) for distance, load in _rows("IT04-13")}
    load, distance = 1250, "700 mm"

    refused = allowed[distance] < load

    assert refused
    assert "1 250 kg" in printed("IT04-13", "en")
    assert alternatives("IT04-13", "en")[key("IT04-13")[0]] == "No, 1 250 kg is more than 1 150 kg."
    assert allowed[distance] == 1150


def test_the_empty_outline_hangs_in_the_keyed_area():
    outline = next(path for path in _drawn("IT04-14", "path") if path.get("stroke-dasharray"))
    x, y = (float(number) for number in re.findall(r"[\d.]+", outline.get("d"))[:2])

    left, top, right, bottom = _areas("IT04-14")[key("IT04-14")[0]]

    assert left < x < right
    assert top < y < bottom


def test_the_lowest_of_the_three_figures_is_the_keyed_one():
    planned, stops, cycle, made, good = (_number(cell) for _, cell in _rows("IT05-05"))
    figures = {
        "availability": (planned - stops) / planned,
        "performance": cycle * made / (planned - stops),
        "quality rate": good / made,
    }

    lowest = min(figures, key=figures.get)

    assert alternatives("IT05-05", "en")[key("IT05-05", "LOWEST")[0]] == lowest
    assert alternatives("IT05-05", "en")[key("IT05-05", "MEANS")[0]] == "runs too slowly"


def test_causes_are_ordered_by_lost_time_and_not_by_number_or_length():
    rows = {cause: (int(stops), int(minutes)) for cause, stops, minutes in _rows("IT05-13")}
    lost = {cause: stops * minutes for cause, (stops, minutes) in rows.items()}

    order = [alternatives("IT05-13", "en")[choice] for choice in key("IT05-13")]

    assert order == sorted(lost, key=lost.get, reverse=True)
    for column in (0, 1):
        assert order != sorted(rows, key=lambda cause: rows[cause][column], reverse=True)


def test_the_oil_stands_between_the_lines_in_the_keyed_glass_alone():
    lines = sorted({float(line.get("y1")) for line in _drawn("IT06-09", "line")})
    surfaces = [[float(number) for number in re.findall(r"[\d.]+", path.get("d"))[:2]]
                for path in _drawn("IT06-09", "path")]  # fmt: skip

    right_level = [
        glass
        for glass, (left, _, right, _) in _areas("IT06-09").items()
        for x, y in surfaces
        if left < x < right and lines[0] < y < lines[1]
    ]

    assert right_level == key("IT06-09")


@pytest.mark.parametrize("code", HOTSPOTS)
def test_areas_of_a_picture_lie_apart_and_inside_it(code):
    picture = find(code, "sv", ".//q:img")[0]
    areas = list(_areas(code).values())

    overlapping = [
        (one, two)
        for number, one in enumerate(areas)
        for two in areas[number + 1 :]
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]

    assert not overlapping
    assert all(
        0 <= left < right <= int(picture.get("width"))
        and 0 <= top < bottom <= int(picture.get("height"))
        for left, top, right, bottom in areas
    )
