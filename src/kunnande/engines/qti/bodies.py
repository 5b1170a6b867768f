"""Copy an item's content into new HTML: what the allow-list does not name is not shown."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from .documents import Element
from .drawings import MATHML, copy_attributes, copy_drawing, shown_classes
from .markup import Node, tag
from .visibility import FEEDBACK, TEMPLATES, Visibility

_HTML = frozenset({
    "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup",
    "dd", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "u", "ul", "var", "wbr",
})  # fmt: skip
_HTML_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "abbr": frozenset({"title"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope", "abbr"}),
}
_UNWRAPPED = frozenset({
    "a", "article", "center", "font", "header", "footer", "main", "section", "tt",
    "qti-content-body", "qti-item-body", "label", "qti-stimulus-body", "rb", "rtc",
    "qti-position-object-stage",
})  # fmt: skip
# Kept from the candidate on purpose, so their absence is no loss.
_WITHHELD = frozenset({
    "qti-prompt", "qti-gap-text", "qti-gap-img", "qti-stylesheet", "qti-catalog-info",
})  # fmt: skip
_CONTROLS = frozenset({"qti-gap", "qti-hottext"})
_VARYING = FEEDBACK | TEMPLATES | {"qti-printed-variable", "qti-rubric-block"}
_REWRITTEN = frozenset({"semantics", "mfenced"})
_BRACKETS = (("open", "("), ("close", ")"))
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_FILE = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*")
_SIZE = re.compile(r"\d{1,5}")


@dataclass(frozen=True, slots=True)
class Copying:
    """How content is copied: new names for ids, where files lie, what replaces controls.

    ``lost`` collects the names of what can not be shown, a control without replacement included.
    """

    ids: Mapping[str, str]
    media_prefix: str
    lost: list[str]
    visibility: Visibility
    media: Mapping[str, str] | None = None
    stimuli: Mapping[str, Element] = field(default_factory=lambda: MappingProxyType({}))
    control: Callable[[Element], Node] | None = None
    phrasing: bool = False

    def address(self, source: str) -> str:
        """Return where the browser finds a file, nothing if it is not to be shown."""
        if self.media is not None:
            known = self.media.get(source, "")
            return self.media_prefix + known if known else ""
        return self.media_prefix + source if _FILE.fullmatch(source) else ""


def renamed_ids(bodies: Iterable[Element], prefix: str) -> dict[str, str]:
    """Return new, neutral ids for all ids of drawings in the bodies."""
    drawn = (part for body in bodies for part in body.walk() if part.family == "svg")
    found = dict.fromkeys(part.get("id") for part in drawn if part.get("id"))
    return {name: f"{prefix}n{place}" for place, name in enumerate(found, start=1)}


def with_controls(copying: Copying, controls: Mapping[str, Element], named: str) -> Copying:
    """Return how content is copied with a control in each place that an attribute names.

    A place without a control, such as a gap outside its question, is lost.
    """

    def placed(element: Element) -> Node:
        found = controls.get(element.get(named))
        if found is None:
            copying.lost.append(element.name)
        return found or ""

    return replace(copying, control=placed)


def copy_content(element: Element, copying: Copying) -> tuple[Node, ...]:
    """Return the children of an element as new HTML nodes.

    Parameters
    ----------
    element
        Content of an item body, prompt or choice.
    copying
        ``lost`` receives the name of everything that can not be shown.

    Returns
    -------
    tuple[Node, ...]
        Only elements and attributes on the allow-list; no identifier of the item.
    """
    return tuple(node for child in element.children for node in _copy(child, copying))


def copy_phrase(element: Element | None, copying: Copying) -> tuple[Node, ...]:
    """Return the content as phrasing content, fit for a label or a legend."""
    return copy_content(element, replace(copying, phrasing=True)) if element else ()


def copy_picture(element: Element, copying: Copying) -> Node:
    """Return an ``img`` for a picture of the package, or its text when it can not be shown."""
    source = element.get("data") or element.get("src")
    text = element.get("alt") or element.get("aria-label") or element.text()
    address = copying.address(source)
    if not address:
        copying.lost.append(element.name)
        return text
    sizes = {name: element.get(name) for name in ("width", "height")}
    kept = {name: size for name, size in sizes.items() if _SIZE.fullmatch(size)}
    return tag("img", {"src": address, "alt": text, **kept})


def language_attribute(element: Element) -> dict[str, str]:
    """Return the element's language as an HTML attribute, if it has a proper one."""
    language = element.get("xml:lang") or element.get("lang")
    return {"lang": language} if _LANGUAGE.fullmatch(language) else {}


