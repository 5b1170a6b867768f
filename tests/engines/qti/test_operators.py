"""Each operator on ordinary values, at its edges and on NULL."""

from decimal import Decimal

import pytest

from .builders import (
    computed,
    default,
    response,
)
from .operands import NO, NULL, YES, bag, num, one, op, run, text, whole

INF = num("INF")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (op("sum", num("1.5", "2")), "3.5"),
        (op("sum", num("1") + NULL), None),
        (op("sum", num("1") + text("x")), None),
        (op("sum"), None),
        (op("sum", INF + num("-INF")), None),
        (op("product", num("1.5", "4")), "6"),
        (op("product", NULL), None),
        (op("subtract", num("1", "0.9")), "0.1"),
        (op("subtract", num("1")), None),
        (op("subtract", NULL + num("1")), None),
        (op("divide", num("3", "8")), "0.375"),
        (op("divide", num("3", "0")), None),
        (op("divide", num("3") + NULL), None),
        (op("power", num("2", "0.5")), "1.414213562373095048801688724209698"),
        (op("power", num("-1", "0.5")), None),
        (op("power", NULL + num("1")), None),
        (op("max", num("3", "8", "-9")), "8"),
        (op("max", NULL + num("1")), None),
        (op("min", num("3", "8", "-9")), "-9"),
        (op("min", NULL + num("1")), None),
        (op("integer-divide", whole("-7", "2")), "-4"),
        (op("integer-divide", whole("7", "0")), None),
        (op("integer-divide", NULL), None),
        (op("integer-divide", INF + INF), None),
        (op("integer-modulus", whole("-7", "2")), "1"),
        (op("integer-modulus", whole("7", "0")), None),
        (op("truncate", num("-6.8")), "-6"),
        (op("truncate", NULL), None),
        (op("round", num("6.5")), "7"),
        (op("round", num("-6.5")), "-6"),
        (op("round", text("x")), None),
        (op("round-to", num("1239.5"), figures="3"), "1240"),
        (op("round-to", num("1.005"), figures="2", rounding_mode="decimalPlaces"), "1.01"),
        (op("round-to", INF, figures="2", rounding_mode="decimalPlaces"), None),
        (op("round-to", num("1"), figures="0"), None),
        (op("round-to", num("1"), figures="1.5"), None),
        (op("round-to", num("1"), figures="31"), None),
        (op("round-to", num("1"), figures="99999999"), None),
        (op("round-to", num("1.25"), figures="numAttempts"), "1.3"),
        (op("round-to", NULL, figures="1"), None),
        (op("container-size", bag("a", "b")), "2"),
        (op("container-size", NULL), "0"),
        (op("default", identifier="RESPONSE"), "9"),
        (op("default", identifier="UNKNOWN"), None),
        (op("correct", identifier="RESPONSE"), "4"),
        (op("correct", identifier="UNKNOWN"), None),
        (op("map-response", identifier="RESPONSE"), None),
        (op("map-response-point", identifier="RESPONSE"), None),
        (op("variable", identifier="UNKNOWN"), None),
        (op("exit-response"), None),
    ],
)
def test_numbers(expression, expected):
    declared = response("4", base_type="float", mapping=default(9))

    out = computed(expression, declared, given={"numAttempts": "2"})

    assert out == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (op("and", YES + YES), True),
        (op("and", YES + NULL), None),
        (op("and", NO + NULL), False),
        (op("or", NO + NO), False),
        (op("or", NO + NULL), None),
        (op("or", YES + NULL), True),
        (op("not", NO), True),
        (op("not", YES), False),
        (op("not", NULL), None),
        (op("not", text("x")), None),
        (op("any-n", YES + NO + NO, min="1", max="2"), True),
        (op("any-n", YES + YES + YES, min="1", max="2"), False),
        (op("any-n", YES + NO, min="2"), False),
        (op("any-n", YES + NULL, min="2"), None),
        (op("any-n", YES, min="x"), None),
        (op("is-null", NULL), True),
        (op("is-null", NO), False),
        (op("match", one("a") + text("a")), True),
        (op("match", num("1") + whole("1")), True),
        (op("match", num("1") + YES), False),
        (op("match", run("a", "b") + run("b", "a")), False),
        (op("match", bag("a", "b") + run("b", "a")), True),
        (op("match", NULL + YES), None),
        (op("match", YES), None),
        (op("member", one("a") + bag("a", "b")), True),
        (op("member", num("1") + bag("a", "b")), False),
        (op("member", NULL + bag("a")), None),
        (op("contains", bag("a", "b", "c") + bag("c", "a")), True),
        (op("contains", bag("a", "b") + bag("a", "a")), False),
        (op("contains", run("a", "b", "c") + run("b", "c")), True),
        (op("contains", run("a", "b", "c") + run("a", "c")), False),
        (op("contains", bag("a") + op("multiple", num("1"))), False),
        (op("contains", NULL + bag("a")), None),
        (op("string-match", text("Ab", "aB")), False),
        (op("string-match", text("Ab", "aB"), case_sensitive="false"), True),
        (op("string-match", text("abc", "b"), substring="true"), True),
        (op("string-match", text("abc") + NULL), None),
        (op("substring", text("b", "abc")), True),
        (op("substring", text("abc", "b")), False),
        (op("substring", NULL + text("b")), None),
        (op("gt", num("2", "1")), True),
        (op("gte", num("1", "1")), True),
        (op("lt", num("1", "1")), False),
        (op("lte", num("1", "1")), True),
        (op("lte", num("1") + NULL), None),
    ],
)
def test_truths(expression, expected):
    assert computed(expression, base_type="boolean") is expected


