"""Read a test."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from .declarations import (
    UndeliverableItemError,
    read_number,
    read_outcome_declaration,
)
from .documents import Element, UnreadableItemError, read_document
from .outlines import (
    Assessment,
    Child,
    ItemReference,
    Node,
    Part,
    Section,
    Selection,
    SessionControl,
    TimeLimits,
)
from .rules import read_rules

_MOST_PARTS = 5_000
_SETTINGS = {
    "show-feedback": False,
    "allow-review": True,
    "show-solution": False,
    "allow-comment": False,
    "allow-skipping": True,
    "validate-responses": False,
}


def read_assessment(xml: bytes, sections: Mapping[str, bytes] | None = None) -> Assessment:
    """Return the test written in a QTI document.

    Parameters
    ----------
    xml
        One ``qti-assessment-test`` of QTI 3.0, or one of QTI 2.x, which is upgraded.
    sections
        Documents of sections that lie in files of their own, by the address the test gives them.

    Raises
    ------
    UnreadableItemError
        If the bytes are no safe, well-formed, consistent test.
    UndeliverableItemError
        If its outcome processing uses something that is not supported.
    """
    root = read_document(xml)
    if root.name != "qti-assessment-test" or root.family != "qti":
        raise UnreadableItemError(f"<{root.name}> is not a QTI test.")
    declared = [read_outcome_declaration(each) for each in root.elements("qti-outcome-declaration")]
    processing = root.find("qti-outcome-processing")
    parts = tuple(_read_part(each, sections or {}) for each in root.elements("qti-test-part"))
    _refuse_repeated(parts)
    return Assessment(
        identifier=root.get("identifier"),
        title=root.get("title"),
        limits=_read_limits(root),
        parts=parts,
        outcome_declarations=MappingProxyType({each.identifier: each for each in declared}),
        rules=read_rules(processing) if processing else (),
        feedback=(
            *root.elements("qti-test-feedback"),
            *(each for part in root.elements("qti-test-part")
              for each in part.elements("qti-test-feedback")),
        ),
    )  # fmt: skip


def _read_part(element: Element, documents: Mapping[str, bytes]) -> Part:
    node = _read_node(element, SessionControl())
    names = ("qti-assessment-section", "qti-assessment-section-ref")
    sections = [
        _read_section(each, documents, node.control, 0) for each in element.elements(*names)
    ]
    return Part(
        **_fields(node),
        linear=element.get("navigation-mode", "linear") == "linear",
        individual=element.get("submission-mode", "individual") == "individual",
        sections=tuple(sections),
    )


def _read_section(
    element: Element, documents: Mapping[str, bytes], control: SessionControl, depth: int
) -> Section:
    if element.name == "qti-assessment-section-ref":
        element = _fetch(element, documents)
    if depth > 10:
        raise UnreadableItemError(f"Line {element.line}: sections are nested deeper than 10.")
    node = _read_node(element, control)
    names = (
        "qti-assessment-section", "qti-assessment-section-ref", "qti-assessment-item-ref",
    )  # fmt: skip
    children = [
        _read_item_reference(each, node.control)
        if each.name == "qti-assessment-item-ref"
        else _read_section(each, documents, node.control, depth + 1)
        for each in element.elements(*names)
    ]
    ordering = element.find("qti-ordering")
    return Section(
        **_fields(node),
        title=element.get("title"),
        visible=_is_true(element, "visible", absent=True),
        keep_together=_is_true(element, "keep-together", absent=True),
        selection=_read_selection(element.find("qti-selection")),
        shuffle=ordering is not None and _is_true(ordering, "shuffle", absent=False),
        rubrics=element.elements("qti-rubric-block"),
        children=tuple(children),
    )


def _fetch(reference: Element, documents: Mapping[str, bytes]) -> Element:
    href = reference.get("href")
    if href not in documents:
        raise UnreadableItemError(f"Line {reference.line}: the section '{href}' is missing.")
    root = read_document(documents[href])
    if root.name != "qti-assessment-section":
        raise UnreadableItemError(f"'{href}' is not a section.")
    return root


def _read_item_reference(element: Element, control: SessionControl) -> ItemReference:
    node = _read_node(element, control)
    weights = {
        each.get("identifier"): read_number(each, "value") or Decimal(0)
        for each in element.elements("qti-weight")
    }
    return ItemReference(
        **_fields(node),
        href=element.get("href"),
        categories=frozenset(element.get("category").split()),
        weights=MappingProxyType(weights),
    )


def _read_node(element: Element, control: SessionControl) -> Node:
    identifier = element.get("identifier")
    if not identifier or any(map(str.isspace, identifier)):
        raise UnreadableItemError(f"Line {element.line}: {element.name} has no identifier.")
    conditions = tuple(element.elements("qti-pre-condition"))
    branches = tuple(element.elements("qti-branch-rule"))
    for rule in (*conditions, *branches):
        read_rules(rule)
    return Node(
        identifier=identifier,
        required=_is_true(element, "required", absent=False),
        fixed=_is_true(element, "fixed", absent=False),
        limits=_read_limits(element),
        conditions=conditions,
        branches=branches,
        control=_read_control(element, control),
    )


def _fields(node: Node) -> dict[str, Any]:
    return {name: getattr(node, name) for name in Node.__slots__}


def _read_limits(element: Element) -> TimeLimits:
    limits = element.find("qti-time-limits")
    if limits is None:
        return TimeLimits()
    return TimeLimits(
        least=read_number(limits, "min-time"),
        most=read_number(limits, "max-time"),
        allow_late=_is_true(limits, "allow-late-submission", absent=False),
    )


def _read_control(element: Element, inherited: SessionControl) -> SessionControl:
    written = element.find("qti-item-session-control")
    if written is None:
        return inherited
    allowed = {
        name for name in _SETTINGS if _is_true(written, name, absent=name in inherited.allowed)
    }
    most = read_number(written, "max-attempts")
    kept = inherited if most is None else replace(inherited, max_attempts=int(most))
    return replace(kept, allowed=frozenset(allowed))


def _read_selection(element: Element | None) -> Selection | None:
    if element is None:
        return None
    select = read_number(element, "select")
    if select is None or not 0 <= select <= _MOST_PARTS:
        raise UnreadableItemError(f"Line {element.line}: the selection does not say how many.")
    return Selection(int(select), _is_true(element, "with-replacement", absent=False))


def _is_true(element: Element, attribute: str, *, absent: bool) -> bool:
    text = element.get(attribute)
    return text in {"true", "1"} if text else absent


def _refuse_repeated(parts: tuple[Part, ...]) -> None:
    names: list[str] = []

    def visit(child: Child) -> None:
        names.append(child.identifier)
        for each in child.children if isinstance(child, Section) else ():
            visit(each)

    for part in parts:
        names.append(part.identifier)
        for section in part.sections:
            visit(section)
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise UnreadableItemError(f"The identifier '{repeated[0]}' is used twice.")
    if len(names) > _MOST_PARTS:
        raise UndeliverableItemError(f"The test has more than {_MOST_PARTS} parts.")
