"""Read an assessment item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType

from .asking import read_interaction
from .declarations import (
    OutcomeDeclaration,
    ResponseDeclaration,
    TemplateDeclaration,
    UndeliverableItemError,
    read_outcome_declaration,
    read_response_declaration,
    read_template_declaration,
)
from .documents import Element, UnreadableItemError, read_document, read_hazardous
from .interactions import (
    AssociateInteraction,
    GapMatchInteraction,
    GraphicGapMatchInteraction,
    Interaction,
    MatchInteraction,
    OrderInteraction,
)
from .rules import read_processing, read_rules
from .staging import set_stages
from .stimuli import StimulusReference, read_references
from .values import Value

_MOST_OPTIONS = 10_000
# Every item has these without declaring them.
_BUILT_IN = (
    ResponseDeclaration("numAttempts", "single", "integer"),
    ResponseDeclaration("duration", "single", "duration"),
)
_COMPLETION = OutcomeDeclaration(
    "completionStatus", "single", "identifier", Value("identifier", ("unknown",))
)


@dataclass(frozen=True, slots=True)
class Item:
    """An assessment item; holds the key, so it never leaves the server.

    ``obstacles`` says why the item can be scored but not shown; empty for one from ``read_item``.
    """

    identifier: str
    title: str
    language: str
    sha256: str
    interactions: tuple[Interaction, ...]
    response_declarations: Mapping[str, ResponseDeclaration]
    outcome_declarations: Mapping[str, OutcomeDeclaration]
    rules: tuple[Element, ...]
    template: str
    body: Element
    adaptive: bool
    template_declarations: Mapping[str, TemplateDeclaration]
    template_rules: tuple[Element, ...]
    modal_feedback: tuple[Element, ...]
    obstacles: tuple[str, ...]
    stimuli: tuple[StimulusReference, ...]
    root: Element


def read_item(xml: bytes) -> Item:
    """Return the item written in a QTI document, ready to be shown and scored.

    Parameters
    ----------
    xml
        One ``qti-assessment-item`` of QTI 3.0, or one ``assessmentItem`` of QTI 2.x, which is
        upgraded; see ``read_document`` for the limits.

    Returns
    -------
    Item
        Immutable, to be shown and scored any number of times.

    Raises
    ------
    UnreadableItemError
        If the bytes are no safe, well-formed, consistent item.
    UndeliverableItemError
        If the item needs something that is not supported.
    """
    item = _read(read_document(xml), sha256(xml).hexdigest())
    if item.obstacles:
        raise UndeliverableItemError(" ".join(item.obstacles))
    return item


def read_scorable_item(xml: bytes) -> Item:
    """Return an item that will be scored but never shown, however its body looks.

    Raises
    ------
    UnreadableItemError
        If the bytes are no well-formed item with declarations and rules that can be understood.
    """
    hazards: list[str] = []
    item = _read(read_hazardous(xml, hazards), sha256(xml).hexdigest())
    return replace(item, obstacles=(*hazards, *item.obstacles))


def _read(root: Element, digest: str) -> Item:
    if root.name != "qti-assessment-item" or root.family != "qti":
        raise UnreadableItemError(f"<{root.name}> is not a QTI assessment item.")
    adaptive = root.get("adaptive") in {"true", "1"}
    responses = {
        declaration.identifier: declaration
        for element in root.elements("qti-response-declaration")
        for declaration in [read_response_declaration(element)]
    }
    outcomes = {
        declaration.identifier: declaration
        for element in root.elements("qti-outcome-declaration")
        for declaration in [read_outcome_declaration(element)]
    }
    templates = {
        declaration.identifier: declaration
        for element in root.elements("qti-template-declaration")
        for declaration in [read_template_declaration(element)]
    }
    outcomes.setdefault("SCORE", OutcomeDeclaration("SCORE", "single", "float"))
    if adaptive:
        outcomes.setdefault(_COMPLETION.identifier, _COMPLETION)
    body = set_stages(root.find("qti-item-body") or Element("qti-item-body", MappingProxyType({})))
    processing = root.find("qti-response-processing")
    varying = root.find("qti-template-processing")
    obstacles: list[str] = [
        f"{name} is declared single, but its key has several values."
        for name, declared in responses.items()
        if declared.cardinality == "single" and declared.correct and len(declared.correct.atoms) > 1
    ]
    return Item(
        identifier=root.get("identifier"),
        title=root.get("title"),
        language=root.get("xml:lang"),
        sha256=digest,
        interactions=_refuse_crowd(_read_interactions(body, responses, obstacles), obstacles),
        response_declarations=MappingProxyType(
            {declaration.identifier: declaration for declaration in _BUILT_IN} | responses
        ),
        outcome_declarations=MappingProxyType(outcomes),
        rules=read_processing(processing, outcomes),
        template=processing.get("template") if processing else "",
        body=body,
        adaptive=adaptive,
        template_declarations=MappingProxyType(templates),
        template_rules=read_rules(varying) if varying else (),
        modal_feedback=root.elements("qti-modal-feedback"),
        obstacles=tuple(obstacles),
        stimuli=read_references(root),
        root=root,
    )


def _read_interactions(
    body: Element, responses: Mapping[str, ResponseDeclaration], obstacles: list[str]
) -> tuple[Interaction, ...]:
    interactions: dict[str, Interaction] = {}
    for element in _asking(body):
        identifier = element.get("response-identifier")
        if identifier not in responses or identifier in interactions:
            obstacles.append(
                f"Line {element.line}: {element.name} needs a response declaration of its own."
            )
            continue
        try:
            interactions[identifier] = read_interaction(element, responses[identifier])
        except UnreadableItemError as obstacle:
            obstacles.append(str(obstacle))
    return tuple(interactions.values())


def _refuse_crowd(
    interactions: tuple[Interaction, ...], obstacles: list[str]
) -> tuple[Interaction, ...]:
    """Put an obstacle before an item whose page would be too large for a browser."""
    size = sum(_crowd(interaction) for interaction in interactions)
    if size > _MOST_OPTIONS:
        obstacles.append(f"There are more than {_MOST_OPTIONS} things to choose between.")
    return interactions


def _crowd(interaction: Interaction) -> int:
    match interaction:
        case OrderInteraction():
            return len(interaction.choices) ** 2
        case AssociateInteraction():
            return 2 * interaction.pairs * len(interaction.choices)
        case MatchInteraction():
            return len(interaction.sources) * len(interaction.targets)
        case GapMatchInteraction() | GraphicGapMatchInteraction():
            return len(interaction.sources) * len(interaction.gaps)
        case _:
            return len(getattr(interaction, "choices", ()))


def _asking(body: Element) -> Iterable[Element]:
    return (element for element in body.walk() if element.name.endswith("-interaction"))