@pytest.mark.parametrize(
    ("given", "attributes", "expected"),
    [
        ("10", {}, True),
        ("10.0", {"tolerance_mode": "exact"}, True),
        ("10.1", {}, False),
        ("10.5", {"tolerance_mode": "absolute", "tolerance": "0.5"}, True),
        ("9.4", {"tolerance_mode": "absolute", "tolerance": "0.5 1"}, False),
        ("11", {"tolerance_mode": "absolute", "tolerance": "0.5 1"}, True),
        ("11", {"tolerance_mode": "relative", "tolerance": "10"}, True),
        ("11.01", {"tolerance_mode": "relative", "tolerance": "10"}, False),
        ("12", {"tolerance_mode": "absolute", "tolerance": "numAttempts"}, True),
        ("10", {"tolerance_mode": "absolute", "tolerance": "UNKNOWN"}, None),
        ("10", {"tolerance_mode": "absolute"}, None),
    ],
)
def test_equal_within_tolerance(given, attributes, expected):
    expression = op("equal", num("10", given), **attributes)

    assert computed(expression, base_type="boolean", given={"numAttempts": "2"}) is expected


@pytest.mark.parametrize(("given", "bound"), [("11", "upper"), ("9", "lower")])
def test_a_bound_of_the_tolerance_can_be_left_out(given, bound):
    left_out = {f"include_{bound}_bound": "false"}
    expression = op("equal", num("10", given), tolerance_mode="absolute", tolerance="1", **left_out)

    assert computed(expression, base_type="boolean") is False


def test_equal_of_null_is_null():
    assert computed(op("equal", NULL + num("1")), base_type="boolean") is None


@pytest.mark.parametrize(
    ("operands", "attributes", "expected"),
    [
        (num("3.175", "3.183"), {"figures": "3"}, True),
        (num("3.175", "3.1749"), {"figures": "3"}, False),
        (num("3.175", "3.2"), {"figures": "1", "rounding_mode": "decimalPlaces"}, True),
        (num("1", "1"), {"figures": "x"}, None),
        (num("1"), {"figures": "1"}, None),
    ],
)
def test_equal_after_rounding(operands, attributes, expected):
    assert computed(op("equal-rounded", operands, **attributes), base_type="boolean") is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (op("delete", one("a") + bag("a", "b", "a")), ("b",)),
        (op("delete", one("a") + bag("a")), None),
        (op("delete", NULL + bag("a")), None),
        (op("multiple", NULL), None),
        (op("multiple", NULL + one("a") + bag("b")), ("a", "b")),
    ],
)
def test_containers(expression, expected):
    out = computed(expression, base_type="identifier", cardinality="multiple")

    assert out == expected


@pytest.mark.parametrize(("n", "expected"), [("2", "b"), ("3", None), ("0", None), ("x", None)])
def test_index_counts_from_one(n, expected):
    assert computed(op("index", run("a", "b"), n=n), base_type="identifier") == expected
