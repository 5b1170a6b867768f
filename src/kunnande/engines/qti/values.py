"""Typed values of QTI variables: exact decimals, pairs, points, containers; NULL is None."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, TypeAlias

Cardinality = Literal["single", "multiple", "ordered", "record"]
Atom: TypeAlias = bool | Decimal | str | tuple[str, str] | tuple[Decimal, Decimal]
Response: TypeAlias = str | tuple[str, ...] | None

NUMERIC = frozenset({"integer", "float", "duration"})
BASE_TYPES = NUMERIC | {
    "identifier", "boolean", "string", "point", "pair", "directedPair", "uri", "intOrIdentifier",
    "file",
}  # fmt: skip

# Bounded exponents keep every later conversion small; no traps, so nothing ever raises.
ARITHMETIC = Context(prec=34, rounding=ROUND_HALF_UP, Emin=-999, Emax=999, traps=[])

_LONGEST_NUMBER = 80
_MOST_VALUES = 1_000
MOST_GATHERED = 10_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_SPACES = "\u0020\u00a0\u2009\u202f"
_THOUSANDS = re.compile(rf"(?<=\d)[{_SPACES}](?=\d{{3}}(?!\d))")
_INFINITE = {"INF": Decimal("Infinity"), "-INF": Decimal("-Infinity")}
_ISO_DURATION = re.compile(
    r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d{1,9})?)S)?)?"
)
_SECONDS = (86_400, 3_600, 60, 1)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is not NULL: one atom when single, one or more in a container.

    A record has ``fields``, and as its only atom a text that is the same for equal records.
    """

    base_type: str
    atoms: tuple[Atom, ...]
    cardinality: Cardinality = "single"
    fields: tuple[tuple[str, "Value"], ...] = ()

    @property
    def atom(self) -> Atom:
        """The first atom, the only one of a single value."""
        return self.atoms[0]

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The atoms that are numbers: all of them or, by type, none."""
        return tuple(atom for atom in self.atoms if isinstance(atom, Decimal))


TRUE, FALSE = Value("boolean", (True,)), Value("boolean", (False,))


def truth(holds: bool) -> Value:  # noqa: FBT001  the truth itself, not a switch
    """Return a single boolean value."""
    return TRUE if holds else FALSE


def number(amount: Decimal, base_type: str = "float") -> Value | None:
    """Return a single number, or NULL when the amount is not a number (0/0, inf - inf)."""
    return None if amount.is_nan() else Value(base_type, (amount,))


def container(base_type: str, atoms: Sequence[Atom], cardinality: Cardinality) -> Value | None:
    """Return a container, or NULL when it is empty: QTI knows no empty container.

    One that grew beyond 10,000 values is NULL too, so that no rule can fill the memory.
    """
    sized = 0 < len(atoms) <= MOST_GATHERED
    return Value(base_type, tuple(atoms), cardinality) if sized else None


def record(fields: Sequence[tuple[str, Value | None]]) -> Value | None:
    """Return a record of the fields that have a value, or NULL when none has."""
    present = tuple(sorted(((name, value) for name, value in fields if value), key=_field_name))
    text = "; ".join(
        f"{name}={' '.join(write_atom(atom) for atom in value.atoms)}" for name, value in present
    )
    return Value("record", (text,), "record", present) if present else None


def _field_name(field: tuple[str, Value]) -> str:
    return field[0]


def read_atom(text: str, base_type: str) -> Atom | None:
    """Return the value written in an item file, or None when it is not of the type.

    Parameters
    ----------
    text
        QTI lexical form, decimal point; surrounding whitespace is ignored.
    base_type
        One of the QTI base types.

    Returns
    -------
    Atom | None
        Numbers as exact decimals; an undirected pair in sorted order.

    Examples
    --------
    >>> read_atom(" 0.10 ", "float"), read_atom("B A", "pair")
    (Decimal('0.10'), ('A', 'B'))
    """
    text = text.strip()
    if base_type in NUMERIC:
        return _read_number(text, base_type)
    if base_type == "boolean":
        return _BOOLEANS.get(text.lower())
    if base_type in {"pair", "directedPair", "point"}:
        return _read_two(text, base_type)
    return text or None


def _read_number(text: str, base_type: str) -> Decimal | None:
    if text in _INFINITE:
        return _INFINITE[text]
    if base_type == "duration" and text.startswith("P"):
        return _read_duration(text)
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text) or not text.isascii():
        return None
    amount = ARITHMETIC.create_decimal(text)
    fractional = amount.is_finite() and amount != amount.to_integral_value()
    return None if base_type == "integer" and fractional else amount


def _read_duration(text: str) -> Decimal | None:
    found = _ISO_DURATION.fullmatch(text)
    parts = found.groups() if found else ()
    if not any(parts):
        return None
    return sum((Decimal(part or 0) * worth for part, worth in zip(parts, _SECONDS, strict=True)),
               Decimal(0))  # fmt: skip


def _read_two(text: str, base_type: str) -> Atom | None:
    parts = text.split()
    if len(parts) != 2:
        return None
    if base_type == "point":
        across, down = (_read_number(part, "float") for part in parts)
        if across is None or down is None or not (across.is_finite() and down.is_finite()):
            return None
        return (across, down)
    first, second = sorted(parts) if base_type == "pair" else parts
    return (first, second)


def read_answer(
    response: object, base_type: str, cardinality: Cardinality = "single"
) -> Value | None:
    """Return a candidate's response as a value; whatever can not be understood is NULL.

    Parameters
    ----------
    response
        A text, a sequence of texts or None. Numbers may carry a decimal comma, a real minus sign
        and spaces between thousands; empty texts in a sequence are places not yet filled.
    base_type, cardinality
        As declared.

    Returns
    -------
    Value | None
        A part that is not of the type makes the whole response NULL.

    Examples
    --------
    >>> read_answer("48 000,50", "float").atom
    Decimal('48000.50')
    """
    texts = [response] if isinstance(response, str) else response
    if not isinstance(texts, list | tuple) or len(texts) > _MOST_VALUES:
        return None
    if cardinality == "record":
        return _number_parts(str(texts[0])) if len(texts) == 1 else None
    filled = [text.strip() for text in texts if isinstance(text, str) and text.strip()]
    if base_type in NUMERIC:
        filled = [_plain_number(text) for text in filled]
    atoms = [atom for text in filled if (atom := read_atom(text, base_type)) is not None]
    if len(atoms) != len(filled) or (cardinality == "single" and len(atoms) != 1):
        return None
    return container(base_type, atoms, cardinality)


def _plain_number(text: str) -> str:
    plain = _THOUSANDS.sub("", text).replace("\u2212", "-")
    return plain.replace(",", ".") if "." not in plain else plain


def _number_parts(text: str) -> Value | None:
    """Return the record that a numeric text entry fills (ASI model, text entry interaction)."""
    written = _plain_number(text.strip())
    amount = _read_number(written, "float")
    fields = [("stringValue", Value("string", (text.strip(),)) if text.strip() else None)]
    if amount is not None and amount.is_finite():
        mantissa, _, exponent = written.lower().lstrip("+-").partition("e")
        left, _, right = mantissa.partition(".")
        counts = {
            "leftDigits": len(left), "rightDigits": len(right), "ndp": len(right.rstrip("0")),
            "nsf": len((left + right).strip("0")),
        }  # fmt: skip
        fields += [(name, number(Decimal(count), "integer")) for name, count in counts.items()]
        fields.append(("floatValue", number(amount)))
        if amount == amount.to_integral_value():
            fields.append(("integerValue", number(amount, "integer")))
        if exponent:
            fields.append(("exponent", number(Decimal(exponent), "integer")))
    return record(fields)


def write_atom(atom: Atom) -> str:
    """Return an atom in QTI lexical form.

    Examples
    --------
    >>> write_atom((Decimal(3), Decimal(4))), write_atom(True), write_atom(Decimal("Infinity"))
    ('3 4', 'true', 'INF')
    """
    if isinstance(atom, bool):
        return "true" if atom else "false"
    if isinstance(atom, tuple):
        return " ".join(write_atom(part) for part in atom)
    if isinstance(atom, Decimal):
        return str(atom) if atom.is_finite() else ("INF" if atom > 0 else "-INF")
    return atom


def write_value(value: Value | None) -> Response:
    """Return a value as a response: a text, a tuple of texts, or None for NULL."""
    if value is None:
        return None
    texts = tuple(write_atom(atom) for atom in value.atoms)
    return texts if value.cardinality in {"multiple", "ordered"} else texts[0]
