"""What is found in an XML document by its name, whatever its namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element


def find_all(root: Element, name: str) -> Iterator[Element]:
    """Return every element with a name, however deep."""
    return (element for element in root.iter() if name_of(element) == name.casefold())


def first(element: Element | None, name: str) -> Element | None:
    """Return the first child with a name, whatever its namespace."""
    children = () if element is None else element
    return next((child for child in children if name_of(child) == name.casefold()), None)


def name_of(element: Element) -> str:
    """Return an element's name without its namespace, in small letters."""
    return str(element.tag).rpartition("}")[2].casefold()


def text_of(element: Element | None, name: str) -> str:
    """Return what the first child with a name says, with single spaces; nothing without it."""
    found = first(element, name)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def code_of(element: Element | None) -> str:
    """Return a coded value: its attribute or child `code`, else its text."""
    if element is None:
        return ""
    return element.get("code") or text_of(element, "code") or (element.text or "").strip()
