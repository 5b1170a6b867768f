"""Turn untrusted bytes into a small, safe, unchangeable tree."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from lxml import etree

Family = Literal["qti", "svg", "mathml", "other"]

MAX_BYTES = 1_000_000
MAX_NODES = 20_000
MAX_DEPTH = 50

_FAMILIES: Mapping[str, Family] = {
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0": "qti",
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
    if len(xml) > MAX_BYTES:
        raise UnreadableItemError(f"The document is larger than {MAX_BYTES} bytes.")
    try:
        defusedxml.ElementTree.fromstring(xml, forbid_dtd=True)
        parsed = etree.fromstring(xml, _parser())
    except defusedxml.DefusedXmlException as refusal:
        raise UnreadableItemError("The document has a DOCTYPE or entities. Remove it.") from refusal
    except (ParseError, etree.XMLSyntaxError, LookupError, ValueError) as fault:
        raise UnreadableItemError(f"The document is not well-formed XML: {fault}.") from fault
    _refuse_size(parsed)
    return _copy(parsed)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
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


def _copy(source: etree._Element) -> Element:
    name = etree.QName(source)
    line = _line(source)
    if name.namespace == _XINCLUDE or name.localname == "script":
        raise UnreadableItemError(f"Line {line}: <{name.localname}> is not allowed.")
    attributes = _copy_attributes(source, line)
    children: list[Element | str] = [source.text] if source.text else []
    for child in source:
        children.append(_copy(child))
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


def _copy_attributes(source: etree._Element, line: int) -> Mapping[str, str]:
    attributes: dict[str, str] = {}
    for key, value in source.attrib.items():
        name = etree.QName(str(key))
        prefix = _ATTRIBUTE_PREFIXES.get(name.namespace, "") if name.namespace else ""
        if name.namespace and not prefix:
            continue
        attributes[prefix + name.localname] = str(value)
    for attribute, value in attributes.items():
        _refuse_hazard(etree.QName(source).localname, (attribute, value), line)
    return MappingProxyType(attributes)


def _refuse_hazard(element: str, attribute: tuple[str, str], line: int) -> None:
    name, value = attribute
    if name.lower().startswith("on"):
        raise UnreadableItemError(f"Line {line}: the event attribute {name} is not allowed.")
    if name.lower() not in _LOADING_ATTRIBUTES:
        return
    # Browsers ignore whitespace and control characters inside a scheme.
    address = re.sub(r"[\x00-\x20\x7f-\xa0]", "", value).lower()
    active = address.startswith(_ACTIVE_SCHEMES)
    if active or (element != "a" and _REFERENCE_OUT.match(address)):
        raise UnreadableItemError(
            f"Line {line}: {name} refers outside the item's package. Put the file in the package."
        )
