"""Turn untrusted bytes into a small, safe, unchangeable tree."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from lxml import etree

from .upgrading import QTI3, upgrade_tree

Family = Literal["qti", "svg", "mathml", "other"]

MAX_BYTES = 1_000_000
MAX_NODES = 20_000
MAX_DEPTH = 50

_FAMILIES: Mapping[str, Family] = {
    QTI3: "qti",
    "http://www.w3.org/1999/xhtml": "qti",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/Math/MathML": "mathml",
}
_ATTRIBUTE_PREFIXES: Mapping[str, str] = {
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.w3.org/1999/xlink": "xlink:",
}
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_LOADING_ATTRIBUTES = {"src", "href", "xlink:href", "data", "srcset", "poster", "background"}
_ACTIVE_SCHEMES = ("javascript:", "vbscript:", "data:", "file:")
# A link is followed by a person; the others are fetched without asking.
_LINKS = frozenset({"a", "qti-stylesheet"})
_REFERENCE_OUT = re.compile(r"^([a-z][a-z0-9+.-]*:|//|\\\\)")


class UnreadableItemError(ValueError):
    """The bytes are not an item we can read; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a document: no comments, no processing instructions, no parent."""

    name: str
    attributes: Mapping[str, str]
    children: tuple["Element | str", ...] = ()
    family: Family = "qti"
    line: int = 0

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute without surrounding whitespace."""
        return self.attributes.get(name, default).strip()

    def elements(self, *names: str) -> tuple["Element", ...]:
        """Return the child elements, or those with one of the names."""
        found = (child for child in self.children if isinstance(child, Element))
        return tuple(child for child in found if not names or child.name in names)

    def find(self, name: str) -> "Element | None":
        """Return the first child element with the name."""
        return next(iter(self.elements(name)), None)

    def walk(self) -> Iterator["Element"]:
        """Yield this element and everything inside it, in document order."""
        yield self
        for child in self.elements():
            yield from child.walk()

    def text(self) -> str:
        """Return all text inside, whitespace collapsed."""
        return " ".join("".join(self.strings()).split())

    def strings(self) -> Iterator[str]:
        """Yield all text inside, as written."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.strings()


def read_document(xml: bytes) -> Element:
    """Return the document's root element, refusing everything that could hurt.

    Parameters
    ----------
    xml
        At most one million bytes, 20,000 elements and 50 levels.

    Returns
    -------
    Element
        The root; the whole tree is immutable.

    Raises
    ------
    UnreadableItemError
        If the bytes are not well-formed XML, carry a DOCTYPE, exceed a limit, carry scripts or
        event attributes, or refer to anything outside their package.
    """
    hazards: list[str] = []
    root = read_hazardous(xml, hazards)
    if hazards:
        raise UnreadableItemError(hazards[0])
    return root


def read_hazardous(xml: bytes, hazards: list[str]) -> Element:
    """Return the root of a document that will be processed but never shown.

    ``hazards`` receives what ``read_document`` refuses: scripts, event attributes and references
    out of the package. They are not part of the tree.
    """
    parsed = parse(xml, keep_notes=False)
    upgrade_tree(parsed)
    return _copy(parsed, hazards)


def parse(xml: bytes, *, keep_notes: bool = True) -> etree._Element:
    """Return the parsed document, refusing a DOCTYPE and everything over the limits.

    ``keep_notes`` keeps comments and processing instructions.
    """
    if len(xml) > MAX_BYTES:
        raise UnreadableItemError(f"The document is larger than {MAX_BYTES} bytes.")
    try:
        defusedxml.ElementTree.fromstring(xml, forbid_dtd=True)
        parsed = etree.fromstring(xml, _parser(keep_notes=keep_notes))
    except defusedxml.DefusedXmlException as refusal:
        raise UnreadableItemError("The document has a DOCTYPE or entities. Remove it.") from refusal
    except (ParseError, etree.XMLSyntaxError, LookupError, ValueError) as fault:
        raise UnreadableItemError(f"The document is not well-formed XML: {fault}.") from fault
    _refuse_size(parsed)
    return parsed


def _parser(*, keep_notes: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=not keep_notes,
        remove_pis=not keep_notes,
    )


def _refuse_size(root: etree._Element) -> None:
    depth = nodes = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, nodes = depth + 1, nodes + 1
        if depth > MAX_DEPTH:
            raise UnreadableItemError(
                f"Line {_line(element)}: elements are nested deeper than {MAX_DEPTH} levels."
            )
        if nodes > MAX_NODES:
            raise UnreadableItemError(f"The document has more than {MAX_NODES} elements.")


def _copy(source: etree._Element, hazards: list[str]) -> Element:
    name = etree.QName(source)
    line = _line(source)
    if name.namespace == _XINCLUDE or name.localname == "script":
        hazards.append(f"Line {line}: <{name.localname}> is not allowed.")
    attributes = _copy_attributes(source, hazards)
    children: list[Element | str] = [source.text] if source.text else []
    for child in source:
        children.append(_copy(child, hazards))
        if child.tail:
            children.append(child.tail)
    return Element(
        name=name.localname,
        attributes=attributes,
        children=tuple(children),
        family=_FAMILIES.get(name.namespace or "", "other"),
        line=line,
    )


def _line(source: etree._Element) -> int:
    return cast("int | None", source.sourceline) or 0


def _copy_attributes(source: etree._Element, hazards: list[str]) -> Mapping[str, str]:
    attributes: dict[str, str] = {}
    for key, value in source.attrib.items():
        name = etree.QName(str(key))
        prefix = _ATTRIBUTE_PREFIXES.get(name.namespace, "") if name.namespace else ""
        if name.namespace and not prefix:
            continue
        attribute = prefix + name.localname
        hazard = _hazard(etree.QName(source).localname, attribute, str(value))
        if hazard:
            hazards.append(f"Line {_line(source)}: {hazard}")
        else:
            attributes[attribute] = str(value)
    return MappingProxyType(attributes)


def _hazard(element: str, name: str, value: str) -> str:
    if name.lower().startswith("on"):
        return f"the event attribute {name} is not allowed."
    if name.lower() not in _LOADING_ATTRIBUTES:
        return ""
    # Browsers ignore whitespace and control characters inside a scheme.
    address = re.sub(r"[\x00-\x20\x7f-\xa0]", "", value).lower()
    active = address.startswith(_ACTIVE_SCHEMES)
    if active or (element not in _LINKS and _REFERENCE_OUT.match(address)):
        return f"{name} refers outside the item's package. Put the file in the package."
    return ""
