"""A document split into its shape and the texts that fill it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .contexts import KNOWN_CONTEXTS

# Compiling a shape costs three canonicalisations; what is larger goes the general way.
MAX_TEXTS = 1_000
# What decides the meaning of other members, or is a term itself: part of the shape, never filled.
FIXED_MEMBERS = frozenset({"@context", "type", "proofPurpose", "cryptosuite"})


class NoShapeError(ValueError):
    """A document, or the texts in it, need the general way."""


@dataclass(frozen=True)
class Reading:
    """A document, its shape, and the texts that fill it; no shape when it must go another way."""

    document: Mapping[str, Any]
    shape: tuple[Any, ...] | None
    texts: list[str]


def read_shape(document: Mapping[str, Any]) -> Reading:
    """Return a document split into its shape and the texts that fill it.

    Parameters
    ----------
    document
        Not yet checked.

    Returns
    -------
    Reading
        Two documents of one shape differ in their texts alone: members, order, lengths, types,
        numbers and contexts are the same.
    """
    marks: list[Any] = []
    texts: list[str] = []
    try:
        if tuple(map(str, document["@context"])) in KNOWN_CONTEXTS:
            _read(dict(document), marks, texts)
            if len(texts) <= MAX_TEXTS:
                return Reading(document, tuple(marks), texts)
    except (NoShapeError, KeyError, TypeError, RecursionError):
        # The guards tell what is wrong with it, if anything is.
        return Reading(document, None, [])
    return Reading(document, None, [])


def _read(value: Any, marks: list[Any], texts: list[str]) -> None:
    if isinstance(value, str):
        marks.append(None)
        texts.append(value)
    elif isinstance(value, dict):
        _read_members(value, marks, texts)
    elif isinstance(value, list):
        marks.append(len(value))
        for member in value:
            _read(member, marks, texts)
    elif isinstance(value, int):
        marks.append((type(value), value))
    else:
        raise NoShapeError


def _read_members(members: dict[str, Any], marks: list[Any], texts: list[str]) -> None:
    marks.append(tuple(members))
    for name, member in members.items():
        if name in FIXED_MEMBERS:
            marks.append(_fixed(member))
        elif isinstance(member, str):
            # Most members are texts: a call for each would take a third of the time.
            marks.append(None)
            texts.append(member)
        else:
            _read(member, marks, texts)


def _fixed(member: Any) -> Any:
    if isinstance(member, str):
        return member
    if not isinstance(member, list) or not all(isinstance(each, str) for each in member):
        raise NoShapeError
    return tuple(member)
