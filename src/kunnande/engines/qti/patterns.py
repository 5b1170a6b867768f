"""Regular expressions of XML Schema, matched in time proportional to pattern and text.

Python's own ``re`` backtracks, so that a pattern in an item could stop the server.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from . import characters
from .characters import Class

_MOST_STATES = 2_000
_MOST_WORK = 2_000_000
_DEEPEST = 50
_QUANTIFIERS = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_SPECIAL = frozenset("?*+{}()[]|\\.")


class InvalidPatternError(ValueError):
    """The text is no regular expression of XML Schema, or too large a one."""


@dataclass(frozen=True, slots=True)
class _State:
    """Reads one character when ``reads`` is set; otherwise a fork without reading."""

    reads: Class | None
    ways: tuple[int, ...]


Pattern: TypeAlias = tuple[tuple[_State, ...], int]
# Adds states that go on to a state already there, and returns where they begin.
_Part: TypeAlias = Callable[[list[_State], int], int]


@lru_cache(maxsize=512)
def read_pattern(text: str) -> Pattern:
    """Return a pattern ready for matching.

    Parameters
    ----------
    text
        Regular expression as in XML Schema part 2, appendix F: always anchored at both ends.

    Raises
    ------
    InvalidPatternError
        If the text is none, uses what XML Schema does not have, or is larger than 2,000 states.
    """
    reader = _Reader(text)
    part = reader.alternatives(0)
    if reader.place < len(text):
        raise InvalidPatternError(f"The pattern '{text}' has a stray '{text[reader.place]}'.")
    states: list[_State] = [_State(None, ())]
    start = part(states, 0)
    return tuple(states), start


def matches(pattern: Pattern, text: str) -> bool | None:
    """Tell whether the whole text fits, None if it is too long to find out.

    Examples
    --------
    >>> [matches(read_pattern("[a-c]{2,3}d?"), text) for text in ("ab", "abcd", "a", "abx")]
    [True, True, False, False]
    """
    states, start = pattern
    if len(states) * len(text) > _MOST_WORK:
        return None
    current = _reachable(states, [start])
    for sign in text:
        passed = [
            way for place in current if (reads := states[place].reads) and reads(sign)
            for way in states[place].ways
        ]  # fmt: skip
        current = _reachable(states, passed)
        if not current:
            return False
    return 0 in current


def _reachable(states: tuple[_State, ...], places: Iterable[int]) -> set[int]:
    found: set[int] = set()
    left = list(places)
    while left:
        place = left.pop()
        if place in found:
            continue
        found.add(place)
        if states[place].reads is None:
            left.extend(states[place].ways)
    return found


def _add(states: list[_State], state: _State) -> int:
    if len(states) >= _MOST_STATES:
        raise InvalidPatternError("The pattern is too large.")
    states.append(state)
    return len(states) - 1


def _reading(reads: Class) -> _Part:
    return lambda states, after: _add(states, _State(reads, (after,)))


def _sequence(parts: list[_Part]) -> _Part:
    def build(states: list[_State], after: int) -> int:
        for part in reversed(parts):
            after = part(states, after)
        return after

    return build


def _choice(parts: list[_Part]) -> _Part:
    if len(parts) == 1:
        return parts[0]
    return lambda states, after: _add(
        states, _State(None, tuple(part(states, after) for part in parts))
    )


def _repeated(part: _Part, least: int, most: int | None) -> _Part:
    def build(states: list[_State], after: int) -> int:
        start = after
        if most is None:
            start = _add(states, _State(None, ()))
            body = part(states, start)
            states[start] = _State(None, (body, after))
        for _ in range((most or least) - least):
            start = _add(states, _State(None, (part(states, start), after)))
        for _ in range(least):
            start = part(states, start)
        return start

    return build


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def alternatives(self, depth: int) -> _Part:
        if depth > _DEEPEST:
            raise self.fault("is nested too deeply")
        branches = [self.branch(depth)]
        while self.take("|"):
            branches.append(self.branch(depth))
        return _choice(branches)

    def branch(self, depth: int) -> _Part:
        parts: list[_Part] = []
        while self.place < len(self.text) and self.text[self.place] not in "|)":
            parts.append(self.quantified(self.atom(depth)))
        return _sequence(parts)

    def atom(self, depth: int) -> _Part:
        sign = self.next()
        if sign == "(":
            inner = self.alternatives(depth + 1)
            if not self.take(")"):
                raise self.fault("lacks a closing parenthesis")
            return inner
        if sign == "[":
            return _reading(self.group(depth + 1))
        if sign == ".":
            return _reading(characters.any_character)
        if sign == "\\":
            return _reading(self.escape())
        if sign in _SPECIAL:
            raise self.fault(f"has a stray '{sign}'")
        return _reading(characters.literal(sign))

    def quantified(self, part: _Part) -> _Part:
        sign = self.text[self.place : self.place + 1]
        if sign in _QUANTIFIERS:
            self.place += 1
            return _repeated(part, *_QUANTIFIERS[sign])
        if not self.take("{"):
            return part
        end = self.text.find("}", self.place)
        least, comma, most = self.text[self.place : end].partition(",")
        numbers = [least, most or least]
        if end < 0 or not all(each.isdigit() and len(each) <= 4 for each in numbers):
            raise self.fault("has an unreadable quantity")
        self.place = end + 1
        limit = None if comma and not most else int(numbers[1])
        if limit is not None and limit < int(least):
            raise self.fault("has an impossible quantity")
        return _repeated(part, int(least), limit)

    def group(self, depth: int) -> Class:
        if depth > _DEEPEST:
            raise self.fault("is nested too deeply")
        refused = self.take("^")
        members: list[Class] = []
        removed: Class | None = None
        while not self.take("]"):
            if members and self.text[self.place : self.place + 2] == "-[":
                self.place += 2
                removed = self.group(depth + 1)
            else:
                members.append(self.member())
        listed = characters.union(tuple(members))
        kept = characters.negation(listed) if refused else listed
        return characters.difference(kept, removed) if removed else kept

    def member(self) -> Class:
        first = self.next()
        if first == "\\":
            single = characters.single_escape(self.text[self.place : self.place + 1])
            if single is None:
                return self.escape()
            self.place += 1
            first = single
        following = self.text[self.place : self.place + 2]
        if not following.startswith("-") or following in {"-]", "-["} or len(following) < 2:
            return characters.literal(first)
        self.place += 1
        last = self.next()
        if last == "\\":
            last = characters.single_escape(self.next()) or last
        return characters.between(first, last)

    def escape(self) -> Class:
        sign = self.next()
        if sign in "pP":
            end = self.text.find("}", self.place)
            if not self.take("{") or end < 0 or end - self.place > 2:
                raise self.fault("names an unknown block of characters")
            known = characters.category(self.text[self.place : end])
            self.place = end + 1
            return characters.negation(known) if sign == "P" else known
        found = characters.escaped(sign)
        if found is None:
            raise self.fault(f"has the unknown escape '\\{sign}'")
        return found

    def next(self) -> str:
        if self.place >= len(self.text):
            raise self.fault("ends too early")
        self.place += 1
        return self.text[self.place - 1]

    def take(self, sign: str) -> bool:
        if self.text[self.place : self.place + 1] != sign:
            return False
        self.place += 1
        return True

    def fault(self, what: str) -> InvalidPatternError:
        return InvalidPatternError(f"The pattern '{self.text[:80]}' {what}.")
