"""What an item says about its response and outcome variables."""

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from .documents import Element, UnreadableItemError
from .values import BASE_TYPES, Atom, Cardinality, Value, container, read_atom, record

_CARDINALITIES = frozenset({"single", "multiple", "ordered", "record"})
_TEXTS = frozenset({"string", "identifier"})
# Written by converters that hyphenate more than names.
_ALIASES = {"directed-pair": "directedPair", "int-or-identifier": "intOrIdentifier"}


class UndeliverableItemError(UnreadableItemError):
    """The item is readable QTI, but uses something we neither show nor score."""


@dataclass(frozen=True, slots=True)
class MapEntry:
    """What one response value is worth."""

    key: Atom
    points: Decimal
    case_sensitive: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A region of a picture, in the picture's own units."""

    shape: str
    coords: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Points per value (``entries``) or per region (``areas``), with bounds on the sum."""

    entries: tuple[MapEntry, ...]
    areas: tuple[tuple[Area, Decimal], ...]
    default: Decimal
    lower: Decimal | None
    upper: Decimal | None


@dataclass(frozen=True, slots=True)
class LookupEntry:
    """One row of a table that turns a number into an outcome."""

    source: Decimal
    includes_source: bool
    target: Atom


@dataclass(frozen=True, slots=True)
class LookupTable:
    """A match table (exact sources) or an interpolation table (sources are lower boundaries)."""

    entries: tuple[LookupEntry, ...]
    default: Atom | None
    exact: bool


@dataclass(frozen=True, slots=True)
class ResponseDeclaration:
    """A response variable, its key and what its values are worth."""

    identifier: str
    cardinality: Cardinality
    base_type: str
    default: Value | None = None
    correct: Value | None = None
    mapping: Mapping | None = None
    area_mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class OutcomeDeclaration:
    """An outcome variable."""

    identifier: str
    cardinality: Cardinality
    base_type: str
    default: Value | None = None
    normal_minimum: Decimal | None = None
    normal_maximum: Decimal | None = None
    lookup: LookupTable | None = None


@dataclass(frozen=True, slots=True)
class TemplateDeclaration:
    """A variable that makes instances of an item differ."""

    identifier: str
    cardinality: Cardinality
    base_type: str
    default: Value | None = None
    math: bool = False


def read_response_declaration(element: Element) -> ResponseDeclaration:
    """Return the response variable declared by the element."""
    identifier, cardinality, base_type = _read_head(element)
    mapping, area_mapping = element.find("qti-mapping"), element.find("qti-area-mapping")
    return ResponseDeclaration(
        identifier=identifier,
        cardinality=cardinality,
        base_type=base_type,
        default=_read_values(element.find("qti-default-value"), base_type, cardinality),
        correct=_read_values(element.find("qti-correct-response"), base_type, cardinality),
        mapping=_read_mapping(mapping, base_type) if mapping else None,
        area_mapping=_read_mapping(area_mapping, base_type) if area_mapping else None,
    )


def read_outcome_declaration(element: Element) -> OutcomeDeclaration:
    """Return the outcome variable declared by the element."""
    identifier, cardinality, base_type = _read_head(element)
    table = element.find("qti-match-table") or element.find("qti-interpolation-table")
    return OutcomeDeclaration(
        identifier=identifier,
        cardinality=cardinality,
        base_type=base_type,
        default=_read_values(element.find("qti-default-value"), base_type, cardinality),
        normal_minimum=read_number(element, "normal-minimum"),
        normal_maximum=read_number(element, "normal-maximum"),
        lookup=_read_table(table, base_type) if table else None,
    )


def read_template_declaration(element: Element) -> TemplateDeclaration:
    """Return the template variable declared by the element."""
    identifier, cardinality, base_type = _read_head(element)
    return TemplateDeclaration(
        identifier=identifier,
        cardinality=cardinality,
        base_type=base_type,
        default=_read_values(element.find("qti-default-value"), base_type, cardinality),
        math=element.get("math-variable") in {"true", "1"},
    )


def read_literal(element: Element, text: str, base_type: str) -> Atom:
    """Return a value written in the item; raise UnreadableItemError if it is not of its type."""
    atom = read_atom(text, base_type)
    if atom is None and base_type in _TEXTS and not text.strip():
        return ""
    if atom is None:
        raise UnreadableItemError(f"Line {element.line}: '{text.strip()}' is not a {base_type}.")
    return atom


def read_number(element: Element, attribute: str) -> Decimal | None:
    """Return a numeric attribute, None when absent; raise UnreadableItemError if no number."""
    text = element.get(attribute)
    return cast("Decimal", read_literal(element, text, "float")) if text else None


def read_area(element: Element) -> Area:
    """Return the region given by ``shape`` and ``coords``."""
    texts = element.get("coords").replace(",", " ").split()
    coords = tuple(cast("Decimal", read_literal(element, text, "float")) for text in texts)
    shape = element.get("shape", "default")
    least = {"circle": 3, "rect": 4, "ellipse": 4, "poly": 6, "default": 0}
    enough = len(coords) >= least.get(shape, len(coords) + 1)
    odd = shape == "poly" and len(coords) % 2 == 1
    if not enough or odd or not all(coord.is_finite() for coord in coords):
        raise UnreadableItemError(f"Line {element.line}: '{shape}' does not fit its coords.")
    return Area(shape, coords)


def _read_head(element: Element) -> tuple[str, Cardinality, str]:
    identifier = element.get("identifier")
    cardinality = element.get("cardinality", "single")
    written = element.get("base-type", "string")
    base_type = "record" if cardinality == "record" else _ALIASES.get(written, written)
    if not identifier:
        raise UnreadableItemError(f"Line {element.line}: {element.name} has no identifier.")
    if cardinality not in _CARDINALITIES or base_type not in BASE_TYPES | {"record"}:
        raise UndeliverableItemError(
            f"Line {element.line}: {identifier} is {cardinality} {base_type}; not supported."
        )
    return identifier, cast("Cardinality", cardinality), base_type


def _read_values(element: Element | None, base_type: str, cardinality: Cardinality) -> Value | None:
    if element is None:
        return None
    if cardinality == "record":
        return record([_read_field(value) for value in element.elements("qti-value")])
    texts = [(value, value.text()) for value in element.elements("qti-value")]
    atoms = [read_literal(value, text, base_type) for value, text in texts if text]
    if cardinality == "single" and len(atoms) > 1:
        # Wrong, and said by ``items``; the rules can still ask whether a value is a member.
        return container(base_type, atoms, "multiple")
    return container(base_type, atoms, cardinality)


def _read_field(value: Element) -> tuple[str, Value | None]:
    base_type, text = value.get("base-type", "string"), value.text()
    atom = read_literal(value, text, base_type) if text else None
    return value.get("field-identifier"), Value(base_type, (atom,)) if atom is not None else None


def _read_mapping(element: Element, base_type: str) -> Mapping:
    return Mapping(
        entries=tuple(
            MapEntry(
                key=read_literal(entry, entry.attributes.get("map-key", ""), base_type),
                points=_mapped_points(entry),
                # QTI 3.0 changed the default from true to false.
                case_sensitive=entry.get("case-sensitive", "false") in {"true", "1"},
            )
            for entry in element.elements("qti-map-entry")
        ),
        areas=tuple(
            (read_area(entry), _mapped_points(entry))
            for entry in element.elements("qti-area-map-entry")
        ),
        default=read_number(element, "default-value") or Decimal(0),
        lower=read_number(element, "lower-bound"),
        upper=read_number(element, "upper-bound"),
    )


def _mapped_points(entry: Element) -> Decimal:
    return cast("Decimal", read_literal(entry, entry.get("mapped-value"), "float"))


def _read_table(element: Element, base_type: str) -> LookupTable:
    entries = element.elements("qti-match-table-entry", "qti-interpolation-table-entry")
    default = element.get("default-value")
    return LookupTable(
        entries=tuple(
            LookupEntry(
                source=cast("Decimal", read_literal(entry, entry.get("source-value"), "float")),
                includes_source=entry.get("include-boundary", "true") in {"true", "1"},
                target=read_literal(entry, entry.get("target-value"), base_type),
            )
            for entry in entries
        ),
        default=read_literal(element, default, base_type) if default else None,
        exact=element.name == "qti-match-table",
    )
