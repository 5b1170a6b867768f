"""Read an assessment item."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from .declarations import (
    OutcomeDeclaration,
    ResponseDeclaration,
    UndeliverableItemError,
    read_outcome_declaration,
    read_response_declaration,
)
from .documents import Element, UnreadableItemError, read_document
from .interactions import Interaction, read_interaction
from .rules import read_processing

# Every item has these without declaring them.
_BUILT_IN = (
    ResponseDeclaration("numAttempts", "single", "integer"),
    ResponseDeclaration("duration", "single", "duration"),
)
_VARYING = ("qti-template-declaration", "qti-template-processing")


@dataclass(frozen=True, slots=True)
class Item:
    """An assessment item; holds the key, so it never leaves the server."""

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


def read_item(xml: bytes) -> Item:
    """Return the item written in a QTI 3.0 document.

    Parameters
    ----------
    xml
        One ``qti-assessment-item``; see ``read_document`` for the limits.

    Returns
    -------
    Item
        Immutable, to be shown and scored any number of times.

    Raises
    ------
    UnreadableItemError
        If the bytes are no safe, well-formed, consistent QTI 3.0 item.
    UndeliverableItemError
        If the item needs something that is not supported.
    """
    root = read_document(xml)
    if root.name != "qti-assessment-item" or root.family != "qti":
        raise UnreadableItemError(f"<{root.name}> is not a QTI 3.0 assessment item.")
    if root.elements(*_VARYING) or root.get("adaptive") in {"true", "1"}:
        raise UndeliverableItemError("Adaptive and randomly varied items are not supported.")
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
    outcomes.setdefault("SCORE", OutcomeDeclaration("SCORE", "single", "float"))
    body = root.find("qti-item-body") or Element("qti-item-body", MappingProxyType({}))
    processing = root.find("qti-response-processing")
    return Item(
        identifier=root.get("identifier"),
        title=root.get("title"),
        language=root.get("xml:lang"),
        sha256=sha256(xml).hexdigest(),
        interactions=_read_interactions(body, responses),
        response_declarations=MappingProxyType(
            {declaration.identifier: declaration for declaration in _BUILT_IN} | responses
        ),
        outcome_declarations=MappingProxyType(outcomes),
        rules=read_processing(processing, outcomes),
        template=processing.get("template") if processing else "",
        body=body,
    )


def _read_interactions(
    body: Element, responses: Mapping[str, ResponseDeclaration]
) -> tuple[Interaction, ...]:
    interactions: dict[str, Interaction] = {}
    for element in body.walk():
        if not element.name.endswith("-interaction"):
            continue
        identifier = element.get("response-identifier")
        if identifier not in responses or identifier in interactions:
            raise UnreadableItemError(
                f"Line {element.line}: {element.name} needs a response declaration of its own."
            )
        interactions[identifier] = read_interaction(element, responses[identifier])
    return tuple(interactions.values())
