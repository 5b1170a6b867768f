"""The part of JSON Schema 2020-12 that the shapes here use, as closures: fast, and no more."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

# Yields the places that deviate; the first is enough for the caller.
Check = Callable[[Any, str], Iterator[str]]

_NOTES = {"$schema", "$defs", "$id", "title", "description"}


class UnknownRuleError(NotImplementedError):
    """A shape uses a rule that is not known here; it would be silently without effect."""


@cache
def load_checks(name: str) -> Check:
    """Return the check of a bundled shape.

    Parameters
    ----------
    name
        Of the file in this folder, without ending.

    Returns
    -------
    Check
        Called with a value and its place, yields the place of each deviation.

    Raises
    ------
    UnknownRuleError
        If the shape uses a rule that is not known here.

    References
    ----------
    JSON Schema 2020-12, Core sections 8.2 and 10; Validation section 6.
    """
    shape = json.loads((resources.files(__package__) / f"{name}.json").read_bytes())
    return compile_schema(shape, shape.get("$defs", {}))


def compile_schema(schema: object, definitions: Mapping[str, Any]) -> Check:
    """Return the check of a schema.

    Parameters
    ----------
    schema
        With the rules ``$ref``, ``const``, ``enum``, ``type``, ``pattern``, ``minLength``,
        ``minimum``, ``required``, ``properties``, ``additionalProperties``, ``items``,
        ``contains``, ``minItems``, ``maxItems`` and ``uniqueItems``.
    definitions
        What ``#/$defs/...`` refers to; not recursive.

    Returns
    -------
    Check
        See `load_checks`.

    Raises
    ------
    UnknownRuleError
        If there is another rule.

    Examples
    --------
    >>> list(compile_schema({"type": "array", "items": {"const": 1}}, {})([1, 2], "$"))
    ['$[1]']
    """
    if schema is True:
        return lambda _value, _place: iter(())
    if not isinstance(schema, dict):
        raise UnknownRuleError("A schema is true or an object.")
    if "$ref" in schema:
        return compile_schema(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    rules = {name: rule for name, rule in schema.items() if name not in _NOTES}
    if "const" in rules or "enum" in rules:
        return _one_of([rules.pop("const")] if "const" in rules else rules.pop("enum"), rules)
    kind = rules.pop("type", None)
    if kind in _SIMPLE:
        return _SIMPLE[kind](rules)
    if kind not in {"object", "array"}:
        raise UnknownRuleError(f"Nothing here checks the type {kind!r}.")
    return (_object if kind == "object" else _array)(rules, definitions)


def _nothing_left(rules: Mapping[str, Any]) -> None:
    if rules:
        raise UnknownRuleError(f"Nothing here checks {', '.join(rules)}.")


def _one_of(allowed: list[Any], rules: Mapping[str, Any]) -> Check:
    _nothing_left(rules)

    def check(value: Any, place: str) -> Iterator[str]:
        # In JSON true is not 1, in Python it is.
        if not any(value == each and type(value) is type(each) for each in allowed):
            yield place

    return check


def _text(rules: dict[str, Any]) -> Check:
    pattern = re.compile(rules.pop("pattern", ""))
    shortest = rules.pop("minLength", 0)
    _nothing_left(rules)

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, str) or len(value) < shortest or not pattern.search(value):
            yield place

    return check


def _whole_number(rules: dict[str, Any]) -> Check:
    least = rules.pop("minimum", None)
    _nothing_left(rules)

    def check(value: Any, place: str) -> Iterator[str]:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or (least is not None and value < least):
            yield place

    return check


_SIMPLE = {"string": _text, "integer": _whole_number}


def _object(rules: dict[str, Any], definitions: Mapping[str, Any]) -> Check:
    required = frozenset(rules.pop("required", ()))
    members = {
        name: compile_schema(rule, definitions)
        for name, rule in rules.pop("properties", {}).items()
    }
    is_open = rules.pop("additionalProperties", None)
    if not isinstance(is_open, bool):
        raise UnknownRuleError("An object must say whether it may have other members.")
    _nothing_left(rules)

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, dict) or required - value.keys():
            yield place
            return
        for name, member in value.items():
            if name in members:
                yield from members[name](member, f"{place}.{name}")
            elif not is_open:
                yield place

    return check


def _array(rules: dict[str, Any], definitions: Mapping[str, Any]) -> Check:
    fewest, most = rules.pop("minItems", 0), rules.pop("maxItems", None)
    unique = rules.pop("uniqueItems", False)
    wanted = compile_schema(rules.pop("contains"), definitions) if "contains" in rules else None
    item = compile_schema(rules.pop("items", True), definitions)
    _nothing_left(rules)

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, list) or len(value) < fewest:
            yield place
            return
        if (most is not None and len(value) > most) or (unique and _has_twins(value)):
            yield place
        if wanted is not None and all(any(wanted(member, place)) for member in value):
            yield place
        for number, member in enumerate(value):
            yield from item(member, f"{place}[{number}]")

    return check


def _has_twins(members: list[Any]) -> bool:
    written = {json.dumps(member, sort_keys=True) for member in members}
    return len(written) < len(members)
