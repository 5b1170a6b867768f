"""Points of the specification on which other engines are known to differ."""

from decimal import Decimal

import pytest

from kunnande.engines.qti import read_item, score

from .builders import (
    computed,
    default,
    document,
    mapping,
    outcome,
    response,
    rules,
    set_outcome,
    value,
    variable,
    when,
)

MAP = '<qti-map-response identifier="RESPONSE"/>'


def _points(declared, answer, processing="match_correct"):
    return score(read_item(document("", declared, processing=processing)), {"RESPONSE": answer})


def test_a_repeated_value_is_mapped_once():
    declared = response(cardinality="multiple", mapping=mapping(("A", 1), ("B", 2)))

    assert computed(MAP, declared, given={"RESPONSE": ("A", "A", "B")}) == 3


def test_a_missing_response_maps_to_zero_whatever_default_and_bounds_say():
    worth = mapping(("A", 1), attributes='default-value="5" lower-bound="2" upper-bound="9"')

    assert computed(MAP, response(mapping=worth)) == 0


@pytest.mark.parametrize(("base_type", "points"), [("directedPair", 0), ("pair", 1)])
def test_only_undirected_pairs_may_be_turned(base_type, points):
    declared = response("A B", "C D", cardinality="multiple", base_type=base_type)

    assert _points(declared, ("B A", "D C")).points == points


@pytest.mark.parametrize(("base_type", "points"), [("directedPair", 0), ("pair", 2)])
def test_only_undirected_pairs_may_be_turned_in_a_mapping(base_type, points):
    declared = response(base_type=base_type, mapping=mapping(("A B", 2)))

    assert _points(declared, "B A", "map_response").points == points


def test_numbers_are_not_rounded():
    third = computed(f"<qti-divide>{value('1')}{value('3')}</qti-divide>")

    assert third == Decimal("0." + "3" * 34)


def test_decimal_fractions_add_up():
    assert computed(f"<qti-sum>{value('0.1')}{value('0.2')}</qti-sum>") == Decimal("0.3")


def test_a_container_outcome_accumulates():
    grown = f"<qti-multiple>{variable('OUT')}{value('b', 'identifier')}</qti-multiple>"
    first = f"<qti-multiple>{value('a', 'identifier')}</qti-multiple>"
    written = rules(set_outcome("OUT", first), set_outcome("OUT", grown))
    item = read_item(document("", outcome("OUT", "identifier", "multiple"), processing=written))

    assert score(item, {}).outcomes["OUT"] == ("a", "b")


def test_containers_match_only_with_equal_multiplicity():
    declared = response("A", "A", "B", cardinality="multiple")

    assert _points(declared, ("A", "B", "B")).points == 0
    assert _points(declared, ("B", "A", "A")).points == 1


@pytest.mark.parametrize(
    "edition", ["qti_v2p0/rptemplates/map_response", "rptemplates/map_response.xml"]
)
def test_the_template_for_mapping_maps_whatever_its_edition(edition):
    declared = response("A", mapping=mapping(("A", 3)))
    named = f'<qti-response-processing template="http://www.imsglobal.org/question/{edition}"/>'

    assert _points(declared, "A", named).points == 3


@pytest.mark.parametrize(
    ("attribute", "points"),
    [("", 1), ('case-sensitive="false"', 1), ('case-sensitive="true"', 0)],
)
def test_mapping_ignores_case_unless_told(attribute, points):
    entry = f'<qti-map-entry map-key="York" mapped-value="1" {attribute}/>'
    declared = response(base_type="string", mapping=f"<qti-mapping>{entry}</qti-mapping>")

    assert _points(declared, "yORK", "map_response").points == points


@pytest.mark.parametrize(("answer", "points"), [("true", 1), ("false", 0), ("maybe", 0), (None, 0)])
def test_the_text_false_is_false(answer, points):
    written = rules(when(variable(), set_outcome("SCORE", value("1"))))

    assert _points(response(base_type="boolean"), answer, written).points == points


def test_numeric_outcomes_start_from_zero_and_others_from_null():
    declared = [outcome("COUNT", "integer"), outcome("GRADE", "string"),
                outcome("SET", "float", "multiple"),
                outcome("BONUS", content=default(5))]  # fmt: skip

    outcomes = score(read_item(document("", *declared)), {}).outcomes

    assert outcomes == {"COUNT": 0, "GRADE": None, "SET": None, "BONUS": 5, "SCORE": 0}
