from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import ENGINE_VERSION, correct_responses, read_item, score

from .builders import (
    choices,
    computed,
    default,
    document,
    interaction,
    mapping,
    outcome,
    response,
    rules,
    set_outcome,
    value,
    variable,
    when,
)
from .samples import SAMPLES, sample

TEXTS = st.one_of(
    st.none(), st.text(), st.lists(st.text(), max_size=5).map(tuple),
    st.sampled_from(["secretA", "secretB", "97.625", "1e999", "-INF", "NaN", "9" * 5000]),
    st.lists(st.sampled_from(["secretA", "secretR secretY", "", "x y"]), max_size=9).map(tuple),
)  # fmt: skip
NONSENSE = st.one_of(TEXTS, st.integers(), st.booleans(), st.lists(st.integers()), st.binary())


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_key_scores_the_maximum(kind):
    item = sample(kind)

    result = score(item, correct_responses(item))

    assert result.points == result.maximum > 0


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_answer_scores_nothing(kind):
    assert score(sample(kind), {}).points == 0


@given(kind=st.sampled_from(sorted(SAMPLES)), answer=NONSENSE)
def test_no_response_makes_scoring_fail_and_it_repeats_itself(kind, answer):
    item = sample(kind)

    assert score(item, {"RESPONSE": answer}) == score(item, {"RESPONSE": answer})


def test_a_result_says_how_it_can_be_computed_again():
    item = sample("choice")

    result = score(item, {})

    assert (result.engine_version, result.item_sha256) == (ENGINE_VERSION, item.sha256)


@pytest.mark.parametrize(
    "written",
    ["97.625", "97,625", " 97,625 ", "97.6", "97,575", "97,675", "+97,6", "9,7625e1", "097,6"],
)
def test_a_number_may_be_written_as_people_do(written):
    assert score(sample("numeric"), {"RESPONSE": written}).points == 1


@pytest.mark.parametrize(
    "written", ["97,5", "97.7", "-97.6", "97,6 mm", "9 7,6", "97,6,1", "x", ""]
)
def test_another_number_or_no_number_scores_nothing(written):
    assert score(sample("numeric"), {"RESPONSE": written}).points == 0


@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\u2009", "\u202f"])
def test_spaces_may_separate_thousands(space):
    declared = response("-1248000", base_type="integer")
    item = read_item(document(interaction("text-entry", "", prompt=""), declared))

    written = f"\N{MINUS SIGN}1{space}248{space}000"

    assert score(item, {"RESPONSE": written}).points == 1


@pytest.mark.parametrize(("written", "points"), [("95", 1), ("96,5", 1), ("97", 0), ("94,9", 0)])
def test_a_range_can_be_keyed_with_its_ends(written, points):
    low = f"<qti-gte>{variable()}{value('95')}</qti-gte>"
    high = f"<qti-lt>{variable()}{value('97')}</qti-lt>"
    written_rules = rules(when(f"<qti-and>{low}{high}</qti-and>", set_outcome("SCORE", value("1"))))
    body = interaction("text-entry", "", prompt="")
    item = read_item(document(body, response("96", base_type="float"), processing=written_rules))

    assert score(item, {"RESPONSE": written}).points == points


@pytest.mark.parametrize(
    ("answer", "points"),
    [(("secretA", "secretD"), "2"), (("secretA", "secretB"), "-2.25"), ("secretA", "1.25")],
)
def test_mapped_points_are_exact(answer, points):
    assert score(sample("multiple"), {"RESPONSE": answer}).points == Decimal(points)


def _mapped(bounds, cardinality="multiple", extra=()):
    body = interaction("choice", choices("qti-simple-choice", "A", "B"))
    worth = mapping(("A", 2), ("B", 3), attributes=bounds)
    declared = response(cardinality=cardinality, mapping=worth)
    return read_item(document(body, declared, *extra, processing="map_response"))


@pytest.mark.parametrize(
    ("bounds", "cardinality", "extra", "maximum"),
    [
        ("", "multiple", (), 5),
        ("", "single", (), 3),
        ('upper-bound="4"', "multiple", (), 4),
        ("", "multiple", (outcome("SCORE", normal_maximum="6"),), 6),
        ("", "multiple", (outcome("MAXSCORE", content=default(7)),), 7),
    ],
)
def test_the_maximum_is_declared_or_follows_from_the_mapping(bounds, cardinality, extra, maximum):
    assert score(_mapped(bounds, cardinality, extra), {}).maximum == maximum


def test_an_item_without_a_key_has_a_maximum_of_one():
    item = read_item(document("", response(mapping="<qti-mapping/>"), processing="map_response"))

    assert score(item, {"RESPONSE": "A"}).maximum == 1


def test_an_item_without_a_response_has_a_maximum_of_one():
    assert score(read_item(document("", processing="map_response")), {}).maximum == 1


@pytest.mark.parametrize(("answer", "points"), [("5 5", 2), ("50 50", 0), ("far away", 0)])
def test_points_on_a_picture_are_mapped_by_template(answer, points):
    area = '<qti-area-map-entry shape="rect" coords="0,0,9,9" mapped-value="2"/>'
    worth = f'<qti-area-mapping default-value="0" upper-bound="2">{area}</qti-area-mapping>'
    declared = response(base_type="point", mapping=worth)
    item = read_item(document("", declared, processing="map_response_point"))

    result = score(item, {"RESPONSE": answer})

    assert (result.points, result.maximum) == (points, 2)


@pytest.mark.parametrize(
    ("template", "answer", "points", "verdict"),
    [
        ("CC2_match", "A", 4, "correct"),
        ("CC2_match", "B", 0, "incorrect"),
        ("CC2_match_basic", "A", 4, None),
        ("CC2_map_response", "A", 4, "correct"),
        ("CC2_map_response", "B", 1, "incorrect"),
    ],
)
def test_common_cartridge_templates_award_the_declared_maximum(template, answer, points, verdict):
    declared = response("A", mapping=mapping(("A", 4), ("B", 1)))
    outcomes = [outcome("MAXSCORE", content=default(4)), outcome("FEEDBACKBASIC", "identifier")]
    item = read_item(document("", declared, *outcomes, processing=template))

    result = score(item, {"RESPONSE": answer})

    assert (result.points, result.outcomes["FEEDBACKBASIC"]) == (points, verdict)


def test_a_common_cartridge_item_without_maximum_awards_one_point():
    item = read_item(document("", response("A"), processing="CC2_match"))

    assert score(item, {"RESPONSE": "A"}).points == 1


def test_an_item_without_processing_scores_nothing():
    item = read_item(document("", response("A"), processing="<!-- none -->"))

    assert score(item, {"RESPONSE": "A"}).points == 0


def test_containers_of_pairs_are_outcomes_in_lexical_form():
    declared = response(cardinality="multiple", base_type="directedPair")

    out = computed(variable(), declared, base_type="directedPair", cardinality="multiple",
                   given={"RESPONSE": ["A B", "C D"]})  # fmt: skip

    assert out == ("A B", "C D")


@pytest.mark.parametrize(("given", "points"), [({}, 1), ({"RESPONSE": None}, 0)])
def test_a_response_that_is_not_mentioned_has_its_default(given, points):
    declared = response("5", base_type="integer", mapping=default(5))

    assert score(read_item(document("", declared)), given).points == points
