"""Mathematical functions, statistics, records, lots and custom operators."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import read_item, score

from .builders import computed, default, document, outcome, response, rules, set_outcome, variable
from .operands import NULL, bag, num, one, op, text, whole

NUMBERS = op("multiple", num("1", "2", "3"))
CLOSE = Decimal("1e-12")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (op("math-constant", name="pi"), "3.14159265358979323846"),
        (op("math-constant", name="e"), "2.71828182845904523536"),
        (op("math-operator", num("0"), name="cos"), "1"),
        (op("math-operator", num("1"), name="asin"), "1.5707963267948966"),
        (op("math-operator", num("0", "-1"), name="atan2"), "3.141592653589793"),
        (op("math-operator", num("2"), name="sec"), "-2.402997961722381"),
        (op("math-operator", num("2"), name="csc"), "1.0997501702946164"),
        (op("math-operator", num("2"), name="cot"), "-0.45765755436028577"),
        (op("math-operator", num("2"), name="asec"), "1.0471975511965979"),
        (op("math-operator", num("2"), name="acsc"), "0.5235987755982989"),
        (op("math-operator", num("0"), name="acot"), "1.5707963267948966"),
        (op("math-operator", num("1"), name="sech"), "0.6480542736638855"),
        (op("math-operator", num("1"), name="csch"), "0.8509181282393216"),
        (op("math-operator", num("1"), name="coth"), "1.3130352854993315"),
        (op("math-operator", num("1000"), name="log"), "3"),
        (op("math-operator", num("1"), name="exp"), "2.718281828459045"),
        (op("math-operator", num("1"), name="ln"), "0"),
        (op("math-operator", num("-2.5"), name="abs"), "2.5"),
        (op("math-operator", num("-2.5"), name="floor"), "-3"),
        (op("math-operator", num("-2.5"), name="ceil"), "-2"),
        (op("math-operator", num("-2.5"), name="signum"), "-1"),
        (op("math-operator", num("180"), name="toRadians"), "3.141592653589793"),
        (op("math-operator", op("math-constant", name="pi"), name="toDegrees"), "180"),
        (op("gcd", whole("12", "18")), "6"),
        (op("lcm", whole("4", "6")), "12"),
        (op("integer-to-float", whole("3")), "3"),
        (op("stats-operator", NUMBERS, name="mean"), "2"),
        (op("stats-operator", NUMBERS, name="sampleVariance"), "1"),
        (op("stats-operator", NUMBERS, name="popVariance"), "0.6666666666666667"),
        (op("stats-operator", NUMBERS, name="sampleSD"), "1"),
        (op("stats-operator", NUMBERS, name="popSD"), "0.816496580927726"),
        (op("custom-operator", text("1,5"), definition="x:ParseCommaDecimal"), "1.5"),
        (op("custom-operator", num("1.5"), definition="x:ParseCommaDecimal"), "1.5"),
    ],
)
def test_functions(expression, expected):
    assert abs(computed(expression) - Decimal(expected)) < CLOSE


@pytest.mark.parametrize(
    "expression",
    [
        op("math-constant", name="tau"),
        op("math-operator", num("0"), name="csc"),
        op("math-operator", num("2"), name="asin"),
        op("math-operator", num("-1"), name="ln"),
        op("math-operator", num("INF"), name="sin"),
        op("math-operator", num("1000"), name="sinh"),
        op("math-operator", num("1"), name="atan2"),
        op("math-operator", num("1"), name="unheard-of"),
        op("math-operator", NULL, name="sin"),
        op("gcd", num("1.5")),
        op("lcm", NULL),
        op("integer-to-float", text("x")),
        op("stats-operator", NULL, name="mean"),
        op("stats-operator", op("multiple", num("1")), name="sampleSD"),
        op("stats-operator", NUMBERS, name="median"),
        op("random-integer", max="numAttempts"),
        op("random-integer", min="5", max="4"),
        op("random-float", min="1", max="0"),
        op("random", NULL),
        op("number-correct"),
        op("outcome-maximum", outcome_identifier="SCORE"),
        op("test-variables", variable_identifier="SCORE"),
        op("custom-operator", NULL, definition="x:Trim"),
        op("sum", op("repeat", num("1"), number_repeats="0")),
    ],
)
def test_what_has_no_value_is_null(expression):
    assert computed(expression) is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (op("custom-operator", text("åÖ é"), definition="q:ToAscii"), "aO e"),
        (op("custom-operator", op("random", bag("rätt")), definition="q:Trim"), "rätt"),
        (op("custom-operator", text("\u0301"), definition="q:ToAscii"), None),
        (op("field-value", op("null"), field_identifier="x"), None),
    ],
)
def test_texts(expression, expected):
    assert computed(expression, base_type="string") == expected


def test_a_repeat_evaluates_its_expressions_again_and_again():
    expression = op("sum", op("repeat", num("1") + NULL + num("2"), number_repeats="3"))

    assert computed(expression) == 9


def test_nested_repeats_end():
    expression = num("1")
    for _ in range(8):
        expression = op("repeat", expression, number_repeats="1000")

    assert computed(op("container-size", expression)) == 0


def test_a_container_that_doubles_forever_becomes_null():
    doubled = set_outcome("OUT", op("multiple", variable("OUT") + variable("OUT")))
    first = set_outcome("OUT", bag("a"))
    written = rules(first, *[doubled] * 40)
    item = read_item(document("", outcome("OUT", "identifier", "multiple"), processing=written))

    assert score(item, {}).outcomes["OUT"] is None


@pytest.mark.parametrize(
    ("written", "field", "expected"),
    [
        ("0,250", "floatValue", "0.25"),
        ("12.50", "leftDigits", "2"),
        ("12.50", "rightDigits", "2"),
        ("12.50", "ndp", "1"),
        ("1.20e3", "nsf", "2"),
        ("1.20e3", "exponent", "3"),
        ("1200", "integerValue", "1200"),
        ("12.5", "integerValue", None),
        ("tolv", "floatValue", None),
        ("INF", "floatValue", None),
        ("", "stringValue", None),
    ],
)
def test_a_numeric_entry_can_fill_a_record(written, field, expected):
    declared = response(cardinality="record")

    out = computed(op("field-value", variable(), field_identifier=field), declared,
                   given={"RESPONSE": written})  # fmt: skip

    assert out == (None if expected is None else Decimal(expected))


def test_records_are_kept_whole_and_never_put_into_other_variables():
    values = '<qti-value field-identifier="a" base-type="float">1</qti-value>'
    declared = response(cardinality="record").replace(
        "</qti-response", f"<qti-default-value>{values}</qti-default-value></qti-response"
    )
    start = op("default", identifier="RESPONSE")

    assert computed(start, declared, cardinality="record") == "a=1"
    assert computed(start, declared) is None
    assert computed(op("field-value", start, field_identifier="a"), declared) == 1


@pytest.mark.parametrize(("base_type", "written", "seconds"),
                         [("duration", "PT1H2M3.5S", "3723.5"), ("duration", "P1D", "86400"),
                          ("duration", "12.5", "12.5")])  # fmt: skip
def test_durations_are_seconds(base_type, written, seconds):
    literal = f'<qti-base-value base-type="{base_type}">{written}</qti-base-value>'

    assert computed(op("sum", literal)) == Decimal(seconds)


@given(st.integers(1, 40))
def test_lots_lie_within_their_bounds_and_are_always_the_same(step):
    expression = op("random-integer", min="-7", max="90", step=str(step))

    first, again = computed(expression), computed(expression)

    assert first == again
    assert -7 <= first <= 90
    assert (first + 7) % step == 0


def test_random_floats_lie_between_their_bounds():
    drawn = computed(op("random-float", min="2", max="2.5"))

    assert Decimal(2) <= drawn < Decimal("2.5")


def test_a_trace_tells_what_each_rule_set():
    written = rules(set_outcome("SCORE", num("2")), set_outcome("SCORE", NULL))
    item = read_item(document("", processing=written))

    assert score(item, {}, trace=True).trace == ("Line 1: SCORE <- 2", "Line 1: SCORE <- NULL")
    assert score(item, {}).trace == ()


def test_mixed_operands_make_no_container():
    mixed = op("multiple", num("1") + one("a"))

    assert computed(op("container-size", mixed)) == 0


def test_an_empty_text_in_the_rules_is_null():
    assert computed(op("is-null", text("")), base_type="boolean") is True


def test_a_default_can_be_looked_up_for_outcomes():
    declared = outcome("OTHER", content=default(5))

    assert computed(op("default", identifier="OTHER"), declared) == 5


@pytest.mark.parametrize("written", ["P", "PT", "PT5", "P1Y"])
def test_other_durations_are_none(written):
    declared = response(base_type="duration")

    assert computed(variable(), declared, given={"RESPONSE": written}) is None


def test_a_record_is_filled_by_one_text_only():
    declared = response(cardinality="record")

    given = {"RESPONSE": ("1", "2")}

    assert computed(op("is-null", variable()), declared, base_type="boolean", given=given) is True
