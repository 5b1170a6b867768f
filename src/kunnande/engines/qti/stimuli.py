"""Texts and pictures that several items share."""

from dataclasses import dataclass

from .documents import Element, UnreadableItemError, read_document


@dataclass(frozen=True, slots=True)
class StimulusReference:
    """Where an item says that its shared text lies."""

    identifier: str
    href: str


@dataclass(frozen=True, slots=True)
class Stimulus:
    """A shared text, shown before the items that refer to it."""

    identifier: str
    title: str
    language: str
    root: Element
    body: Element


def read_stimulus(xml: bytes) -> Stimulus:
    """Return the stimulus written in a ``qti-assessment-stimulus`` document.

    Raises
    ------
    UnreadableItemError
        If the bytes are no safe, well-formed stimulus.
    """
    root = read_document(xml)
    body = root.find("qti-stimulus-body")
    if root.name != "qti-assessment-stimulus" or body is None:
        raise UnreadableItemError(f"<{root.name}> is not a QTI stimulus.")
    return Stimulus(root.get("identifier"), root.get("title"), root.get("xml:lang"), root, body)


def read_references(root: Element) -> tuple[StimulusReference, ...]:
    """Return the references to stimuli that an item makes."""
    found = root.elements("qti-assessment-stimulus-ref")
    return tuple(StimulusReference(each.get("identifier"), each.get("href")) for each in found)
