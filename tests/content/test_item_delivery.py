"""Every item goes through the engine as a candidate and a scorer meet it."""

import pytest

from kunnande.engines.qti import check_item, correct_responses, read_item, score, show

from .bank import CODES, LANGUAGES, RECORDS, alternatives, find, key, path_of

each_file = pytest.mark.parametrize(
    ("code", "language"), [(code, language) for code in CODES for language in LANGUAGES]
)
each_mistake = pytest.mark.parametrize(
    ("code", "mistake"),
    [(code, m["response"]) for code in CODES for m in RECORDS[code]["misconceptions"]],
)


def _item(code, language):
    return read_item(path_of(code, language).read_bytes())


def _respond(code, mistake):
    """Return the keyed responses with one mistake put into them."""
    keyed = correct_responses(_item(code, "sv"))
    words = mistake.split()
    match RECORDS[code]["kind"]:
        case "inline_choice":
            gap = next(name for name in keyed if mistake in _gap(code, name))
            return {**keyed, gap: mistake}
        case "match":
            pairs = zip(words[::2], words[1::2], strict=True)
            return {"RESPONSE": tuple(" ".join(pair) for pair in pairs)}
        case "multiple" | "order":
            return {"RESPONSE": tuple(words)}
        case _:
            return {"RESPONSE": mistake}


def _gap(code, name):
    item = _item(code, "sv")
    found = next(asked for asked in item.interactions if asked.response == name)
    return {choice.identifier for choice in found.choices}


def _pictures(code, language):
    return [picture.get("src") for picture in find(code, language, ".//q:img")]


@each_file
def test_an_item_can_be_delivered_whole_and_without_remarks(code, language):
    report = check_item(path_of(code, language).read_bytes())

    assert report.deliverable
    assert (report.refused, report.lost, report.remarks) == ((), (), ())


@each_file
def test_the_keyed_response_scores_the_maximum_and_nothing_scores_nothing(code, language):
    item = _item(code, language)

    full, empty = score(item, correct_responses(item)), score(item, {})

    assert full.points == full.maximum == 1
    assert empty.points == 0


@each_mistake
def test_a_response_from_a_misconception_does_not_score(code, mistake):
    for language in LANGUAGES:
        assert score(_item(code, language), _respond(code, mistake)).points == 0


@pytest.mark.parametrize("code", [c for c in CODES if RECORDS[c]["kind"] in {"choice", "hotspot"}])
def test_no_other_single_alternative_scores(code):
    item = _item(code, "sv")

    scoring = [c for c in alternatives(code, "sv") if score(item, {"RESPONSE": c}).points == 1]

    assert scoring == key(code)


@pytest.mark.parametrize("code", [c for c in CODES if RECORDS[c]["kind"] == "numeric"])
def test_a_number_may_carry_a_comma_or_a_point(code):
    value = RECORDS[code]["key"]["value"]

    points = [
        score(_item(code, "sv"), {"RESPONSE": written}).points
        for written in (value, value.replace(".", ","))
    ]

    assert points == [1, 1]


@each_file
def test_the_candidate_sees_an_input_for_every_interaction(code, language):
    item = _item(code, language)

    view = show(item, seed=1, language=language, media_prefix="/media/")

    assert {field.response for field in view.fields} == set(correct_responses(item))
    assert all(f'name="{field.name}"' in view.html for field in view.fields)
    assert all(f"/media/{source}" in view.html for source in _pictures(code, language))
