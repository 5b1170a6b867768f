"""Evaluate the expressions of response processing."""

import operator
from collections.abc import Callable, Mapping

from . import arithmetic, logic
from .declarations import read_area, read_literal
from .documents import Element
from .mapping import is_inside, map_response, map_response_point
from .scope import Call, Scope
from .values import Value, number, truth

Operator = Callable[[Call], Value | None]


def evaluate(element: Element, scope: Scope) -> Value | None:
    """Return the value of an expression; anything that can not be computed is NULL."""
    operands = tuple(evaluate(child, scope) for child in element.elements())
    compute = OPERATORS.get(element.name)
    return compute(Call(element, operands, scope)) if compute else None


def check_expression(element: Element) -> None:
    """Raise UnreadableItemError if a literal inside one expression element is not of its type."""
    if element.name == "qti-base-value":
        read_literal(element, element.text(), element.get("base-type", "string"))
    elif element.name == "qti-inside":
        read_area(element)


def _base_value(call: Call) -> Value | None:
    base_type = call.element.get("base-type", "string")
    return Value(base_type, (read_literal(call.element, call.element.text(), base_type),))


def _variable(call: Call) -> Value | None:
    return call.scope.variable(call.element.get("identifier"))


def _correct(call: Call) -> Value | None:
    declaration = call.scope.response_declarations.get(call.element.get("identifier"))
    return declaration.correct if declaration else None


def _default(call: Call) -> Value | None:
    identifier = call.element.get("identifier")
    response = call.scope.response_declarations.get(identifier)
    outcome = call.scope.outcome_declarations.get(identifier)
    declaration = response or outcome
    return declaration.default if declaration else None


def _null(_: Call) -> Value | None:
    return None


def _map_response(call: Call) -> Value | None:
    identifier = call.element.get("identifier")
    declaration = call.scope.response_declarations.get(identifier)
    if declaration is None or declaration.mapping is None:
        return None
    return number(map_response(call.scope.variable(identifier), declaration.mapping))


def _map_response_point(call: Call) -> Value | None:
    identifier = call.element.get("identifier")
    declaration = call.scope.response_declarations.get(identifier)
    if declaration is None or declaration.area_mapping is None:
        return None
    return number(map_response_point(call.scope.variable(identifier), declaration.area_mapping))


def _inside(call: Call) -> Value | None:
    value, area = call.only(), read_area(call.element)
    return truth(any(is_inside(area, point) for point in value.atoms)) if value else None


OPERATORS: Mapping[str, Operator] = {
    "qti-base-value": _base_value,
    "qti-variable": _variable,
    "qti-correct": _correct,
    "qti-default": _default,
    "qti-null": _null,
    "qti-map-response": _map_response,
    "qti-map-response-point": _map_response_point,
    "qti-inside": _inside,
    "qti-is-null": logic.is_null,
    "qti-and": logic.conjunction,
    "qti-or": logic.disjunction,
    "qti-not": logic.negation,
    "qti-any-n": logic.any_n,
    "qti-match": logic.match,
    "qti-member": logic.member,
    "qti-contains": logic.contains,
    "qti-delete": logic.delete,
    "qti-index": logic.index,
    "qti-container-size": logic.container_size,
    "qti-multiple": logic.multiple,
    "qti-ordered": logic.ordered,
    "qti-string-match": logic.string_match,
    "qti-substring": logic.substring,
    "qti-equal": arithmetic.equal,
    "qti-equal-rounded": arithmetic.equal_rounded,
    "qti-gt": arithmetic.comparison(operator.gt),
    "qti-gte": arithmetic.comparison(operator.ge),
    "qti-lt": arithmetic.comparison(operator.lt),
    "qti-lte": arithmetic.comparison(operator.le),
    "qti-sum": arithmetic.total,
    "qti-product": arithmetic.product,
    "qti-subtract": arithmetic.subtract,
    "qti-divide": arithmetic.divide,
    "qti-power": arithmetic.power,
    "qti-max": arithmetic.largest,
    "qti-min": arithmetic.smallest,
    "qti-integer-divide": arithmetic.integer_divide,
    "qti-integer-modulus": arithmetic.integer_modulus,
    "qti-truncate": arithmetic.truncate,
    "qti-round": arithmetic.round_nearest,
    "qti-round-to": arithmetic.round_to,
}
