"""Build HTML as a tree and write it; every text and attribute is escaped on the way out."""

from collections.abc import Iterable, Mapping
from html import escape
from types import MappingProxyType
from typing import TypeAlias

from .documents import Element

Node: TypeAlias = Element | str

_VOID = frozenset({"br", "col", "hr", "img", "input", "wbr"})


def tag(name: str, attributes: Mapping[str, str] | None = None, *children: Node) -> Element:
    """Return a new HTML element."""
    return Element(name, MappingProxyType(dict(attributes or {})), children)


def write(node: Node) -> str:
    """Return the node as HTML.

    Examples
    --------
    >>> write(tag("p", {"lang": "sv"}, "a < b", tag("br")))
    '<p lang="sv">a &lt; b<br></p>'
    """
    if isinstance(node, str):
        return escape(node, quote=False)
    attributes = "".join(f' {name}="{escape(text)}"' for name, text in node.attributes.items())
    if node.name in _VOID:
        return f"<{node.name}{attributes}>"
    return f"<{node.name}{attributes}>{write_all(node.children)}</{node.name}>"


def write_all(nodes: Iterable[Node]) -> str:
    """Return several nodes as HTML."""
    return "".join(write(node) for node in nodes)


def spoken(nodes: Iterable[Node]) -> str:
    """Return what a screen reader would say: text, and the names of pictures."""
    return " ".join("".join(_spoken(node) for node in nodes).split())


def is_plain(nodes: Iterable[Node]) -> bool:
    """Tell whether the nodes are text without pictures or formulas."""
    inside = [node for node in nodes if isinstance(node, Element)]
    pictures = {"img", "math", "svg", "table"}
    return not any(part.name in pictures for node in inside for part in node.walk())


def _spoken(node: Node) -> str:
    if isinstance(node, str):
        return node
    if node.name == "img":
        return f" {node.get('alt')} "
    if node.name == "svg":
        title = node.find("title")
        return f" {node.get('aria-label') or (title.text() if title else '')} "
    text = "".join(_spoken(child) for child in node.children)
    return f" {text} " if node.name in {"p", "div", "li", "br", "td", "th"} else text
