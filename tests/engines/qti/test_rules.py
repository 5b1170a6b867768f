"""Rules, tables and regions of pictures."""

from decimal import Decimal

import pytest

from kunnande.engines.qti import read_item, score

from .builders import (
    computed,
    document,
    outcome,
    response,
    rules,
    set_outcome,
    value,
    variable,
    when,
)
from .operands import NULL, YES, bag, num, one, op, text, whole

SHAPES = {
    "rect": ("0,0,10,10", "10 10", "11 5"),
    "circle": ("10,10,5", "13 14", "14 14"),
    "ellipse": ("0,0,10,5", "6 4", "6 4.1"),
    "poly": ("0,0,10,0,10,10", "9 1", "1 9"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_inside_and_outside_a_shape(shape):
    coords, within, outside = SHAPES[shape]
    declared = response(base_type="point", cardinality="multiple")
    expression = op("inside", variable(), shape=shape, coords=coords)

    inside, beside, nowhere = (
        computed(expression, declared, base_type="boolean", given={"RESPONSE": given})
        for given in ((outside, within), (outside,), ())
    )

    assert (inside, beside, nowhere) == (True, False, None)


@pytest.mark.parametrize("point", ["5 5", "0 0", "10 5"])
def test_the_edge_of_a_polygon_is_inside(point):
    area = op("inside", value(point, "point"), shape="poly", coords="0,0 10,0 10,10")

    assert computed(area, base_type="boolean") is True


def test_everything_lies_in_the_default_shape_but_only_points_lie_anywhere():
    assert computed(op("inside", value("1 1", "point")), base_type="boolean") is True
    assert computed(op("inside", text("here")), base_type="boolean") is False


@pytest.mark.parametrize(
    ("given", "points"),
    [((), 0), (("5 5", "6 6"), 2), (("5 5", "25 25"), 5), (("50 50", "60 60"), -1)],
)
def test_each_region_of_a_picture_counts_once(given, points):
    areas = "".join(
        f'<qti-area-map-entry shape="rect" coords="{coords}" mapped-value="{points}"/>'
        for coords, points in [("0,0,10,10", 2), ("20,20,30,30", 3)]
    )
    worth = f'<qti-area-mapping default-value="-1">{areas}</qti-area-mapping>'
    declared = response(base_type="point", cardinality="multiple", mapping=worth)
    mapped = op("map-response-point", identifier="RESPONSE")

    assert computed(mapped, declared, given={"RESPONSE": given}) == points


def _looked_up(amount, table, base_type="string"):
    declared = outcome("GRADE", base_type, content=table)
    written = rules(op("lookup-outcome-value", amount, identifier="GRADE"))
    return score(read_item(document("", declared, processing=written)), {}).outcomes["GRADE"]


@pytest.mark.parametrize(
    ("amount", "grade"), [(num("3"), "C"), (num("4"), "-"), (NULL, "-"), (num("3.0"), "C")]
)
def test_a_match_table_needs_the_exact_number(amount, grade):
    entry = '<qti-match-table-entry source-value="3" target-value="C"/>'

    table = f'<qti-match-table default-value="-">{entry}</qti-match-table>'

    assert _looked_up(amount, table) == grade


@pytest.mark.parametrize(("amount", "grade"), [("9", "A"), ("8", "B"), ("5", "B"), ("4", None)])
def test_an_interpolation_table_takes_the_first_boundary_reached(amount, grade):
    row = "qti-interpolation-table-entry"
    above = f'<{row} source-value="8" include-boundary="false" target-value="A"/>'
    rows = f'{above}<{row} source-value="5" target-value="B"/>'
    table = f"<qti-interpolation-table>{rows}</qti-interpolation-table>"

    assert _looked_up(num(amount), table) == grade


def test_an_outcome_without_a_table_looks_up_null():
    assert _looked_up(num("1"), "") is None


def _after(*written, **outcomes):
    declared = [outcome(name, base_type) for name, base_type in outcomes.items()]
    return score(read_item(document("", *declared, processing=rules(*written))), {}).outcomes


def test_the_first_true_branch_is_taken():
    branches = (
        f"<qti-response-condition><qti-response-if>{NULL}{set_outcome('OUT', num('1'))}"
        f"</qti-response-if><qti-response-else-if>{YES}{set_outcome('OUT', num('2'))}"
        f"</qti-response-else-if><qti-response-else>{set_outcome('OUT', num('3'))}"
        "</qti-response-else></qti-response-condition>"
    )

    assert _after(branches, OUT="float")["OUT"] == 2


def test_exit_ends_the_processing_from_within():
    leave = when(YES, op("response-processing-fragment", op("exit-response")))

    outcomes = _after(
        set_outcome("OUT", num("1")), leave, set_outcome("OUT", num("2")), OUT="float"
    )

    assert outcomes["OUT"] == 1


def test_rules_without_content_do_nothing():
    empty = "<qti-response-condition><qti-response-if/></qti-response-condition>"

    outcomes = _after(empty, set_outcome("OUT", ""), set_outcome("ELSEWHERE", YES), OUT="float")

    assert outcomes == {"OUT": None, "SCORE": 0}


@pytest.mark.parametrize(
    ("expression", "base_type", "expected"),
    [
        (whole("3"), "float", 3),
        (one("a"), "string", "a"),
        (num("3"), "string", "3"),
        (YES, "string", "true"),
        (text("3.5"), "float", Decimal("3.5")),
        (text("x"), "float", None),
        (bag("a", "b"), "identifier", None),
        (value("1 2", "point"), "string", "1 2"),
        (num("-INF"), "string", "-INF"),
    ],
)
def test_an_outcome_takes_a_value_of_a_related_type(expression, base_type, expected):
    assert computed(expression, base_type=base_type) == expected
