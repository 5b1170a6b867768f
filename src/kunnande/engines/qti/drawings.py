"""Copy drawings (SVG) and formulas (MathML) through strict allow-lists."""

import re
from collections.abc import Iterator, Mapping

from .documents import Element
from .markup import Node, tag

_SVG = frozenset({
    "circle", "clipPath", "defs", "desc", "ellipse", "g", "line", "linearGradient", "marker",
    "mask", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "svg",
    "symbol", "text", "title", "tspan", "use",
})  # fmt: skip
MATHML = frozenset({
    "math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded",
    "mphantom", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup",
    "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "aria-hidden", "clip-path", "clip-rule", "clipPathUnits", "cx", "cy", "d",
    "direction", "display", "dominant-baseline", "dx", "dy", "fill", "fill-opacity",
    "fill-rule", "focusable", "font-size", "font-style", "font-weight", "fx", "fy",
    "gradientTransform", "gradientUnits", "height", "marker-end", "marker-mid", "marker-start",
    "markerHeight", "markerUnits", "markerWidth", "mask", "mathvariant", "offset", "opacity",
    "orient", "patternContentUnits", "patternTransform", "patternUnits", "points",
    "preserveAspectRatio", "r", "refX", "refY", "role", "rotate", "rx", "ry", "spreadMethod",
    "stop-color", "stop-opacity", "stretchy", "stroke", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width",
    "text-anchor", "textLength", "transform", "vector-effect", "viewBox", "width", "x", "x1",
    "x2", "y", "y1", "y2",
})  # fmt: skip
_CLASSES = frozenset({
    "chart", "end", "key", "kicker", "lead", "legend", "mid", "n", "num", "row", "small", "soft",
    "stack", "table", "f-bg", "f-dim", "f-gap", "f-ink", "f-sheet", "f-water", "l-1", "l-2", "l-3",
    "l-axis", "l-dash", "l-dim", "l-grid", "l-ink", "l-thin", "t-b", "t-soft",
})  # fmt: skip
_TRANSFORM = re.compile(
    r"((matrix|rotate|scale|skewX|skewY|translate|rgb)\([\d\s.,eE+-]*\)[\s,]*)+"
)
_LOCAL = re.compile(r"url\(\s*['\"]?#([^'\"()\s]+)['\"]?\s*\)")


def copy_drawing(element: Element, ids: Mapping[str, str], lost: list[str]) -> Iterator[Node]:
    """Yield the drawing as a new element, or nothing if it is not on the allow-list.

    Parameters
    ----------
    element
        An SVG element.
    ids
        Old id to new id; references to anything else are dropped.
    lost
        Receives the names of elements left out.
    """
    if element.family != "svg" or element.name not in _SVG:
        lost.append(element.name)
        return
    children: list[Node] = []
    for child in element.children:
        children.extend([child] if isinstance(child, str) else copy_drawing(child, ids, lost))
    yield tag(element.name, copy_attributes(element, ids), *children)


def copy_attributes(element: Element, ids: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes of a drawing or formula that may be shown."""
    kept: dict[str, str] = {}
    for name, text in element.attributes.items():
        value = _value(name, text.strip(), ids)
        if value:
            kept["href" if name == "xlink:href" else name] = value
    return kept


def shown_classes(text: str) -> str:
    """Return those of the classes that belong to the house's own look."""
    return " ".join(each for each in text.split() if each in _CLASSES)


def _value(name: str, text: str, ids: Mapping[str, str]) -> str:
    match name:
        case "id":
            value = ids.get(text, "")
        case "aria-labelledby" | "aria-describedby":
            value = " ".join(ids[each] for each in text.split() if each in ids)
        case "href" | "xlink:href":
            target = ids.get(text[1:]) if text.startswith("#") else None
            value = f"#{target}" if target else ""
        case "class":
            value = shown_classes(text)
        case "aria-label":
            value = text
        case _:
            value = _painted(text, ids) if name in _ATTRIBUTES else ""
    return value


def _painted(text: str, ids: Mapping[str, str]) -> str:
    if "(" not in text or _TRANSFORM.fullmatch(text):
        return text
    local = _LOCAL.fullmatch(text)
    return f"url(#{ids[local[1]]})" if local and local[1] in ids else ""
