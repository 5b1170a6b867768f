"""The picture of a hotspot interaction, with a letter at each area."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from .bodies import Copying, copy_picture
from .declarations import Area
from .documents import Element
from .drawings import copy_drawing
from .interactions import Choice
from .markup import Node, tag
from .values import read_atom

_NO_BOX = (Decimal(0), Decimal(0), Decimal(400), Decimal(300))
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(place: int) -> str:
    """Return the sign of the n-th choice, counted from zero: A to Z, then numbers."""
    return _LETTERS[place] if place < len(_LETTERS) else str(place + 1)


def marked_figure(
    picture: Element | None, choices: tuple[Choice, ...], copying: Copying
) -> tuple[Node, ...]:
    """Return the picture in a ``figure``, each area outlined and lettered.

    Letters are decoration: the list of areas beside the picture carries the same letters. A picture
    file without width and height is shown without them, since its units are not known.
    """
    return _figure(picture, copying, lambda drawing: _with_marks(drawing, choices))


def ruled_figure(picture: Element, copying: Copying) -> tuple[Node, ...]:
    """Return the picture in a ``figure`` with a scale along its edges, in the picture's units."""
    return _figure(picture, copying, _with_rulers)


def _figure(
    picture: Element | None, copying: Copying, drawn_on: Callable[[Element], Element]
) -> tuple[Node, ...]:
    if picture is None:
        return ()
    if picture.family == "svg":
        return tuple(
            tag("figure", {}, drawn_on(node))
            for node in copy_drawing(picture, copying.ids, copying.lost)
            if isinstance(node, Element)
        )
    image = copy_picture(picture, copying)
    if isinstance(image, str) or not {"width", "height"} <= image.attributes.keys():
        return (tag("figure", {}, image),)
    size = {name: image.get(name) for name in ("width", "height")}
    drawing = tag(
        "svg",
        {"viewBox": f"0 0 {size['width']} {size['height']}", "class": "chart", "role": "img",
         "aria-label": image.get("alt")},
        tag("image", {"href": image.get("src"), **size}),
    )  # fmt: skip
    return (tag("figure", {}, drawn_on(drawing)),)


def _with_rulers(drawing: Element) -> Element:
    """Return the drawing on a larger sheet, with numbers above and to the left of it."""
    left, top, wide, high = _box(drawing)
    edge = max(wide, high) / 12
    across = [_tick(left + part * wide / 10, top - edge / 4, edge) for part in range(11)]
    down = [_tick(left - edge / 2, top + part * high / 10, edge, left + wide) for part in range(11)]
    sizes = (left - edge, top - edge, wide + 2 * edge, high + 2 * edge)
    sheet = " ".join(_text(size) for size in sizes)
    lines = [
        tag("path", {"d": f"M{_text(left + part * wide / 10)} {_text(top)}v{_text(high)}",
                     "class": "l-grid", "fill": "none"})
        for part in range(11)
    ]  # fmt: skip
    rulers = tag("g", {"aria-hidden": "true"}, *lines, *across, *down)
    return tag("svg", {**drawing.attributes, "viewBox": sheet}, *drawing.children, rulers)


def _tick(x: Decimal, y: Decimal, edge: Decimal, line_to: Decimal | None = None) -> Element:
    label = tag(
        "text",
        {"x": _text(x), "y": _text(y), "text-anchor": "middle", "class": "t-soft",
         "dominant-baseline": "auto" if line_to is None else "central",
         "font-size": _text(edge / 3)},
        _text((x if line_to is None else y).to_integral_value()),
    )  # fmt: skip
    if line_to is None:
        return label
    start = x + edge / 2
    line = tag("path", {"d": f"M{_text(start)} {_text(y)}H{_text(line_to)}", "class": "l-grid",
                        "fill": "none"})  # fmt: skip
    return tag("g", {}, line, label)


def _with_marks(drawing: Element, choices: tuple[Choice, ...]) -> Element:
    box = drawing.get("viewBox").replace(",", " ").split()
    size = max(_number(box[2]), _number(box[3])) / 40 if len(box) == 4 else Decimal(10)
    marks = [mark for i, choice in enumerate(choices) for mark in _marks(choice, letter(i), size)]
    return tag(
        "svg", drawing.attributes, *drawing.children, tag("g", {"aria-hidden": "true"}, *marks)
    )


def _marks(choice: Choice, sign: str, size: Decimal) -> Iterable[Element]:
    if choice.area is None or choice.area.shape == "default":
        return
    outline = {"fill": "none", "stroke": "currentColor", "stroke-width": _text(size / 5)}
    yield tag(*_outline(choice.area, outline))
    across, down = _badge(choice.area, size)
    place = {"cx": _text(across), "cy": _text(down), "r": _text(size * Decimal("0.85"))}
    yield tag("circle", {**place, "class": "f-sheet", "stroke": "currentColor"})
    yield tag(
        "text",
        {"x": _text(across), "y": _text(down), "class": "t-b", "text-anchor": "middle",
         "dominant-baseline": "central", "font-size": _text(size * Decimal("1.2"))},
        sign,
    )  # fmt: skip


def _outline(area: Area, outline: dict[str, str]) -> tuple[str, dict[str, str]]:
    texts = [_text(coord) for coord in area.coords]
    match area.shape:
        case "circle":
            return "circle", dict(zip(("cx", "cy", "r"), texts, strict=False)) | outline
        case "ellipse":
            return "ellipse", dict(zip(("cx", "cy", "rx", "ry"), texts, strict=False)) | outline
        case "rect":
            left, top, right, bottom = area.coords[:4]
            size = {"width": _text(right - left), "height": _text(bottom - top)}
            return "rect", {"x": texts[0], "y": texts[1], **size, **outline}
        case _:
            return "polygon", {"points": " ".join(texts), **outline}


def _badge(area: Area, size: Decimal) -> tuple[Decimal, Decimal]:
    """Return where the letter stands: inside a rectangle's corner, else outside the shape's."""
    if area.shape == "rect":
        return area.coords[0] + size, area.coords[1] + size
    if area.shape == "poly":
        left, top = min(area.coords[::2]), min(area.coords[1::2])
    else:
        across, down, wide, *high = area.coords
        left, top = across - wide, down - (high[0] if high else wide)
    return max(left, size), max(top, size)


def _box(drawing: Element) -> tuple[Decimal, ...]:
    texts = drawing.get("viewBox").replace(",", " ").split()
    sides = tuple(side for text in texts if isinstance(side := read_atom(text, "float"), Decimal))
    return sides if len(sides) == len(texts) == 4 else _NO_BOX


def _number(text: str) -> Decimal:
    return Decimal(text) if text.replace(".", "", 1).isdecimal() else Decimal(400)


def _text(amount: Decimal) -> str:
    return f"{amount:.6g}"
