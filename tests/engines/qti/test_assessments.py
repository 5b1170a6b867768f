"""Tests: what is drawn, in which order, how it counts, and which way leads on."""

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import (
    UndeliverableItemError,
    UnreadableItemError,
    arrange,
    list_references,
    read_assessment,
    show_instructions,
    show_test_feedback,
)

from .builders import NAMESPACE, outcome
from .exams import exam, ref, refs, section
from .operands import op

seeds = st.integers(0, 10_000)


def _names(assessment, seed):
    return [place.identifier for place in arrange(assessment, seed=seed)]


SELECT_2 = op("selection", select="2")
SHUFFLE = op("ordering", shuffle="true")
MIXED = section("M", refs("AB"), visible="false", keep_together="false")


@given(seeds)
def test_a_selection_draws_so_many_in_their_order_with_the_required_ones(seed):
    content = SELECT_2 + refs("ABC") + ref("D", required="true")

    drawn = _names(exam(section("S", content)), seed)

    assert len(drawn) == 2
    assert drawn[-1] == "D"
    assert drawn == _names(exam(section("S", content)), seed)


def test_each_item_is_drawn_about_as_often():
    assessment = exam(section("S", SELECT_2 + refs("ABCD")))

    drawn = [name for seed in range(1_000) for name in _names(assessment, seed)]

    assert all(400 < drawn.count(name) < 600 for name in "ABCD")


@given(seeds)
def test_with_replacement_an_item_can_come_again_under_another_name(seed):
    selection = op("selection", select="5", with_replacement="true")

    drawn = _names(exam(section("S", selection + refs("AB"))), seed)

    assert len(set(drawn)) == 5
    assert {name[0] for name in drawn} <= {"A", "B"}


@given(seeds)
def test_shuffling_is_a_permutation_and_leaves_the_fixed_in_place(seed):
    content = SHUFFLE + ref("A") + ref("B", fixed="true") + refs("CD")

    drawn = _names(exam(section("S", content)), seed)

    assert sorted(drawn) == list("ABCD")
    assert drawn[1] == "B"


@given(seeds)
def test_a_section_stays_together_unless_it_is_invisible_and_may_be_mixed(seed):
    inner = {"kept": section("K", refs("AB")), "mixed": MIXED}
    orders = {
        name: _names(exam(section("S", SHUFFLE + each + refs("CDEF"))), seed)
        for name, each in inner.items()
    }

    assert orders["kept"].index("B") == orders["kept"].index("A") + 1
    assert sorted(orders["mixed"]) == list("ABCDEF")


def test_a_mixed_section_does_get_mixed():
    assessment = exam(section("S", SHUFFLE + MIXED + refs("CDEF")))

    apart = [order for order in (_names(assessment, seed) for seed in range(50))
             if abs(order.index("A") - order.index("B")) > 1]  # fmt: skip

    assert apart


def test_what_may_be_done_with_an_item_is_inherited():
    control = op("item-session-control", max_attempts="3", show_feedback="true")
    own = op("item-session-control", allow_review="false")
    assessment = exam(section("S", control + refs("A") + ref("B", own)))

    first, second = (each.control for each in list_references(assessment))

    assert (first.max_attempts, second.max_attempts) == (3, 3)
    assert first.allowed == {"show-feedback", "allow-review", "allow-skipping"}
    assert second.allowed == {"show-feedback", "allow-skipping"}


SECTION_FILE = f'<qti-assessment-section xmlns="{NAMESPACE}" identifier="X">{ref("A")}</qti-assessment-section>'  # noqa: E501


def test_a_section_can_lie_in_a_file_of_its_own():
    reference = op("assessment-section-ref", identifier="X", href="x.xml")

    assessment = exam(reference, sections={"x.xml": SECTION_FILE.encode()})

    assert _names(assessment, 0) == ["A"]
    with pytest.raises(UnreadableItemError, match=r"'x\.xml' is missing"):
        exam(reference)
    with pytest.raises(UnreadableItemError, match="not a section"):
        exam(reference, sections={"x.xml": b"<a/>"})


def _nested(depth):
    content = refs("A")
    for place in range(depth):
        content = section(f"S{place}", content)
    return content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (section("S", refs("AA")), "'A' is used twice"),
        (section("", refs("A")), "no identifier"),
        (section("S", refs("A") + op("selection", select="-1")), "does not say how many"),
        (_nested(12), "nested deeper"),
    ],
)
def test_a_contradictory_test_is_refused(content, reason):
    with pytest.raises(UnreadableItemError, match=reason):
        exam(content)


@pytest.mark.parametrize("xml", [b"<a/>", b"<a>"])
def test_other_documents_are_no_tests(xml):
    with pytest.raises(UnreadableItemError):
        read_assessment(xml)


def test_a_section_can_not_draw_more_than_it_holds():
    assessment = exam(section("S", op("selection", select="3") + refs("AB")))

    with pytest.raises(UnreadableItemError, match="more than it holds"):
        arrange(assessment, seed=0)


@pytest.mark.parametrize("select", ["5000", "4999"])
def test_a_test_has_an_end(select):
    drawn = op("selection", select=select, with_replacement="true")
    content = "".join(section(f"S{i}", drawn + ref(f"A{i}")) for i in range(2))

    with pytest.raises(UnreadableItemError, match="more than 5000"):
        arrange(exam(content), seed=0)


def test_outcome_processing_that_is_not_supported_is_refused_by_name():
    with pytest.raises(UndeliverableItemError, match="qti-guess is not supported in outcome"):
        exam(section("S", refs("A")), processing=op("guess"))


def test_a_section_tells_candidates_what_to_do_and_keeps_the_rest():
    rubrics = op("rubric-block", "<p>Läs noga.</p>", view="candidate") + op(
        "rubric-block", "<p>Nyckel</p>", view="scorer"
    )
    assessment = exam(section("S", rubrics + refs("A")))

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
    assessment = exam(section("S", refs("A")) + feedback, outcomes=outcome("OUT", "identifier"))

    assert ("Bra jobbat." in show_test_feedback(assessment, outcomes, at_end=at_end)) is said
