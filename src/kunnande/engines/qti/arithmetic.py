"""Operators on numbers. NULL in, NULL out; exact to 34 digits; nothing raises.

Call them inside ``localcontext(values.ARITHMETIC)``: there a division by zero gives no exception
but a non-number, which becomes NULL.
"""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from math import prod

from .scope import Call
from .values import Value, number, truth

_HALF = Decimal("0.5")
_MOST_FIGURES = 30


def total(call: Call) -> Value | None:
    """Return the sum of all numbers."""
    numbers = call.numbers()
    return number(sum(numbers, Decimal(0)), _common_type(call)) if numbers else None


def product(call: Call) -> Value | None:
    """Return the product of all numbers."""
    numbers = call.numbers()
    return number(prod(numbers, start=Decimal(1)), _common_type(call)) if numbers else None


def largest(call: Call) -> Value | None:
    """Return the largest number."""
    numbers = call.numbers()
    return number(max(numbers), _common_type(call)) if numbers else None


def smallest(call: Call) -> Value | None:
    """Return the smallest number."""
    numbers = call.numbers()
    return number(min(numbers), _common_type(call)) if numbers else None


def subtract(call: Call) -> Value | None:
    """Return the first number less the second."""
    two = call.two_numbers()
    return number(two[0] - two[1], _common_type(call)) if two else None


def divide(call: Call) -> Value | None:
    """Return the quotient, NULL if the divisor is zero."""
    two = call.two_numbers()
    return number(two[0] / two[1]) if two and two[1] else None


def power(call: Call) -> Value | None:
    """Return the first number raised to the second, NULL if that is no real number."""
    two = call.two_numbers()
    return number(two[0] ** two[1], _common_type(call)) if two else None


def integer_divide(call: Call) -> Value | None:
    """Return the largest whole number not above the quotient."""
    quotient = _floored_quotient(call)
    return None if quotient is None else number(quotient, "integer")


def integer_modulus(call: Call) -> Value | None:
    """Return what integer division leaves; it has the divisor's sign."""
    two, quotient = call.two_numbers(), _floored_quotient(call)
    return number(two[0] - quotient * two[1], "integer") if two and quotient is not None else None


def truncate(call: Call) -> Value | None:
    """Return the whole part."""
    value = call.only()
    if value is None or len(value.numbers) != 1:
        return None
    return number(value.numbers[0].to_integral_value(ROUND_DOWN), "integer")


def round_nearest(call: Call) -> Value | None:
    """Return the nearest whole number; a half goes up, so -6.5 becomes -6."""
    value = call.only()
    if value is None or len(value.numbers) != 1:
        return None
    return number((value.numbers[0] + _HALF).to_integral_value(ROUND_FLOOR), "integer")


def round_to(call: Call) -> Value | None:
    """Return the number with so many significant figures or decimal places."""
    value = call.only()
    if value is None or len(value.numbers) != 1:
        return None
    rounded = _rounded(call, value.numbers[0])
    return None if rounded is None else number(rounded)


def equal(call: Call) -> Value | None:
    """Tell whether the second number lies within the tolerance around the first."""
    two, mode = call.two_numbers(), call.element.get("tolerance-mode", "exact")
    if two is None:
        return None
    if mode == "exact":
        return truth(two[0] == two[1])
    texts = call.element.get("tolerance").replace(",", " ").split()
    found = [tolerance for text in texts if (tolerance := call.amount(text)) is not None]
    if not found or len(found) != len(texts):
        return None
    below, above = found[0], found[-1]
    if mode == "relative":
        below, above = (abs(two[0]) * share / 100 for share in (below, above))
    low, high = two[0] - below, two[0] + above
    reaches = two[1] >= low if call.flag("include-lower-bound", absent=True) else two[1] > low
    stays = two[1] <= high if call.flag("include-upper-bound", absent=True) else two[1] < high
    return truth(reaches and stays)


def equal_rounded(call: Call) -> Value | None:
    """Tell whether two numbers are the same after rounding."""
    two = call.two_numbers()
    if two is None:
        return None
    first, second = (_rounded(call, amount) for amount in two)
    return None if first is None or second is None else truth(first == second)


def comparison(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[Call], Value | None]:
    """Return the operator that compares two numbers."""

    def compare(call: Call) -> Value | None:
        two = call.two_numbers()
        return truth(holds(*two)) if two else None

    return compare


def _floored_quotient(call: Call) -> Decimal | None:
    two = call.two_numbers()
    if two is None or not two[1]:
        return None
    quotient = (two[0] / two[1]).to_integral_value(ROUND_FLOOR)
    return None if quotient.is_nan() else quotient


def _rounded(call: Call, amount: Decimal) -> Decimal | None:
    figures = call.whole("figures", absent=3)
    if figures is None or not 0 <= figures <= _MOST_FIGURES:
        return None
    if call.element.get("rounding-mode", "significantFigures") == "decimalPlaces":
        rounded = amount.quantize(Decimal(1).scaleb(-figures), rounding=ROUND_HALF_UP)
        return None if rounded.is_nan() else rounded
    if figures == 0:
        return None
    return Context(prec=figures, rounding=ROUND_HALF_UP, traps=[]).plus(amount)


def _common_type(call: Call) -> str:
    whole = all(operand and operand.base_type == "integer" for operand in call.operands)
    return "integer" if whole else "float"
