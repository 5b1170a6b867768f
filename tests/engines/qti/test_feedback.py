"""Adaptive items and feedback: shown after an attempt, by its outcomes, and never before."""

import pytest

from kunnande.engines.qti import UndeliverableItemError, read_item, read_scorable_item, score, show

from .browser import Page
from .builders import (
    choices,
    default,
    document,
    interaction,
    outcome,
    response,
    rules,
    set_outcome,
    value,
    variable,
    when,
)

FEEDBACK = (
    '<qti-feedback-{} outcome-identifier="{}" identifier="{}" show-hide="{}">{}</qti-feedback-{}>'
)
STEPS = outcome("BODY", "identifier", content=default("first"))
MODAL = '<qti-modal-feedback outcome-identifier="SAID" identifier="{}" show-hide="{}">{}</qti-modal-feedback>'  # noqa: E501


def _block(name, content, kind="block", *, variable_name="BODY"):
    return FEEDBACK.format(kind, variable_name, name, "show", content, kind)


def _choice(name):
    return interaction("choice", choices("qti-simple-choice", f"{name}A", f"{name}B"), name=name)


ADAPTIVE = read_item(
    document(
        _block("first", _choice("ONE")) + _block("second", _choice("TWO")),
        response("ONEA", name="ONE"),
        response("TWOB", name="TWO"),
        STEPS,
        processing=rules(
            when(
                f"<qti-match>{variable('BODY')}{value('first', 'identifier')}</qti-match>",
                set_outcome("BODY", value("second", "identifier")),
                set_outcome("completionStatus", value("completed", "identifier")),
            ),
            set_outcome("SCORE", f"<qti-sum>{variable('SCORE')}{value('1')}</qti-sum>"),
        ),
        attributes='adaptive="true"',
    )
)


def _names(html):
    return {attributes["name"] for attributes in Page(html).found("input")}


def test_an_adaptive_item_shows_one_step_at_a_time():
    first = show(ADAPTIVE, seed=1, language="sv").html
    after = score(ADAPTIVE, {"ONE": "ONEA"}).outcomes

    second = show(ADAPTIVE, seed=1, language="sv", outcomes=after).html

    assert (_names(first), _names(second)) == ({"RESPONSE"}, {"RESPONSE-2"})


def test_an_adaptive_item_goes_on_from_the_outcomes_before():
    once = score(ADAPTIVE, {"ONE": "ONEA"})

    twice = score(ADAPTIVE, {"ONE": "ONEA", "TWO": "TWOB"}, before=once.outcomes)

    assert (once.points, once.outcomes["completionStatus"]) == (1, "unknown")
    assert (twice.points, twice.outcomes["completionStatus"]) == (2, "completed")


def test_other_items_start_afresh_at_every_attempt():
    item = read_item(document("", response("A"), processing="match_correct"))

    assert score(item, {"RESPONSE": "B"}, before={"SCORE": "7"}).points == 0


SAID = outcome("SAID", "identifier")
TALKING = read_item(
    document(
        interaction(
            "choice",
            f'<qti-simple-choice identifier="A">Ett {_block("A", "Just det.", "inline", variable_name="SAID")}'  # noqa: E501
            '</qti-simple-choice><qti-simple-choice identifier="B">Två</qti-simple-choice>',
        ),
        response("A"),
        SAID,
        processing=rules(set_outcome("SAID", variable())).replace(
            "</qti-response-processing>",
            "</qti-response-processing>"
            + MODAL.format("A", "show", "Bra valt.")
            + MODAL.format("A", "hide", "Titta en gång till."),
        ),
    )
)


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("A", {"Just det.", "Bra valt."}),
        ("B", {"Titta en gång till."}),
        (None, {"Titta en gång till."}),
    ],
)
def test_feedback_follows_the_outcomes_of_the_attempt(given, seen):
    outcomes = score(TALKING, {"RESPONSE": given}).outcomes

    page = Page(show(TALKING, seed=1, language="sv", outcomes=outcomes).html)

    said = {"Just det.", "Bra valt.", "Titta en gång till."}
    assert said & set(page.texts) == seen
    assert all(block["role"] == "status" for block in page.found("div") if "role" in block)


def test_before_an_attempt_nothing_is_said():
    html = show(TALKING, seed=1, language="sv", responses={"RESPONSE": "A"}).html

    assert not [word for word in ("Just det", "Bra valt", "Titta") if word in html]


def test_outcomes_may_come_back_from_storage():
    stored = {"SAID": "A", "SCORE": 0.0, "UNKNOWN": ["x"]}

    assert "Bra valt." in show(TALKING, seed=1, language="sv", outcomes=stored).html


def test_an_item_read_for_scoring_only_is_never_shown_badly():
    item = read_scorable_item(document(interaction("drawing", ""), response(base_type="file")))

    with pytest.raises(UndeliverableItemError, match="qti-drawing-interaction is not supported"):
        show(item, seed=1, language="sv")


def test_hazards_do_not_stop_scoring_but_showing():
    body = '<p onclick="x()">a</p><img src="https://x.example/a.png" alt=""/><script>x</script>'
    item = read_scorable_item(document(body, response("A")))

    assert score(item, {"RESPONSE": "A"}).points == 1
    assert len(item.obstacles) == 3
