"""The fixed response processing templates of QTI 3.0, written as rules."""

from collections.abc import Mapping

from .declarations import OutcomeDeclaration, UndeliverableItemError
from .documents import Element, read_document

_NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_IS_CORRECT = (
    '<qti-match><qti-variable identifier="RESPONSE"/>'
    '<qti-correct identifier="RESPONSE"/></qti-match>'
)
_IS_EMPTY = '<qti-is-null><qti-variable identifier="RESPONSE"/></qti-is-null>'
_MAXIMUM = '<qti-variable identifier="MAXSCORE"/>'
_ONE = '<qti-base-value base-type="float">1</qti-base-value>'
_NONE = '<qti-base-value base-type="float">0</qti-base-value>'
_HAS_MAXIMUM = f'<qti-gte><qti-variable identifier="SCORE"/>{_MAXIMUM}</qti-gte>'


def template_rules(
    processing: Element, outcomes: Mapping[str, OutcomeDeclaration]
) -> tuple[Element, ...]:
    """Return the rules of the template that a response processing element names.

    The address is never fetched: only its last part is looked at.

    Raises
    ------
    UndeliverableItemError
        If the template is unknown.
    """
    address = processing.get("template")
    name = address.rsplit("/", 1)[-1].removesuffix(".xml")
    # The Common Cartridge templates award MAXSCORE; an item without one means a single point.
    full = _MAXIMUM if "MAXSCORE" in outcomes else _ONE
    rules = {
        "match_correct": _if(_IS_CORRECT, _set("SCORE", _ONE), _set("SCORE", _NONE)),
        "map_response": _mapped("qti-map-response"),
        "map_response_point": _mapped("qti-map-response-point"),
        "CC2_match_basic": _if(_IS_CORRECT, _set("SCORE", full), _set("SCORE", _NONE)),
        "CC2_match": _if(
            _IS_CORRECT,
            _set("SCORE", full) + _feedback("correct"),
            _set("SCORE", _NONE) + _feedback("incorrect"),
        ),
        "CC2_map_response": _mapped("qti-map-response")
        + _if(_HAS_MAXIMUM, _feedback("correct"), _feedback("incorrect")),
    }
    if name not in rules:
        raise UndeliverableItemError(
            f"Line {processing.line}: the response processing template '{name}' is not known."
        )
    return read_document(f'<r xmlns="{_NAMESPACE}">{rules[name]}</r>'.encode()).elements()


def _mapped(operator: str) -> str:
    points = f'<{operator} identifier="RESPONSE"/>'
    return _if(_IS_EMPTY, _set("SCORE", _NONE), _set("SCORE", points))


def _feedback(verdict: str) -> str:
    return _set(
        "FEEDBACKBASIC", f'<qti-base-value base-type="identifier">{verdict}</qti-base-value>'
    )


def _set(outcome: str, expression: str) -> str:
    return f'<qti-set-outcome-value identifier="{outcome}">{expression}</qti-set-outcome-value>'


def _if(condition: str, then: str, otherwise: str) -> str:
    return (
        f"<qti-response-condition><qti-response-if>{condition}{then}</qti-response-if>"
        f"<qti-response-else>{otherwise}</qti-response-else></qti-response-condition>"
    )
