"""Tests: what is drawn, in which order, how it counts, and which way leads on."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import (
    ItemResult,
    Sitting,
    UndeliverableItemError,
    UnreadableItemError,
    arrange,
    find_next,
    grade,
    list_references,
    read_assessment,
    read_item,
    score,
    seconds_left,
    show_instructions,
    show_test_feedback,
)

from .builders import NAMESPACE, choices, document, interaction, outcome, response, value, variable
from .operands import op

seeds = st.integers(0, 10_000)
ITEM = read_item(
    document(
        interaction("choice", choices("qti-simple-choice", "A", "B")),
        response("A"),
        outcome("SCORE", normal_maximum="1", normal_minimum="0"),
    )
)


def _ref(name, content="", **attributes):
    return op("assessment-item-ref", content, identifier=name, href=f"{name}.xml", **attributes)


def _refs(names, **attributes):
    return "".join(_ref(name, **attributes) for name in names)


def _section(name, content, **attributes):
    return op("assessment-section", content, identifier=name, title="Avsnitt", **attributes)


def _test(content, *, outcomes="", processing="", limits="", mode="linear", sections=None):
    part = op("test-part", content, identifier="P", navigation_mode=mode)
    rules = op("outcome-processing", processing) if processing else ""
    xml = (
        f'<qti-assessment-test xmlns="{NAMESPACE}" identifier="T" title="Prov">'
        f"{outcomes}{limits}{part}{rules}</qti-assessment-test>"
    )
    return read_assessment(xml.encode(), sections)


def _names(assessment, seed):
    return [place.identifier for place in arrange(assessment, seed=seed)]


SELECT_2 = op("selection", select="2")
SHUFFLE = op("ordering", shuffle="true")
MIXED = _section("M", _refs("AB"), visible="false", keep_together="false")


@given(seeds)
def test_a_selection_draws_so_many_in_their_order_with_the_required_ones(seed):
    content = SELECT_2 + _refs("ABC") + _ref("D", required="true")

    drawn = _names(_test(_section("S", content)), seed)

    assert len(drawn) == 2
    assert drawn[-1] == "D"
    assert drawn == _names(_test(_section("S", content)), seed)


def test_each_item_is_drawn_about_as_often():
    assessment = _test(_section("S", SELECT_2 + _refs("ABCD")))

    drawn = [name for seed in range(1_000) for name in _names(assessment, seed)]

    assert all(400 < drawn.count(name) < 600 for name in "ABCD")


@given(seeds)
def test_with_replacement_an_item_can_come_again_under_another_name(seed):
    selection = op("selection", select="5", with_replacement="true")

    drawn = _names(_test(_section("S", selection + _refs("AB"))), seed)

    assert len(set(drawn)) == 5
    assert {name[0] for name in drawn} <= {"A", "B"}


@given(seeds)
def test_shuffling_is_a_permutation_and_leaves_the_fixed_in_place(seed):
    content = SHUFFLE + _ref("A") + _ref("B", fixed="true") + _refs("CD")

    drawn = _names(_test(_section("S", content)), seed)

    assert sorted(drawn) == list("ABCD")
    assert drawn[1] == "B"


@given(seeds)
def test_a_section_stays_together_unless_it_is_invisible_and_may_be_mixed(seed):
    inner = {"kept": _section("K", _refs("AB")), "mixed": MIXED}
    orders = {
        name: _names(_test(_section("S", SHUFFLE + each + _refs("CDEF"))), seed)
        for name, each in inner.items()
    }

    assert orders["kept"].index("B") == orders["kept"].index("A") + 1
    assert sorted(orders["mixed"]) == list("ABCDEF")


def test_a_mixed_section_does_get_mixed():
    assessment = _test(_section("S", SHUFFLE + MIXED + _refs("CDEF")))

    apart = [order for order in (_names(assessment, seed) for seed in range(50))
             if abs(order.index("A") - order.index("B")) > 1]  # fmt: skip

    assert apart


def _results(**given):
    return {
        name: ItemResult(ITEM, {"RESPONSE": answer}, score(ITEM, {"RESPONSE": answer}))
        for name, answer in given.items()
    }


def _graded(expression, results, *, content=None, seconds=None, base_type="float"):
    weighted = op("weight", identifier="W", value="2.5")
    refs = _ref("A", weighted, category="easy") + _ref("B", category="hard") + _refs("CD")
    assessment = _test(
        _section("S", content or refs) + _section("E", ""),
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
    assessment = _test(content, **test)
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
        (_section("S", _refs("AB")), "AB"),
        (_section("S", _ref("A", op("pre-condition", NEVER)) + _refs("B")), "B"),
        (_section("S", op("pre-condition", NEVER) + _refs("AB")) + _section("R", _refs("C")), "C"),
        (_section("S", _ref("A", op("pre-condition", ALWAYS)) + _refs("B")), "AB"),
        (_section("S", _ref("A", _branch("C")) + _refs("BC")), "AC"),
        (_section("S", _ref("A", _branch("C", NEVER)) + _refs("BC")), "ABC"),
        (_section("S", _refs("A") + _ref("B", _branch("A")) + _refs("C")), "ABC"),
        (_section("S", _ref("A", _branch("EXIT_TEST")) + _refs("BC")), "A"),
        (_section("S", _ref("A", _branch("EXIT_TESTPART")) + _refs("BC")), "A"),
        (_section("S", _ref("A", _branch("EXIT_SECTION")) + _refs("B")) + _section("R", _refs("C")),
         "AC"),
        (_section("S", _branch("Q") + _refs("AB")) + _section("R", _refs("C"))
         + _section("Q", _refs("D")), "ABD"),
    ],
)  # fmt: skip
def test_the_way_through_a_linear_part(content, way):
    assert _way(content) == way


def test_a_part_without_a_fixed_way_asks_no_conditions():
    content = _section(
        "S", _ref("A", op("pre-condition", NEVER) + _branch("EXIT_TEST")) + _refs("B")
    )

    assert _way(content, mode="nonlinear") == "AB"


def test_the_way_depends_on_what_has_been_answered():
    enough = op("gte", variable("SUM") + value("1"))
    content = _section("S", _ref("A", _branch("C", enough)) + _refs("BC"))
    rules = op("set-outcome-value", op("sum", SCORES), identifier="SUM")

    ways = [
        _way(content, results=_results(A=answer), outcomes=outcome("SUM"), processing=rules)
        for answer in ("A", "B")
    ]

    assert ways == ["AC", "ABC"]


def _limit(most, **attributes):
    return op("time-limits", max_time=str(most), **attributes)


def test_the_tightest_limit_counts_and_time_never_goes_below_zero():
    content = _section("S", _limit(100) + _ref("A", _limit(30)) + _refs("B"))
    assessment = _test(content, limits=_limit(1000, min_time="5", allow_late_submission="true"))
    first, second = places = arrange(assessment, seed=0)

    def left(place, **seconds):
        spent = {name: Decimal(amount) for name, amount in seconds.items()}
        return seconds_left(Sitting(assessment, places, {}, spent), place)

    assert (left(first), left(second)) == (30, 100)
    assert (left(second, S=40), left(second, S=40, T=990), left(first, A=31)) == (60, 10, 0)
    assert assessment.limits.allow_late
    assert assessment.limits.least == 5


def test_without_limits_time_is_not_limited():
    assessment = _test(_section("S", _refs("A")))
    (place,) = arrange(assessment, seed=0)

    assert seconds_left(Sitting(assessment, [place], {}), place) is None


def test_what_may_be_done_with_an_item_is_inherited():
    control = op("item-session-control", max_attempts="3", show_feedback="true")
    own = op("item-session-control", allow_review="false")
    assessment = _test(_section("S", control + _refs("A") + _ref("B", own)))

    first, second = (each.control for each in list_references(assessment))

    assert (first.max_attempts, second.max_attempts) == (3, 3)
    assert first.allowed == {"show-feedback", "allow-review", "allow-skipping"}
    assert second.allowed == {"show-feedback", "allow-skipping"}


SECTION_FILE = f'<qti-assessment-section xmlns="{NAMESPACE}" identifier="X">{_ref("A")}</qti-assessment-section>'  # noqa: E501


def test_a_section_can_lie_in_a_file_of_its_own():
    reference = op("assessment-section-ref", identifier="X", href="x.xml")

    assessment = _test(reference, sections={"x.xml": SECTION_FILE.encode()})

    assert _names(assessment, 0) == ["A"]
    with pytest.raises(UnreadableItemError, match=r"'x\.xml' is missing"):
        _test(reference)
    with pytest.raises(UnreadableItemError, match="not a section"):
        _test(reference, sections={"x.xml": b"<a/>"})


def _nested(depth):
    content = _refs("A")
    for place in range(depth):
        content = _section(f"S{place}", content)
    return content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_section("S", _refs("AA")), "'A' is used twice"),
        (_section("", _refs("A")), "no identifier"),
        (_section("S", _refs("A") + op("selection", select="-1")), "does not say how many"),
        (_nested(12), "nested deeper"),
    ],
)
def test_a_contradictory_test_is_refused(content, reason):
    with pytest.raises(UnreadableItemError, match=reason):
        _test(content)


@pytest.mark.parametrize("xml", [b"<a/>", b"<a>"])
def test_other_documents_are_no_tests(xml):
    with pytest.raises(UnreadableItemError):
        read_assessment(xml)


def test_a_section_can_not_draw_more_than_it_holds():
    assessment = _test(_section("S", op("selection", select="3") + _refs("AB")))

    with pytest.raises(UnreadableItemError, match="more than it holds"):
        arrange(assessment, seed=0)


@pytest.mark.parametrize("select", ["5000", "4999"])
def test_a_test_has_an_end(select):
    drawn = op("selection", select=select, with_replacement="true")
    content = "".join(_section(f"S{i}", drawn + _ref(f"A{i}")) for i in range(2))

    with pytest.raises(UnreadableItemError, match="more than 5000"):
        arrange(_test(content), seed=0)


def test_outcome_processing_that_is_not_supported_is_refused_by_name():
    with pytest.raises(UndeliverableItemError, match="qti-guess is not supported in outcome"):
        _test(_section("S", _refs("A")), processing=op("guess"))


def test_an_exit_ends_outcome_processing():
    chosen = op("outcome-if", ALWAYS + op("exit-test"))
    last = op("set-outcome-value", value("9"), identifier="OUT")
    rules = op("outcome-condition", chosen) + last
    assessment = _test(_section("S", _refs("A")), outcomes=outcome("OUT"), processing=rules)

    assert grade(Sitting(assessment, arrange(assessment, seed=0), {})) == {"OUT": 0}


def test_a_section_tells_candidates_what_to_do_and_keeps_the_rest():
    rubrics = op("rubric-block", "<p>Läs noga.</p>", view="candidate") + op(
        "rubric-block", "<p>Nyckel</p>", view="scorer"
    )
    assessment = _test(_section("S", rubrics + _refs("A")))

    shown = show_instructions(assessment.parts[0].sections[0])

    assert "Läs noga." in shown
    assert "Nyckel" not in shown


@pytest.mark.parametrize(
    ("outcomes", "at_end", "said"),
    [({"OUT": "bra"}, True, True), ({"OUT": "bra"}, False, False), ({"OUT": "x"}, True, False)],
)
def test_a_test_says_how_it_went(outcomes, at_end, said):
    feedback = op("test-feedback", "<p>Bra jobbat.</p>", access="atEnd", outcome_identifier="OUT",
                  identifier="bra", show_hide="show")  # fmt: skip
    assessment = _test(_section("S", _refs("A")) + feedback, outcomes=outcome("OUT", "identifier"))

    assert ("Bra jobbat." in show_test_feedback(assessment, outcomes, at_end=at_end)) is said
