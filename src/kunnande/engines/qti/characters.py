"""Character classes of XML Schema's regular expressions."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import TypeAlias

Class: TypeAlias = Callable[[str], bool]

_SPACES = frozenset(" \t\n\r")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_LITERALS = frozenset(".\\?*+{}()[]|-^$/")


def any_character(sign: str) -> bool:
    """Tell whether a full stop fits: everything but the ends of lines."""
    return sign not in "\n\r"


def literal(wanted: str) -> Class:
    """Return the class of one character."""
    return lambda sign: sign == wanted


def between(first: str, last: str) -> Class:
    """Return the class of a range of characters."""
    return lambda sign: first <= sign <= last


def union(classes: tuple[Class, ...]) -> Class:
    """Return the class of everything in one of the classes."""
    return lambda sign: any(each(sign) for each in classes)


def difference(kept: Class, removed: Class) -> Class:
    """Return the class of what is in the first class but not in the second."""
    return lambda sign: kept(sign) and not removed(sign)


def negation(refused: Class) -> Class:
    """Return the class of everything that is not in the class."""
    return lambda sign: not refused(sign)


def category(name: str) -> Class:
    r"""Return the class of a Unicode category, as in ``\p{Lu}`` or ``\p{L}``."""
    return lambda sign: unicodedata.category(sign).startswith(name)


def escaped(sign: str) -> Class | None:
    """Return the class that a backslash and a character stand for, None if it stands for none."""
    if sign in _CONTROLS:
        return literal(_CONTROLS[sign])
    if sign in _LITERALS:
        return literal(sign)
    known = _NAMED.get(sign.lower())
    if known is None:
        return None
    return negation(known) if sign.isupper() else known


def single_escape(sign: str) -> str | None:
    """Return the one character that an escape stands for, None if it stands for a class."""
    return _CONTROLS.get(sign) or (sign if sign in _LITERALS else None)


def _is_name_start(sign: str) -> bool:
    return sign.isalpha() or sign in "_:"


def _is_name(sign: str) -> bool:
    return sign.isalnum() or sign in "_:.-\u00b7"


def _is_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "PZC"


def _is_space(sign: str) -> bool:
    return sign in _SPACES


_NAMED: Mapping[str, Class] = {
    "s": _is_space,
    "d": category("Nd"),
    "w": _is_word,
    "i": _is_name_start,
    "c": _is_name,
}
