"""Template processing: one item, many instances, each decided by its seed."""

import re

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import correct_responses, read_item, read_responses, score, show

from .browser import Page
from .builders import choices, default, document, interaction, response, set_outcome, value
from .operands import op

seeds = st.integers(0, 10_000)


def _declared(name, base_type="integer", content="", **attributes):
    extra = "".join(f' {key.replace("_", "-")}="{text}"' for key, text in attributes.items())
    return (
        f'<qti-template-declaration identifier="{name}" cardinality="single"'
        f' base-type="{base_type}"{extra}>{content}</qti-template-declaration>'
    )


def _processing(*rules):
    return f"<qti-template-processing>{''.join(rules)}</qti-template-processing>"


def _set(name, expression, kind="template-value"):
    return f'<qti-set-{kind} identifier="{name}">{expression}</qti-set-{kind}>'


def _variable(name):
    return op("variable", identifier=name)


PRODUCT = op("product", _variable("A") + _variable("B"))
ENTRY = interaction("text-entry", "", prompt="")
SUM = read_item(
    document(
        '<p>Vad är <qti-printed-variable identifier="A"/> gånger <math xmlns="http://www.w3.org/'
        f'1998/Math/MathML"><mi>B</mi><mi>x</mi></math>? {ENTRY}</p>',
        response(base_type="integer"),
        _declared("A"),
        _declared("B", math_variable="true"),
        _processing(
            _set("A", op("random-integer", min="2", max="9")),
            _set("B", op("random-integer", min="2", max="9")),
            _set("RESPONSE", PRODUCT, "correct-response"),
            op("template-constraint", op("not", op("equal", _variable("A") + _variable("B")))),
        ),
    )
)


@given(seeds)
def test_the_instance_is_decided_by_the_seed(seed):
    first, again = (show(SUM, seed=seed, language="sv").html for _ in range(2))

    assert first == again


@given(seeds)
def test_what_is_printed_is_what_is_scored(seed):
    page = Page(show(SUM, seed=seed, language="sv").html)
    one, other = (int(text) for text in re.findall(r"\d+", page.text)[:2])

    result = score(SUM, {"RESPONSE": str(one * other)}, seed=seed)

    assert result.points == result.maximum == 1
    assert one != other
    assert score(SUM, {"RESPONSE": str(one * other + 1)}, seed=seed).points == 0


def test_seeds_give_different_instances():
    keys = {correct_responses(SUM, seed=seed)["RESPONSE"] for seed in range(50)}

    assert len(keys) > 10


@given(seeds)
def test_the_key_of_an_instance_is_posted_and_scored(seed):
    key = correct_responses(SUM, seed=seed)
    posted = Page(show(SUM, seed=seed, language="sv", responses=key).html).posted

    assert score(SUM, read_responses(SUM, posted, seed=seed), seed=seed).points == 1


def test_a_constraint_that_never_holds_leaves_the_defaults():
    item = read_item(
        document(
            '<p><qti-printed-variable identifier="A"/></p>' + ENTRY,
            response(base_type="integer"),
            _declared("A", content=default(41)),
            _processing(
                _set("A", value("1", "integer")), op("template-constraint", value("0", "boolean"))
            ),
        )
    )

    assert "41" in show(item, seed=1, language="sv").html


def _conditional(kind):
    when = op("template-if", value(kind, "boolean") + _set("A", value("ja", "identifier")))
    other = op("template-else", _set("A", value("nej", "identifier")))
    return read_item(
        document(
            '<qti-template-block template-identifier="A" identifier="ja"><p>Visas</p>'
            '</qti-template-block><p><qti-template-inline template-identifier="A" identifier="ja"'
            ' show-hide="hide">Annars</qti-template-inline></p>'
            + interaction(
                "choice",
                choices("qti-simple-choice", "P")
                + '<qti-simple-choice identifier="ja" template-identifier="A">Val'
                "</qti-simple-choice>",
            ),
            response("P"),
            _declared("A", "identifier"),
            _processing(op("template-condition", when + other), op("exit-template"),
                        _set("A", value("nej", "identifier"))),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "seen", "options"), [("true", "Visas", 2), ("false", "Annars", 1)]
)
def test_content_and_choices_depend_on_template_variables(kind, seen, options):
    page = Page(show(_conditional(kind), seed=1, language="sv").html)

    assert {"Visas", "Annars"} & set(page.texts) == {seen}
    assert len(page.found("input")) == options


def test_defaults_of_outcomes_can_be_set():
    item = read_item(
        document(
            "", _declared("A"), _processing(_set("SCORE", value("3"), "default-value")),
            processing="<!-- none -->",
        )
    )  # fmt: skip

    assert score(item, {}).points == 3


@pytest.mark.parametrize(
    ("amount", "attributes", "printed"),
    [
        ("2.50", {}, "2,5"),
        ("-1000", {}, "\N{MINUS SIGN}1000"),
        ("2.5", {"format": "%.2f"}, "2,50"),
        ("2.5", {"format": "%d st"}, "2 st"),
        ("2.5", {"format": "%99999d"}, "2,5"),
        ("INF", {}, "INF"),
        ("1e20", {"format": "%x"}, "56bc75e2d63100000"),
    ],
)
def test_numbers_are_printed_as_the_language_of_the_item_writes_them(amount, attributes, printed):
    variable = op("printed-variable", identifier="A", **attributes)
    item = read_item(
        document(f"<p>[{variable}]</p>" + ENTRY, response(base_type="integer"),
                 _declared("A", "float", default(amount)))
    )  # fmt: skip

    assert f"[{printed}]" in show(item, seed=1, language="en").html


def test_containers_and_records_are_printed_by_place_and_field():
    listed = _declared("A", "string", "<qti-default-value><qti-value>x</qti-value>"
                       "<qti-value>y</qti-value></qti-default-value>")  # fmt: skip
    listed = listed.replace('"single"', '"ordered"')
    fields = '<qti-value field-identifier="f" base-type="float">1.5</qti-value>'
    kept = _declared("R", content=f"<qti-default-value>{fields}</qti-default-value>")
    kept = kept.replace('"single"', '"record"')
    body = "".join(
        f"[{op('printed-variable', identifier=name, **extra)}]"
        for name, extra in [("A", {}), ("A", {"delimiter": "/"}), ("A", {"index": "2"}),
                            ("R", {"field": "f"}), ("R", {"field": "g"}), ("NONE", {})]
    )  # fmt: skip
    item = read_item(document(f"<p>{body}</p>{ENTRY}", response(base_type="integer"), listed, kept))

    assert "[x;y][x/y][y][1,5][][]" in show(item, seed=1, language="sv").html


def test_a_rule_about_an_unknown_variable_changes_nothing():
    item = read_item(
        document("", _processing(_set("NONE", value("1"))),
                 processing=f"<qti-response-processing>{set_outcome('NONE', value('1'))}"
                 "</qti-response-processing>")
    )  # fmt: skip

    assert score(item, {}).outcomes == {"SCORE": 0}
