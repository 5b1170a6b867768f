"""What is shown as chosen is what would be posted, and what is posted is what is scored."""

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import (
    UnknownResponseError,
    correct_responses,
    read_item,
    read_responses,
    score,
    show,
)

from .browser import Page
from .builders import document, interaction, response
from .samples import SAMPLES, WRITTEN, sample

# A file and a pressed button can not be shown again.
kinds = st.sampled_from(sorted(set(SAMPLES) - {"upload", "hint"}))
seeds = st.integers()


def _posted(item, seed, responses):
    view = show(item, seed=seed, language="sv", name_prefix="q-", responses=responses)
    return Page(view.html).posted


@given(kind=kinds, seed=seeds)
def test_posting_the_keyed_choices_scores_the_maximum(kind, seed):
    item = sample(kind)
    posted = _posted(item, seed, correct_responses(item))

    responses = read_responses(item, posted, seed=seed, name_prefix="q-")

    result = score(item, responses)
    assert result.points == result.maximum


@given(kind=kinds, seed=seeds, data=st.data())
def test_whatever_can_be_posted_is_shown_again(kind, seed, data):
    item = sample(kind)
    view = show(item, seed=seed, language="sv", name_prefix="q-")
    options = st.sampled_from(["c1", "c2", ""])
    posted = {field.name: [data.draw(options)] for field in view.fields}

    responses = read_responses(item, posted, seed=seed, name_prefix="q-")

    again = _posted(item, seed, responses)
    assert read_responses(item, again, seed=seed, name_prefix="q-") == responses


@given(kind=kinds, seeds=st.tuples(seeds, seeds))
def test_responses_outlive_a_change_of_seed(kind, seeds):
    item = sample(kind)
    key = correct_responses(item)

    posted = _posted(item, seeds[1], key)

    found = read_responses(item, posted, seed=seeds[1], name_prefix="q-")
    assert score(item, found).points == score(item, key).points


@given(answer=st.one_of(st.none(), st.text(), st.lists(st.text(), max_size=6)), kind=kinds)
def test_any_stored_response_can_be_shown(kind, answer):
    shown = show(sample(kind), seed=1, language="sv", responses={"RESPONSE": answer})

    Page(shown.html)


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize(
    "posted", [{}, {"RESPONSE": []}, {"RESPONSE": ["", " \x00"]}, {"x": ["1"]}]
)
def test_nothing_posted_is_no_response(kind, posted):
    assert read_responses(sample(kind), posted, seed=1) == {"RESPONSE": None}


@pytest.mark.parametrize("kind", sorted(set(SAMPLES) - WRITTEN))
@pytest.mark.parametrize("value", ["c99", "secretA", "c0", "<script>"])
def test_a_value_that_was_not_offered_is_refused(kind, value):
    name = show(sample(kind), seed=1, language="sv").fields[0].name

    with pytest.raises(UnknownResponseError, match="does not offer"):
        read_responses(sample(kind), {name: [value]}, seed=1)


@pytest.mark.parametrize("kind", ["choice", "inline", "text", "order", "match", "gap-match"])
def test_one_input_takes_one_value(kind):
    name = show(sample(kind), seed=1, language="sv").fields[0].name

    with pytest.raises(UnknownResponseError, match="takes one value"):
        read_responses(sample(kind), {name: ["c1", "c2"]}, seed=1)


def test_a_checkbox_counts_once_however_often_it_is_posted():
    found = read_responses(sample("hotspots"), {"RESPONSE": ["c1", "c1", "c2"]}, seed=1)

    assert found == {"RESPONSE": ("secretA", "secretB")}


def test_an_order_remembers_the_places_left_open():
    posted = {"RESPONSE.2": ["c1"], "RESPONSE.3": ["c1"]}
    item = sample("order")

    found = read_responses(item, posted, seed=1)["RESPONSE"]

    assert (found[0], found[1], found[3]) == ("", found[2], "")
    shown = Page(show(item, seed=1, language="sv", responses={"RESPONSE": list(found)}).html)
    assert shown.posted == {
        "RESPONSE.1": [""],
        "RESPONSE.2": ["c1"],
        "RESPONSE.3": ["c1"],
        "RESPONSE.4": [""],
    }


def test_a_text_is_kept_as_written_without_what_can_not_be_stored():
    found = read_responses(sample("numeric"), {"RESPONSE": [" 0,0\x0041\ud800 mm "]}, seed=1)

    assert found == {"RESPONSE": "0,041 mm"}


def test_a_single_pair_takes_one_row_only():
    sets = "".join(
        f'<qti-simple-match-set><qti-simple-associable-choice identifier="{one}">x'
        f'</qti-simple-associable-choice><qti-simple-associable-choice identifier="{two}">y'
        "</qti-simple-associable-choice></qti-simple-match-set>"
        for one, two in ("AB", "CD")
    )
    item = read_item(
        document(interaction("match", sets), response("A C", base_type="directedPair"))
    )

    assert read_responses(item, {"RESPONSE.2": ["c1"]}, seed=1) == {"RESPONSE": "B C"}
    with pytest.raises(UnknownResponseError, match="takes one answer"):
        read_responses(item, {"RESPONSE.1": ["c1"], "RESPONSE.2": ["c2"]}, seed=1)
