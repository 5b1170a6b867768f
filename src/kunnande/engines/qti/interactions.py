"""What the candidate is asked to do: one frozen class per kind of interaction."""

from dataclasses import dataclass
from typing import TypeAlias

from .declarations import (
    Area,
    ResponseDeclaration,
    UndeliverableItemError,
    read_area,
)
from .documents import Element, UnreadableItemError


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, pair or place."""

    identifier: str
    content: Element
    fixed: bool = False
    match_max: int = 1
    area: Area | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What all interactions share: where the response goes and how it is asked for."""

    response: str
    cardinality: str
    base_type: str
    prompt: Element | None
    source: Element
    shuffle: bool
    max_choices: int


@dataclass(frozen=True, slots=True)
class ChoiceInteraction(Asked):
    """Choose one or several from a list."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class InlineChoiceInteraction(Asked):
    """Choose one inside a sentence."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class TextEntryInteraction(Asked):
    """Write a word or a number."""

    numeric: bool


@dataclass(frozen=True, slots=True)
class OrderInteraction(Asked):
    """Put things in order."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class MatchInteraction(Asked):
    """Pair each source with a target."""

    sources: tuple[Choice, ...]
    targets: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class HotspotInteraction(Asked):
    """Choose one or several areas of a picture."""

    choices: tuple[Choice, ...]
    figure: Element | None


@dataclass(frozen=True, slots=True)
class GapMatchInteraction(Asked):
    """Fill the gaps of a text."""

    sources: tuple[Choice, ...]
    gaps: tuple[str, ...]


Interaction: TypeAlias = (
    ChoiceInteraction
    | InlineChoiceInteraction
    | TextEntryInteraction
    | OrderInteraction
    | MatchInteraction
    | HotspotInteraction
    | GapMatchInteraction
)

_BASE_TYPES = {
    "qti-choice-interaction": {"identifier"},
    "qti-inline-choice-interaction": {"identifier"},
    "qti-order-interaction": {"identifier"},
    "qti-hotspot-interaction": {"identifier"},
    "qti-text-entry-interaction": {"string", "integer", "float"},
    "qti-match-interaction": {"directedPair", "pair"},
    "qti-gap-match-interaction": {"directedPair", "pair"},
}


def read_interaction(element: Element, declaration: ResponseDeclaration) -> Interaction:
    """Return the interaction described by an element of the item body.

    Parameters
    ----------
    element
        An element whose name ends in ``-interaction``.
    declaration
        The response variable it fills.

    Returns
    -------
    Interaction
        Choices in document order.

    Raises
    ------
    UndeliverableItemError
        If the kind of interaction, or the type of its variable, is not supported.
    UnreadableItemError
        If choices are missing, or two share an identifier.
    """
    fitting = _BASE_TYPES.get(element.name)
    if fitting is None:
        raise UndeliverableItemError(f"Line {element.line}: {element.name} is not supported.")
    ordered = element.name == "qti-order-interaction"
    if declaration.base_type not in fitting or (declaration.cardinality == "ordered") != ordered:
        raise UndeliverableItemError(
            f"Line {element.line}: {element.name} can not fill {declaration.identifier}, "
            f"which is {declaration.cardinality} {declaration.base_type}."
        )
    shared = (
        declaration.identifier,
        declaration.cardinality,
        declaration.base_type,
        element.find("qti-prompt"),
        element,
        element.get("shuffle") in {"true", "1"},
        _most_choices(element, declaration),
    )
    if "directedPair" in fitting:
        return _read_paired(element, shared)
    return _read_choosing(element, shared)


_Shared: TypeAlias = tuple[str, str, str, Element | None, Element, bool, int]


def _read_choosing(element: Element, shared: _Shared) -> Interaction:
    match element.name:
        case "qti-choice-interaction":
            return ChoiceInteraction(*shared, _choices(element, "qti-simple-choice"))
        case "qti-inline-choice-interaction":
            return InlineChoiceInteraction(*shared, _choices(element, "qti-inline-choice"))
        case "qti-order-interaction":
            return OrderInteraction(*shared, _choices(element, "qti-simple-choice"))
        case "qti-text-entry-interaction":
            return TextEntryInteraction(*shared, shared[2] != "string")
        case _:
            spots = _choices(element, "qti-hotspot-choice")
            return HotspotInteraction(*shared, spots, _figure(element))


def _read_paired(element: Element, shared: _Shared) -> Interaction:
    if element.name == "qti-gap-match-interaction":
        gaps = tuple(gap.get("identifier") for gap in element.walk() if gap.name == "qti-gap")
        _refuse_repeated(element, gaps)
        texts = _choices(element, "qti-gap-text", "qti-gap-img")
        return GapMatchInteraction(*shared, texts, gaps)
    sets = element.elements("qti-simple-match-set")
    if len(sets) != 2:
        raise UnreadableItemError(f"Line {element.line}: a match needs two sets of choices.")
    sources, targets = (_choices(each, "qti-simple-associable-choice") for each in sets)
    return MatchInteraction(*shared, sources, targets)


def _choices(element: Element, *names: str) -> tuple[Choice, ...]:
    found = element.elements(*names)
    _refuse_repeated(element, tuple(choice.get("identifier") for choice in found))
    return tuple(
        Choice(
            identifier=choice.get("identifier"),
            content=choice,
            fixed=choice.get("fixed") in {"true", "1"},
            match_max=_whole(choice, "match-max", 1),
            area=read_area(choice) if choice.name == "qti-hotspot-choice" else None,
            label=choice.get("hotspot-label") or choice.get("aria-label"),
        )
        for choice in found
    )


def _refuse_repeated(element: Element, identifiers: tuple[str, ...]) -> None:
    usable = [name for name in identifiers if name and not any(map(str.isspace, name))]
    if not identifiers or len(set(usable)) != len(identifiers):
        raise UnreadableItemError(
            f"Line {element.line}: {element.name} needs choices with identifiers of their own."
        )


def _most_choices(element: Element, declaration: ResponseDeclaration) -> int:
    if declaration.cardinality == "single":
        return 1
    return _whole(element, "max-choices", 0)


def _whole(element: Element, attribute: str, absent: int) -> int:
    text = element.get(attribute) or str(absent)
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise UnreadableItemError(f"Line {element.line}: {attribute} is not a whole number.")
    return int(text)


def _figure(element: Element) -> Element | None:
    pictures = (child for child in element.walk() if child.name in {"svg", "img", "object"})
    return next(pictures, None)
