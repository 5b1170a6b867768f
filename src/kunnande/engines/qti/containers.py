"""Operators that build, search and take apart containers and records."""

from collections import Counter
from decimal import Decimal

from .scope import Call
from .values import (
    FALSE,
    MOST_GATHERED,
    NUMERIC,
    Atom,
    Cardinality,
    Value,
    container,
    number,
    truth,
)

_TEXTUAL = frozenset({"identifier", "string", "uri", "intOrIdentifier"})


def match(call: Call) -> Value | None:
    """Tell whether two values are the same; unordered containers are compared as bags."""
    both = call.both()
    return truth(same(*both)) if both else None


def same(first: Value, second: Value) -> bool:
    """Tell whether two values are equal, counting how often each value occurs."""
    if not _comparable(first, second):
        return False
    if first.cardinality == second.cardinality == "ordered":
        return first.atoms == second.atoms
    return Counter(first.atoms) == Counter(second.atoms)


def member(call: Call) -> Value | None:
    """Tell whether the first value occurs in the second, a container."""
    both = call.both()
    if both is None:
        return None
    one, many = both
    return truth(_comparable(one, many) and one.atom in many.atoms)


def contains(call: Call) -> Value | None:
    """Tell whether the first container holds the second (as a run, if ordered)."""
    both = call.both()
    if both is None:
        return None
    whole, part = both
    if not _comparable(whole, part):
        return FALSE
    if whole.cardinality == "ordered":
        runs = range(len(whole.atoms) - len(part.atoms) + 1)
        return truth(any(whole.atoms[i : i + len(part.atoms)] == part.atoms for i in runs))
    return truth(Counter(part.atoms) <= Counter(whole.atoms))


def delete(call: Call) -> Value | None:
    """Return the second value without any occurrence of the first."""
    both = call.both()
    if both is None:
        return None
    one, many = both
    left = [atom for atom in many.atoms if not (_comparable(one, many) and atom == one.atom)]
    return container(many.base_type, left, many.cardinality)


def index(call: Call) -> Value | None:
    """Return the n-th value of an ordered container, counted from one."""
    value, place = call.only(), call.whole("n")
    if value is None or place is None or not 1 <= place <= len(value.atoms):
        return None
    return Value(value.base_type, (value.atoms[place - 1],))


def container_size(call: Call) -> Value | None:
    """Return how many values a container holds; NULL holds none."""
    value = call.only()
    return number(Decimal(len(value.atoms) if value else 0), "integer")


def multiple(call: Call) -> Value | None:
    """Return an unordered container of all operands; NULL operands are left out."""
    return _gathered(call, "multiple")


def ordered(call: Call) -> Value | None:
    """Return an ordered container of all operands; NULL operands are left out."""
    return _gathered(call, "ordered")


def field_value(call: Call) -> Value | None:
    """Return one field of a record."""
    value = call.only()
    fields = dict(value.fields) if value else {}
    return fields.get(call.element.get("field-identifier"))


def draw(call: Call) -> Value | None:
    """Return one value of a container, by lot."""
    value = call.only()
    if value is None:
        return None
    return Value(value.base_type, (value.atoms[call.scope.lottery.below(len(value.atoms))],))


def _comparable(first: Value, second: Value) -> bool:
    if first.base_type in NUMERIC or first.base_type in _TEXTUAL:
        kind = NUMERIC if first.base_type in NUMERIC else _TEXTUAL
        return second.base_type in kind
    return first.base_type == second.base_type


def _gathered(call: Call, cardinality: Cardinality) -> Value | None:
    present = [operand for operand in call.operands if operand]
    if not present or any(_kind(operand) != _kind(present[0]) for operand in present):
        return None
    if sum(len(operand.atoms) for operand in present) > MOST_GATHERED:
        return None
    atoms: list[Atom] = [atom for operand in present for atom in operand.atoms]
    return container(present[0].base_type, atoms, cardinality)


def _kind(value: Value) -> str:
    if value.base_type in NUMERIC:
        return "number"
    return "text" if value.base_type in _TEXTUAL else value.base_type
