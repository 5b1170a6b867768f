"""Operators on truth values, texts and containers, with QTI's three-valued logic."""

from collections import Counter
from decimal import Decimal

from .scope import Call
from .values import FALSE, NUMERIC, TRUE, Atom, Cardinality, Value, container, number, truth

_TEXTUAL = frozenset({"identifier", "string", "uri", "intOrIdentifier"})


def is_null(call: Call) -> Value | None:
    """Tell whether the operand is NULL; an empty text or container is."""
    return truth(call.only() is None)


def conjunction(call: Call) -> Value | None:
    """Return false if one operand is false, else NULL if one is NULL, else true."""
    truths = _truths(call)
    if False in truths:
        return FALSE
    return None if None in truths else TRUE


def disjunction(call: Call) -> Value | None:
    """Return true if one operand is true, else NULL if one is NULL, else false."""
    truths = _truths(call)
    if True in truths:
        return TRUE
    return None if None in truths else FALSE


def negation(call: Call) -> Value | None:
    """Return the opposite; NULL stays NULL."""
    value = call.only()
    return truth(value.atom is False) if value and value.base_type == "boolean" else None


def any_n(call: Call) -> Value | None:
    """Tell whether at least ``min`` and at most ``max`` operands are true."""
    least, most = call.whole("min", absent=0), call.whole("max", absent=len(call.operands))
    if least is None or most is None:
        return None
    truths = _truths(call)
    sure, possible = truths.count(True), truths.count(True) + truths.count(None)
    if sure > most or possible < least:
        return FALSE
    return TRUE if sure >= least and possible <= most else None


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


def _truths(call: Call) -> list[bool | None]:
    return [
        operand.atom is True if operand and operand.base_type == "boolean" else None
        for operand in call.operands
    ]


def _comparable(first: Value, second: Value) -> bool:
    if first.base_type in NUMERIC or first.base_type in _TEXTUAL:
        kind = NUMERIC if first.base_type in NUMERIC else _TEXTUAL
        return second.base_type in kind
    return first.base_type == second.base_type


def _gathered(call: Call, cardinality: Cardinality) -> Value | None:
    present = [operand for operand in call.operands if operand]
    atoms: list[Atom] = [atom for operand in present for atom in operand.atoms]
    return container(present[0].base_type, atoms, cardinality) if present else None


def _two_texts(call: Call) -> tuple[str, str] | None:
    both = call.both()
    if both is None:
        return None
    first, second = (str(value.atom) for value in both)
    if call.flag("case-sensitive", absent=True):
        return (first, second)
    return (first.casefold(), second.casefold())