def _copy(node: Node, copying: Copying) -> Iterator[Node]:
    if isinstance(node, str):
        yield node
    elif node.family == "svg":
        yield from copy_drawing(node, copying.ids, copying.lost)
    elif node.family == "mathml" and node.name in MATHML | _REWRITTEN:
        yield _copy_formula(node, copying)
    elif node.family == "qti":
        yield from _copy_element(node, copying)
    elif node.family == "mathml" and node.name in {"annotation", "annotation-xml"}:
        return
    else:
        copying.lost.append(node.name)


def _copy_formula(element: Element, copying: Copying) -> Node:
    amount = copying.visibility.math(element.text()) if element.name in {"mi", "ci"} else None
    if amount is not None:
        return tag("mn", {}, amount)
    children = copy_content(element, copying)
    if element.name == "semantics":
        # The other children repeat the formula in other notations.
        return next((child for child in children if isinstance(child, Element)), "")
    if element.name == "mfenced":
        return _fenced(element, children)
    return tag(element.name, copy_attributes(element, copying.ids), *children)


def _fenced(element: Element, children: tuple[Node, ...]) -> Node:
    """Return brackets as browsers still draw them."""
    first, last = (element.attributes.get(name, sign) for name, sign in _BRACKETS)
    between = element.attributes.get("separators", ",").strip()[:1]
    parts = [child for child in children if isinstance(child, Element)]
    inside: list[Node] = []
    for part in parts:
        inside += [tag("mo", {}, between), part] if inside and between else [part]
    return tag("mrow", {}, tag("mo", {}, first), *inside, tag("mo", {}, last))


def _copy_element(element: Element, copying: Copying) -> Iterator[Node]:
    is_control = element.name.endswith("-interaction") or element.name in _CONTROLS
    if is_control and copying.control:
        yield copying.control(element)
    elif element.name in _VARYING:
        yield from _copy_varying(element, copying)
    elif element.name in {"img", "object"}:
        yield copy_picture(element, copying)
    elif element.name in _UNWRAPPED:
        yield from copy_content(element, copying)
    elif element.name in _HTML:
        yield from _copy_html(element, copying)
    elif element.name not in _WITHHELD:
        copying.lost.append(element.name)


def _copy_varying(element: Element, copying: Copying) -> Iterator[Node]:
    """Copy what depends on who looks and on the variables of the attempt."""
    if element.name == "qti-printed-variable":
        yield copying.visibility.printed(element)
    elif element.name == "qti-rubric-block":
        if "candidate" in element.get("view").split():
            yield tag("div", {}, *copy_content(element, copying))
    elif copying.visibility.shows(element):
        block = element.name.endswith("-block") and not copying.phrasing
        yield tag("div" if block else "span", {}, *copy_content(element, copying))


def _copy_html(element: Element, copying: Copying) -> Iterator[Node]:
    shared = copying.stimuli.get(element.get("data-stimulus-idref"))
    children = copy_content(shared or element, copying)
    if copying.phrasing and element.name in {"p", "div"}:
        yield tag("span", _attributes(element), *children)
        yield " "
    else:
        yield tag(element.name, _attributes(element), *children)


def _attributes(element: Element) -> dict[str, str]:
    kept = _HTML_ATTRIBUTES.get(element.name, frozenset())
    attributes = {name: text for name, text in element.attributes.items() if name in kept}
    classes = shown_classes(element.get("class"))
    if classes:
        attributes["class"] = classes
    if element.get("dir") in {"ltr", "rtl", "auto"}:
        attributes["dir"] = element.get("dir")
    return attributes | language_attribute(element)
