"""How a test counts, which way leads through it, and how long it may take."""

from decimal import Decimal

import pytest

from kunnande.engines.qti import (
    ItemResult,
    Sitting,
    arrange,
    find_next,
    grade,
    read_item,
    score,
    seconds_left,
)

from .builders import choices, document, interaction, outcome, response, value, variable
from .exams import exam, ref, refs, section
from .operands import op

ITEM = read_item(
    document(
        interaction("choice", choices("qti-simple-choice", "A", "B")),
        response("A"),
        outcome("SCORE", normal_maximum="1", normal_minimum="0"),
    )
)


def _results(**given):
    return {
        name: ItemResult(ITEM, {"RESPONSE": answer}, score(ITEM, {"RESPONSE": answer}))
        for name, answer in given.items()
    }


def _graded(expression, results, *, content=None, seconds=None, base_type="float"):
    weighted = op("weight", identifier="W", value="2.5")
    placed = ref("A", weighted, category="easy") + ref("B", category="hard") + refs("CD")
    assessment = exam(
        section("S", content or placed) + section("E", ""),
        outcomes=outcome("OUT", base_type),
        processing=op("set-outcome-value", expression, identifier="OUT"),
    )
    places = arrange(assessment, seed=0)
    return grade(Sitting(assessment, places, results, seconds or {}))["OUT"]


SCORES = op("test-variables", variable_identifier="SCORE")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (op("sum", SCORES), "1"),
        (op("sum", op("test-variables", variable_identifier="SCORE",
                      weight_identifier="W")), "2.5"),
        (op("container-size", op("test-variables", variable_identifier="SCORE",
                                 base_type="float")), "3"),
        (op("container-size", op("test-variables", variable_identifier="SCORE",
                                 base_type="integer")), "0"),
        (op("number-selected"), "4"),
        (op("number-presented"), "3"),
        (op("number-responded"), "2"),
        (op("number-correct"), "1"),
        (op("number-incorrect"), "1"),
        (op("number-correct", include_category="easy"), "1"),
        (op("number-correct", include_category="hard"), "0"),
        (op("number-selected", exclude_category="easy hard"), "2"),
        (op("number-selected", section_identifier="E"), "0"),
        (op("sum", op("outcome-maximum", outcome_identifier="SCORE", include_category="easy",
                      weight_identifier="W")), "2.5"),
        (op("sum", op("outcome-maximum", outcome_identifier="SCORE")), None),
        (op("sum", op("outcome-minimum", outcome_identifier="SCORE")), "0"),
        (variable("A.SCORE"), "1"),
        ('<qti-variable identifier="A.SCORE" weight-identifier="W"/>', "2.5"),
        (variable("D.SCORE"), None),
        (variable("X.SCORE"), None),
        (variable("S.duration"), "90"),
    ],
)  # fmt: skip
def test_outcome_processing_sees_the_items(expression, expected):
    results = _results(A="A", B="B", C=None)

    out = _graded(expression, results, seconds={"S": Decimal(90)})

    assert out == (None if expected is None else Decimal(expected))


def test_a_test_without_results_has_the_outcomes_it_starts_with():
    assert _graded(op("sum", SCORES), {}) is None


ALWAYS, NEVER = value("true", "boolean"), value("false", "boolean")


def _way(content, *, results=None, **test):
    assessment = exam(content, **test)
    sitting = Sitting(assessment, arrange(assessment, seed=0), results or {})
    way, position = [], -1
    while (position := find_next(sitting, position)) is not None:
        way.append(sitting.places[position].identifier)
    return "".join(way)


def _branch(target, when=ALWAYS):
    return op("branch-rule", when, target=target)


@pytest.mark.parametrize(
    ("content", "way"),
    [
        (section("S", refs("AB")), "AB"),
        (section("S", ref("A", op("pre-condition", NEVER)) + refs("B")), "B"),
        (section("S", op("pre-condition", NEVER) + refs("AB")) + section("R", refs("C")), "C"),
        (section("S", ref("A", op("pre-condition", ALWAYS)) + refs("B")), "AB"),
        (section("S", ref("A", _branch("C")) + refs("BC")), "AC"),
        (section("S", ref("A", _branch("C", NEVER)) + refs("BC")), "ABC"),
        (section("S", refs("A") + ref("B", _branch("A")) + refs("C")), "ABC"),
        (section("S", ref("A", _branch("EXIT_TEST")) + refs("BC")), "A"),
        (section("S", ref("A", _branch("EXIT_TESTPART")) + refs("BC")), "A"),
        (section("S", ref("A", _branch("EXIT_SECTION")) + refs("B")) + section("R", refs("C")),
         "AC"),
        (section("S", _branch("Q") + refs("AB")) + section("R", refs("C"))
         + section("Q", refs("D")), "ABD"),
    ],
)  # fmt: skip
def test_the_way_through_a_linear_part(content, way):
    assert _way(content) == way


def test_a_part_without_a_fixed_way_asks_no_conditions():
    content = section("S", ref("A", op("pre-condition", NEVER) + _branch("EXIT_TEST")) + refs("B"))

    assert _way(content, mode="nonlinear") == "AB"


def test_the_way_depends_on_what_has_been_answered():
    enough = op("gte", variable("SUM") + value("1"))
    content = section("S", ref("A", _branch("C", enough)) + refs("BC"))
    rules = op("set-outcome-value", op("sum", SCORES), identifier="SUM")

    ways = [
        _way(content, results=_results(A=answer), outcomes=outcome("SUM"), processing=rules)
        for answer in ("A", "B")
    ]

    assert ways == ["AC", "ABC"]


def _limit(most, **attributes):
    return op("time-limits", max_time=str(most), **attributes)


def test_the_tightest_limit_counts_and_time_never_goes_below_zero():
    content = section("S", _limit(100) + ref("A", _limit(30)) + refs("B"))
    assessment = exam(content, limits=_limit(1000, min_time="5", allow_late_submission="true"))
    first, second = places = arrange(assessment, seed=0)

    def left(place, **seconds):
        spent = {name: Decimal(amount) for name, amount in seconds.items()}
        return seconds_left(Sitting(assessment, places, {}, spent), place)

    assert (left(first), left(second)) == (30, 100)
    assert (left(second, S=40), left(second, S=40, T=990), left(first, A=31)) == (60, 10, 0)
    assert assessment.limits.allow_late
    assert assessment.limits.least == 5


def test_without_limits_time_is_not_limited():
    assessment = exam(section("S", refs("A")))
    (place,) = arrange(assessment, seed=0)

    assert seconds_left(Sitting(assessment, [place], {}), place) is None


def test_an_exit_ends_outcome_processing():
    chosen = op("outcome-if", ALWAYS + op("exit-test"))
    last = op("set-outcome-value", value("9"), identifier="OUT")
    rules = op("outcome-condition", chosen) + last
    assessment = exam(section("S", refs("A")), outcomes=outcome("OUT"), processing=rules)

    assert grade(Sitting(assessment, arrange(assessment, seed=0), {})) == {"OUT": 0}
