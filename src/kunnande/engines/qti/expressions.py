"""Evaluate expressions."""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal

from . import arithmetic, containers, functions, logic, texts
from .declarations import read_area, read_literal
from .documents import Element
from .mapping import is_inside, map_response, map_response_point
from .scope import Call, Scope
from .values import MOST_GATHERED, Value, number, truth

Operator = Callable[[Call], Value | None]


def evaluate(element: Element, scope: Scope) -> Value | None:
    """Return the value of an expression; anything that can not be computed is NULL."""
    if scope.is_exhausted():
        return None
    if element.name == "qti-repeat":
        return _repeat(element, scope)
    operands = tuple(evaluate(child, scope) for child in element.elements())
    compute = OPERATORS.get(element.name)
    return compute(Call(element, operands, scope)) if compute else None


def check_expression(element: Element) -> None:
    """Raise UnreadableItemError if a literal inside one expression element is not of its type.

    Raises
    ------
    UndeliverableItemError
        If a pattern or a custom operator is not one we can carry out.
    """
    if element.name == "qti-base-value":
        read_literal(element, element.text(), element.get("base-type", "string"))
    elif element.name == "qti-inside":
        read_area(element)
    else:
        texts.check_text(element)


def _repeat(element: Element, scope: Scope) -> Value | None:
    times = Call(element, (), scope).whole("number-repeats")
    if times is None or times < 1:
        return None
    gathered: list[Value] = []
    size = 0
    for child in element.elements() * times:
        value = evaluate(child, scope)
        if value:
            gathered.append(value)
            size += len(value.atoms)
        if size > MOST_GATHERED or scope.effort.left < 0:
            return None
    return containers.ordered(Call(element, tuple(gathered), scope))


def _base_value(call: Call) -> Value | None:
    base_type = call.element.get("base-type", "string")
    atom = read_literal(call.element, call.element.text(), base_type)
    return None if atom == "" else Value(base_type, (atom,))


def _variable(call: Call) -> Value | None:
    identifier = call.element.get("identifier")
    if call.scope.totals and "." in identifier:
        return call.scope.totals.variable(identifier, call.element.get("weight-identifier"))
    return call.scope.variable(identifier)


def _correct(call: Call) -> Value | None:
    return call.scope.correct(call.element.get("identifier"))


def _default(call: Call) -> Value | None:
    return call.scope.start(call.element.get("identifier"))


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


def _random_integer(call: Call) -> Value | None:
    bounds = [call.amount(call.element.get(name) or absent)
              for name, absent in (("min", "0"), ("max", ""), ("step", "1"))]  # fmt: skip
    if any(each is None or not each.is_finite() or abs(each) > 10**12 for each in bounds):
        return None
    least, most, step = (int(each) for each in bounds if each is not None)
    if step < 1 or most < least:
        return None
    steps = call.scope.lottery.below((most - least) // step + 1)
    return number(Decimal(least + steps * step), "integer")


def _random_float(call: Call) -> Value | None:
    least, most = (call.amount(call.element.get(name) or "0") for name in ("min", "max"))
    if least is None or most is None or most < least:
        return None
    return number(least + call.scope.lottery.fraction() * (most - least))


def _counted(call: Call) -> Value | None:
    return call.scope.totals.count(call.element) if call.scope.totals else None


def _bounds(call: Call) -> Value | None:
    return call.scope.totals.bounds(call.element) if call.scope.totals else None


def _test_variables(call: Call) -> Value | None:
    return call.scope.totals.variables(call.element) if call.scope.totals else None


OPERATORS: Mapping[str, Operator] = {
    "qti-base-value": _base_value,
    "qti-variable": _variable,
    "qti-correct": _correct,
    "qti-default": _default,
    "qti-null": _null,
    "qti-map-response": _map_response,
    "qti-map-response-point": _map_response_point,
    "qti-inside": _inside,
    "qti-random-integer": _random_integer,
    "qti-random-float": _random_float,
    "qti-random": containers.draw,
    "qti-repeat": containers.ordered,
    "qti-is-null": logic.is_null,
    "qti-and": logic.conjunction,
    "qti-or": logic.disjunction,
    "qti-not": logic.negation,
    "qti-any-n": logic.any_n,
    "qti-match": containers.match,
    "qti-member": containers.member,
    "qti-contains": containers.contains,
    "qti-delete": containers.delete,
    "qti-index": containers.index,
    "qti-container-size": containers.container_size,
    "qti-multiple": containers.multiple,
    "qti-ordered": containers.ordered,
    "qti-field-value": containers.field_value,
    "qti-string-match": texts.string_match,
    "qti-substring": texts.substring,
    "qti-pattern-match": texts.pattern_match,
    "qti-custom-operator": texts.custom,
    "qti-equal": arithmetic.equal,
    "qti-equal-rounded": arithmetic.equal_rounded,
    "qti-gt": arithmetic.comparison(operator.gt),
    "qti-gte": arithmetic.comparison(operator.ge),
    "qti-lt": arithmetic.comparison(operator.lt),
    "qti-lte": arithmetic.comparison(operator.le),
    "qti-duration-lt": arithmetic.comparison(operator.lt),
    "qti-duration-gte": arithmetic.comparison(operator.ge),
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
    "qti-integer-to-float": functions.to_float,
    "qti-gcd": functions.common_divisor,
    "qti-lcm": functions.common_multiple,
    "qti-math-constant": functions.constant,
    "qti-math-operator": functions.function,
    "qti-stats-operator": functions.statistic,
    **dict.fromkeys(
        ("qti-number-correct", "qti-number-incorrect", "qti-number-presented",
         "qti-number-responded", "qti-number-selected"), _counted,
    ),
    "qti-outcome-minimum": _bounds,
    "qti-outcome-maximum": _bounds,
    "qti-test-variables": _test_variables,
}  # fmt: skip
