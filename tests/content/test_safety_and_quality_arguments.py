"""Keys of IT01 and IT02 that follow from what the item prints or draws, worked out again."""

import re
from itertools import pairwise

import pytest
from lxml import etree

from .bank import ITEMS, NAMES, alternatives, find, key, printed, words

CIRCLE = f"{{{NAMES['svg']}}}circle"


def _areas(code):
    spots = find(code, "sv", ".//q:qti-hotspot-choice")
    return {s.get("identifier"): [int(n) for n in s.get("coords").split(",")] for s in spots}


def _points(circles):
    return [(float(circle.get("cx")), float(circle.get("cy"))) for circle in circles]


def test_the_risk_number_and_its_row_give_both_gaps():
    likelihood, consequence = (
        int(re.search(rf"{name} (\d)", printed("IT01-10", "en"))[1])
        for name in ("likelihood", "consequence")
    )
    rows = [[words(cell) for cell in row] for row in find("IT01-10", "en", ".//q:tbody/q:tr")]

    number = likelihood * consequence
    due = [", ".join(rest) for span, *rest in rows
           if number in range(int(span.split("–")[0]), int(span.split("–")[1]) + 1)]  # fmt: skip

    chosen = [alternatives("IT01-10", "en")[key("IT01-10", gap)[0]] for gap in ("NUMBER", "ACTION")]
    assert chosen == [str(number), *due]


def test_the_tenth_sample_alone_lies_outside_the_control_limits():
    dashed = find("IT02-03", "en", ".//svg:path[@class='l-ink l-dash']")
    high, low = sorted(float(line.get("d").split()[1]) for line in dashed)

    points = _points(find("IT02-03", "en", ".//svg:circle"))

    assert [n for n, (_, y) in enumerate(points, 1) if not high < y < low] == [10]


def test_the_spread_meets_the_requirement_and_the_location_does_not():
    spread, both, least = (
        float(number) for number in re.findall(r"\d\.\d+", printed("IT02-06", "en"))[:3]
    )

    cause = alternatives("IT02-06", "en")[key("IT02-06", "CAUSE")[0]]
    assert both < least < spread
    assert cause == "the mean is close to a limit"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_keyed_point_is_the_first_that_ends_seven_rises(language):
    drawn = etree.fromstring((ITEMS / f"IT02-11.{language}.svg").read_bytes())
    points = _points(drawn.iter(CIRCLE))

    rises = [after[1] < before[1] for before, after in pairwise(points)]
    signal = next(n for n in range(7, len(points)) if all(rises[n - 7 : n]))

    left, top, right, bottom = _areas("IT02-11")[key("IT02-11")[0]]
    assert left < points[signal][0] < right
    assert top < points[signal][1] < bottom
    assert alternatives("IT02-11", "en")[key("IT02-11")[0]] == f"Point {signal + 1}"


@pytest.mark.parametrize("code", ["IT01-02", "IT01-13", "IT02-11"])
def test_areas_lie_apart_and_inside_the_picture(code):
    picture = find(code, "sv", ".//q:img")[0]
    drawn = etree.fromstring((ITEMS / picture.get("src")).read_bytes())
    width, height = int(drawn.get("width")), int(drawn.get("height"))

    areas = sorted(_areas(code).values())

    assert (picture.get("width"), picture.get("height")) == (str(width), str(height))
    assert all(0 <= a < c <= width and 0 <= b < d <= height for a, b, c, d in areas)
    assert not [
        (one, two)
        for place, one in enumerate(areas)
        for two in areas[place + 1 :]
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]
