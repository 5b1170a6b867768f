"""Give each object that is to be placed on a picture the picture it is placed on."""

from dataclasses import replace

from .documents import Element

STAGE = "qti-position-object-stage"
_PICTURES = ("svg", "img", "object")


def set_stages(element: Element) -> Element:
    """Return the body with the picture of each stage moved into the interactions on it.

    A stage and its objects then are asked for like points on a picture.
    """
    if not any(part.name == STAGE for part in element.walk()):
        return element
    children = tuple(
        set_stages(child) if isinstance(child, Element) else child for child in element.children
    )
    if element.name != STAGE:
        return replace(element, children=children)
    picture = next(iter(element.elements(*_PICTURES)), None)
    asked = element.elements("qti-position-object-interaction")
    staged = (replace(each, children=(picture, *each.children)) for each in asked if picture)
    return replace(element, children=tuple(staged) or asked)
