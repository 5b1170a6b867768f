"""Regular expressions of XML Schema."""

import re
import time

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.qti import UndeliverableItemError, read_item

from .builders import computed, document, response, rules, set_outcome, variable
from .operands import op, text


def _fits(pattern, written):
    escaped = pattern.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return computed(op("pattern-match", text(written), pattern=escaped), base_type="boolean")


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("abc", ["abc"], ["ab", "abcd", "ABC"]),
        ("a|bc|", ["a", "bc"], ["ab"]),
        ("a?b*c+", ["c", "acc", "bbc"], ["ab", "aac"]),
        ("a{2}", ["aa"], ["a", "aaa"]),
        ("a{2,}", ["aa", "aaaaa"], ["a"]),
        ("a{1,3}", ["a", "aaa"], ["aaaa"]),
        ("(ab){2}c", ["ababc"], ["abc"]),
        ("[a-c]x", ["ax", "cx"], ["dx"]),
        ("[^a-c]x", ["dx"], ["ax"]),
        ("[a-z-[aeiou]]", ["b"], ["a", "B"]),
        (r"[\-a]", ["-", "a"], ["b"]),
        (r"[a\d]", ["a", "7"], ["b"]),
        (r"[!-\-]", ["*"], ["x"]),
        ("[a-]", ["a", "-"], ["b"]),
        (r"\d{3}\s?\d{2}", ["123 45", "12345"], ["123-45"]),
        (r"\w+\D\W", ["åäöx!"], ["a1!"]),
        (r"\i\c*", ["_a-1", ":x"], ["1a"]),
        (r"\p{Lu}\P{L}", ["Å1"], ["å1", "ÅB"]),
        (r"\p{L}+", ["åÄ"], ["a1"]),
        (r"a.c\.", ["abc."], ["abcd"]),
        ("x^$", ["x^$"], ["x"]),
    ],
)
def test_patterns(pattern, fitting, others):
    assert all(_fits(pattern, written) for written in fitting)
    assert not any(_fits(pattern, written) for written in others)


@pytest.mark.parametrize(
    "pattern",
    ["(a", "a)", "[a", "*a", "a{x}", "a{3,1}", "a{2", "\\", r"\q", r"\p{Foo}", r"\px", "(?:a)",
     "[a-", "((a{99}){99}){99}", "(" * 60 + ")" * 60, "[a-" + "[b-" * 60 + "]" * 61],
)  # fmt: skip
def test_a_pattern_that_can_not_be_carried_out_is_refused_by_name(pattern):
    written = rules(set_outcome("SCORE", op("pattern-match", variable(), pattern=pattern)))

    with pytest.raises(UndeliverableItemError, match="pattern"):
        read_item(document("", response(base_type="string"), processing=written))


@given(st.text("ab|*+?()", max_size=12), st.text("ab", min_size=1, max_size=8))
def test_on_plain_patterns_we_agree_with_the_matcher_of_python(pattern, written):
    try:
        known = re.compile(pattern)
    except re.error:
        return
    # Python has lazy and possessive quantifiers and groups of its own, which XML Schema lacks.
    if not pattern or re.search(r"[*+?][*+?]|\(\?", pattern):
        return

    assert _fits(pattern, written) == bool(known.fullmatch(written))


def test_a_pattern_that_makes_others_backtrack_takes_no_time():
    begun = time.perf_counter()

    fits = _fits("(a+)+b", "a" * 2_000)

    assert fits is False
    assert time.perf_counter() - begun < 1


def test_a_text_too_long_for_its_pattern_is_null():
    assert _fits("a{1000}", "a" * 3_000) is None


def test_a_pattern_can_stand_in_a_variable():
    expression = op("pattern-match", text("ab"), pattern="{RESPONSE}")
    declared = response(base_type="string")

    outs = [
        computed(expression, declared, base_type="boolean", given={"RESPONSE": given})
        for given in ("a.", "c", "(", None)
    ]

    assert outs == [True, False, None, None]
