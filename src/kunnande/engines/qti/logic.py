"""Operators on truth values, with QTI's three-valued logic."""

from .scope import Call
from .values import FALSE, TRUE, Value, truth


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


def _truths(call: Call) -> list[bool | None]:
    return [
        operand.atom is True if operand and operand.base_type == "boolean" else None
        for operand in call.operands
    ]
