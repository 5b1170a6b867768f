"""Upgrade QTI 2.x documents to QTI 3.0 in place, keeping everything that is not QTI."""

import re
from collections.abc import Callable, Mapping
from typing import cast

from lxml import etree

QTI3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"

_OLD = re.compile(r"http://www\.imsglobal\.org/xsd/(imsqti_v2p[012]|imsqti_item_v2p\d)")
_OLD_ROOTS = frozenset({"assessmentItem", "assessmentTest", "assessmentSection"})
_OLD_TEMPLATE = re.compile(r".*/qti_v2p\d/rptemplates/(\w+?)(\.xml)?")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
# QTI's own names without a capital letter; all other lower-case names are HTML.
_PLAIN_NAMES = frozenset({
    "and", "or", "not", "match", "sum", "value", "variable", "correct", "default", "null",
    "prompt", "gap", "hottext", "contains", "member", "delete", "index", "inside", "ordered",
    "multiple", "product", "subtract", "divide", "power", "truncate", "round", "lt", "gt", "lte",
    "gte", "equal", "random", "repeat", "max", "min", "gcd", "lcm", "substring", "mapping",
    "ordering", "selection", "stylesheet", "weight", "record",
})  # fmt: skip
_WITH_CONTENT_BODY = frozenset({
    "qti-modal-feedback", "qti-feedback-block", "qti-template-block", "qti-rubric-block",
})  # fmt: skip


def is_old(root: etree._Element) -> bool:
    """Tell whether the document is written in QTI 2.0, 2.1 or 2.2."""
    namespace = _namespace(root)
    bare = not namespace and etree.QName(root).localname in _OLD_ROOTS
    return bare or bool(_OLD.fullmatch(namespace))


def upgrade_tree(root: etree._Element) -> bool:
    """Turn a QTI 2.x tree into QTI 3.0, in place, and tell whether there was anything to do.

    Parameters
    ----------
    root
        Any document; one that is not QTI 2.x is left alone.

    Returns
    -------
    bool
        True if the tree was QTI 2.x.

    Notes
    -----
    ``case-sensitive`` of a map entry is always written out, because its default is true in QTI 2.x
    and false in QTI 3.0.
    """
    if not is_old(root):
        return False
    namespace = _namespace(root)
    root.attrib.pop(_SCHEMA_LOCATION, "")
    for element in list(root.iter(etree.Element)):
        if _namespace(element) == namespace:
            _upgrade(element)
    etree.cleanup_namespaces(root, top_nsmap=cast("Mapping[str, str]", {None: QTI3}))
    return True


def new_name(name: str) -> str:
    """Return the QTI 3.0 name of a QTI 2.x element.

    Examples
    --------
    >>> new_name("durationLT"), new_name("gap"), new_name("table")
    ('qti-duration-lt', 'qti-gap', 'table')
    """
    kebab = _kebab(name)
    return f"qti-{kebab}" if kebab != name or name in _PLAIN_NAMES else name


def _namespace(element: etree._Element) -> str:
    return cast("str | None", etree.QName(element).namespace) or ""


def _kebab(name: str) -> str:
    return _HUMP.sub("-", name).lower()


def _upgrade(element: etree._Element) -> None:
    name = new_name(etree.QName(element).localname)
    element.tag = f"{{{QTI3}}}{name}"
    for key, value in list(element.attrib.items()):
        text = str(key)
        if not text.startswith("{") and _kebab(text) != text:
            del element.attrib[text]
            element.set(_kebab(text), value)
    mend = _MENDED.get(name)
    if mend:
        mend(element)
    if name in _WITH_CONTENT_BODY:
        _wrap_content(element)


def _write_out_case(entry: etree._Element) -> None:
    if "case-sensitive" not in entry.attrib:
        entry.set("case-sensitive", "true")


def _rename_template(processing: etree._Element) -> None:
    named = _OLD_TEMPLATE.fullmatch(str(processing.get("template", "")).strip())
    if named:
        processing.set("template", f"{TEMPLATES}{named[1]}.xml")


_MENDED: Mapping[str, Callable[[etree._Element], None]] = {
    "qti-map-entry": _write_out_case,
    "qti-response-processing": _rename_template,
}


def _wrap_content(element: etree._Element) -> None:
    body = etree.Element(f"{{{QTI3}}}qti-content-body")
    body.text, element.text = element.text, None
    for child in list(element):
        # Stylesheets stand before the content.
        if child.tag != f"{{{QTI3}}}qti-stylesheet" and not str(child.tag).endswith("}stylesheet"):
            body.append(child)
    element.append(body)
