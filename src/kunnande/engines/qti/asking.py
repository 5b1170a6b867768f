"""Read what an element of the item body asks the candidate to do."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

from .declarations import ResponseDeclaration, UndeliverableItemError, read_area, read_number
from .documents import Element, UnreadableItemError
from .interactions import (
    AssociateInteraction,
    Choice,
    ChoiceInteraction,
    EndAttemptInteraction,
    ExtendedTextInteraction,
    GapMatchInteraction,
    GraphicGapMatchInteraction,
    HotspotInteraction,
    HottextInteraction,
    InlineChoiceInteraction,
    Interaction,
    MatchInteraction,
    OrderInteraction,
    SelectPointInteraction,
    SliderInteraction,
    TextEntryInteraction,
    UploadInteraction,
)

_Shared: TypeAlias = tuple[str, str, str, Element | None, Element, bool, int, int]

_MOST_FIELDS = 20
_MOST_STEPS = 10_000
_PAIRS = frozenset({"pair", "directedPair"})
_WRITTEN = frozenset({"string", "integer", "float"})
# The base types that each kind of interaction can fill; a record only where people write.
_BASE_TYPES: Mapping[str, frozenset[str]] = {
    "choice": frozenset({"identifier"}),
    "inline-choice": frozenset({"identifier"}),
    "hottext": frozenset({"identifier"}),
    "order": frozenset({"identifier"}),
    "hotspot": frozenset({"identifier"}),
    "graphic-order": frozenset({"identifier"}),
    "text-entry": _WRITTEN | {"record"},
    "extended-text": _WRITTEN | {"record"},
    "slider": frozenset({"integer", "float"}),
    "upload": frozenset({"file"}),
    "end-attempt": frozenset({"boolean"}),
    "select-point": frozenset({"point"}),
    "position-object": frozenset({"point"}),
    "associate": _PAIRS,
    "graphic-associate": _PAIRS,
    "match": _PAIRS,
    "gap-match": _PAIRS,
    "graphic-gap-match": _PAIRS,
}
_ORDERED = frozenset({"order", "graphic-order"})


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
    kind = element.name.removeprefix("qti-").removesuffix("-interaction")
    fitting = _BASE_TYPES.get(kind)
    if fitting is None:
        raise UndeliverableItemError(f"Line {element.line}: {element.name} is not supported.")
    ordered = declaration.cardinality == "ordered"
    misplaced = ordered != (kind in _ORDERED) and kind != "extended-text"
    if declaration.base_type not in fitting or misplaced:
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
        _whole(element, "min-associations" if fitting & _PAIRS else "min-choices", 0),
    )
    return _READERS[kind](element, shared)


def _read_choice(element: Element, shared: _Shared) -> Interaction:
    return ChoiceInteraction(*shared, _choices(element, "qti-simple-choice"))


def _read_inline_choice(element: Element, shared: _Shared) -> Interaction:
    return InlineChoiceInteraction(*shared, _choices(element, "qti-inline-choice"))


def _read_hottext(element: Element, shared: _Shared) -> Interaction:
    words = tuple(part for part in element.walk() if part.name == "qti-hottext")
    return HottextInteraction(*shared, _read_choices(element, words))


def _read_order(element: Element, shared: _Shared) -> Interaction:
    return OrderInteraction(*shared, _choices(element, "qti-simple-choice"))


def _read_graphic_order(element: Element, shared: _Shared) -> Interaction:
    spots = _choices(element, "qti-hotspot-choice")
    return OrderInteraction(*shared, spots, _figure(element))


def _read_hotspot(element: Element, shared: _Shared) -> Interaction:
    spots = _choices(element, "qti-hotspot-choice")
    return HotspotInteraction(*shared, spots, _figure(element))


def _read_text_entry(_: Element, shared: _Shared) -> Interaction:
    return TextEntryInteraction(*shared, shared[2] != "string")


def _read_extended_text(element: Element, shared: _Shared) -> Interaction:
    several = shared[1] in {"multiple", "ordered"}
    wanted = max(_whole(element, "max-strings", 1), _whole(element, "min-strings", 1), 1)
    return ExtendedTextInteraction(*shared, min(wanted, _MOST_FIELDS) if several else 1)


def _read_slider(element: Element, shared: _Shared) -> Interaction:
    lower, upper = read_number(element, "lower-bound"), read_number(element, "upper-bound")
    step = read_number(element, "step") or Decimal(1)
    if lower is None or upper is None or not lower < upper or step <= 0:
        raise UnreadableItemError(f"Line {element.line}: the slider has no scale.")
    if (upper - lower) / step > _MOST_STEPS:
        raise UndeliverableItemError(f"Line {element.line}: the slider has too many steps.")
    return SliderInteraction(*shared, lower, upper, step)


def _read_upload(_: Element, shared: _Shared) -> Interaction:
    return UploadInteraction(*shared)


def _read_end_attempt(element: Element, shared: _Shared) -> Interaction:
    return EndAttemptInteraction(*shared, element.get("title"))


def _read_select_point(element: Element, shared: _Shared) -> Interaction:
    figure = _figure(element)
    if figure is None:
        raise UnreadableItemError(f"Line {element.line}: there is no picture to point at.")
    known = _size(figure, "width") and _size(figure, "height")
    if not (figure.get("viewBox") if figure.family == "svg" else known):
        raise UndeliverableItemError(
            f"Line {element.line}: the picture to point at needs width and height."
        )
    points = min(shared[6] or max(shared[7], 5), _MOST_FIELDS)
    return SelectPointInteraction(*shared, figure, points)


def _read_associate(element: Element, shared: _Shared) -> Interaction:
    choices = _choices(element, "qti-simple-associable-choice")
    return AssociateInteraction(*shared, choices, _pairs(shared, choices))


def _read_graphic_associate(element: Element, shared: _Shared) -> Interaction:
    spots = _choices(element, "qti-associable-hotspot")
    return AssociateInteraction(*shared, spots, _pairs(shared, spots), _figure(element))


def _read_match(element: Element, shared: _Shared) -> Interaction:
    sets = element.elements("qti-simple-match-set")
    if len(sets) != 2:
        raise UnreadableItemError(f"Line {element.line}: a match needs two sets of choices.")
    sources, targets = (_choices(each, "qti-simple-associable-choice") for each in sets)
    return MatchInteraction(*shared, sources, targets)


def _read_gap_match(element: Element, shared: _Shared) -> Interaction:
    gaps = tuple(gap.get("identifier") for gap in element.walk() if gap.name == "qti-gap")
    _refuse_repeated(element, gaps)
    return GapMatchInteraction(*shared, _choices(element, "qti-gap-text", "qti-gap-img"), gaps)


def _read_graphic_gap_match(element: Element, shared: _Shared) -> Interaction:
    sources = _choices(element, "qti-gap-text", "qti-gap-img")
    gaps = _choices(element, "qti-associable-hotspot")
    return GraphicGapMatchInteraction(*shared, sources, gaps, _figure(element))


_READERS: Mapping[str, Callable[[Element, _Shared], Interaction]] = {
    "choice": _read_choice,
    "inline-choice": _read_inline_choice,
    "hottext": _read_hottext,
    "order": _read_order,
    "graphic-order": _read_graphic_order,
    "hotspot": _read_hotspot,
    "text-entry": _read_text_entry,
    "extended-text": _read_extended_text,
    "slider": _read_slider,
    "upload": _read_upload,
    "end-attempt": _read_end_attempt,
    "select-point": _read_select_point,
    "position-object": _read_select_point,
    "associate": _read_associate,
    "graphic-associate": _read_graphic_associate,
    "match": _read_match,
    "gap-match": _read_gap_match,
    "graphic-gap-match": _read_graphic_gap_match,
}


def _choices(element: Element, *names: str) -> tuple[Choice, ...]:
    return _read_choices(element, element.elements(*names))


def _read_choices(element: Element, found: tuple[Element, ...]) -> tuple[Choice, ...]:
    _refuse_repeated(element, tuple(choice.get("identifier") for choice in found))
    return tuple(
        Choice(
            identifier=choice.get("identifier"),
            content=choice,
            fixed=choice.get("fixed") in {"true", "1"},
            match_max=_whole(choice, "match-max", 1),
            area=read_area(choice) if "hotspot" in choice.name else None,
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
    pairs = declaration.base_type in _PAIRS
    return _whole(element, "max-associations" if pairs else "max-choices", 0)


def _pairs(shared: _Shared, choices: tuple[Choice, ...]) -> int:
    uses = sum(choice.match_max or len(choices) for choice in choices)
    return max(1, min(shared[6] or uses // 2, uses // 2 or 1, _MOST_FIELDS))


def _whole(element: Element, attribute: str, absent: int) -> int:
    text = element.get(attribute) or str(absent)
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise UnreadableItemError(f"Line {element.line}: {attribute} is not a whole number.")
    return int(text)


def _size(figure: Element, attribute: str) -> bool:
    text = figure.get(attribute)
    return text.isascii() and text.isdigit() and int(text[:6]) > 0


def _figure(element: Element) -> Element | None:
    names = {"svg", "img", "object"}
    within = (child for child in element.elements() if not child.name.startswith("qti-gap"))
    pictures = (part for child in within for part in child.walk() if part.name in names)
    return next(pictures, None)
