"""Operators on texts."""

import unicodedata
from collections.abc import Callable, Mapping

from .declarations import UndeliverableItemError
from .documents import Element
from .patterns import InvalidPatternError, matches, read_pattern
from .scope import Call
from .values import NUMERIC, Value, number, read_answer, truth, write_atom


def string_match(call: Call) -> Value | None:
    """Tell whether two texts are the same (with ``substring``: the first holds the second)."""
    texts = _two_texts(call)
    if texts is None:
        return None
    first, second = texts
    return truth(second in first if call.flag("substring", absent=False) else first == second)


def substring(call: Call) -> Value | None:
    """Tell whether the first text occurs in the second."""
    texts = _two_texts(call)
    return truth(texts[0] in texts[1]) if texts else None


def pattern_match(call: Call) -> Value | None:
    """Tell whether a whole text fits a regular expression of XML Schema; NULL if it is too long."""
    value = call.only()
    written = call.element.get("pattern")
    if written.startswith("{") and written.endswith("}"):
        held = call.scope.variable(written.strip("{}"))
        written = str(held.atom) if held else ""
    if value is None or not written:
        return None
    try:
        fits = matches(read_pattern(written), str(value.atom))
    except InvalidPatternError:
        return None
    return None if fits is None else truth(fits)


def custom(call: Call) -> Value | None:
    """Return what one of the custom operators that we know makes of a text."""
    value = call.only()
    change = _CUSTOM.get(_custom_name(call.element))
    if value is None or change is None:
        return None
    return change(value)


def check_text(element: Element) -> None:
    """Raise UndeliverableItemError if an operator's pattern or name is not one we can carry out."""
    if element.name == "qti-custom-operator" and _custom_name(element) not in _CUSTOM:
        raise UndeliverableItemError(
            f"Line {element.line}: qti-custom-operator is not supported:"
            f" '{element.get('definition') or element.get('class')}' is not known."
        )
    if element.name == "qti-pattern-match" and not element.get("pattern").startswith("{"):
        try:
            read_pattern(element.get("pattern"))
        except InvalidPatternError as fault:
            raise UndeliverableItemError(f"Line {element.line}: {fault}") from fault


def _two_texts(call: Call) -> tuple[str, str] | None:
    both = call.both()
    if both is None:
        return None
    first, second = (write_atom(value.atom) for value in both)
    if call.flag("case-sensitive", absent=True):
        return (first, second)
    return (first.casefold(), second.casefold())


def _custom_name(element: Element) -> str:
    return (element.get("definition") or element.get("class")).rpartition(":")[2]


def _trimmed(value: Value) -> Value | None:
    text = write_atom(value.atom).strip()
    return Value("string", (text,)) if text else None


def _plain_letters(value: Value) -> Value | None:
    decomposed = unicodedata.normalize("NFKD", write_atom(value.atom))
    text = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return Value("string", (text,)) if text else None


def _comma_decimal(value: Value) -> Value | None:
    if value.base_type in NUMERIC:
        return number(value.numbers[0])
    return read_answer(write_atom(value.atom), "float")


# Operators of the Dutch examination boards, met in public items.
_CUSTOM: Mapping[str, Callable[[Value], Value | None]] = {
    "Trim": _trimmed,
    "ToAscii": _plain_letters,
    "ParseCommaDecimal": _comma_decimal,
}
