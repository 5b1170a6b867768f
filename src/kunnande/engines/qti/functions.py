"""Mathematical functions and statistics. NULL in, NULL out; nothing raises."""

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, getcontext

from .scope import Call
from .values import NUMERIC, Value, number

_CONSTANTS = {
    "pi": Decimal("3.141592653589793238462643383279503"),
    "e": Decimal("2.718281828459045235360287471352662"),
}
_LARGEST_WHOLE = Decimal("1e30")


def constant(call: Call) -> Value | None:
    """Return pi or e to 34 digits."""
    amount = _CONSTANTS.get(call.element.get("name"))
    return number(amount) if amount else None


def to_float(call: Call) -> Value | None:
    """Return whole numbers as numbers with a fraction."""
    value = call.only()
    if value is None or value.base_type not in NUMERIC:
        return None
    return Value("float", value.atoms, value.cardinality)


def common_divisor(call: Call) -> Value | None:
    """Return the greatest common divisor; zero if all numbers are."""
    wholes = _wholes(call)
    return number(Decimal(math.gcd(*wholes)), "integer") if wholes else None


def common_multiple(call: Call) -> Value | None:
    """Return the lowest common multiple; zero if one number is."""
    wholes = _wholes(call)
    return number(Decimal(math.lcm(*wholes)), "integer") if wholes else None


def function(call: Call) -> Value | None:
    """Return one of the functions of ``mathOperator``; NULL where it is not defined.

    Trigonometric functions are computed in binary floating point, about 15 digits; logarithms and
    powers of e to 34.
    """
    name, numbers = call.element.get("name"), call.numbers()
    if numbers is None or len(numbers) != (2 if name == "atan2" else 1):
        return None
    if name in _EXACT:
        base_type = "integer" if name in {"floor", "ceil", "signum"} else "float"
        return number(_EXACT[name](numbers[0]), base_type)
    compute = _FLOATING.get(name)
    if compute is None:
        return None
    try:
        amount = compute(*(float(each) for each in numbers))
    except (ValueError, OverflowError, ZeroDivisionError):
        return None
    return None if math.isnan(amount) else number(Decimal(repr(amount)))


def statistic(call: Call) -> Value | None:
    """Return mean, variance or standard deviation of all numbers of a container."""
    numbers = call.numbers()
    if numbers is None:
        return None
    name, count = call.element.get("name"), len(numbers)
    mean = sum(numbers, Decimal(0)) / count
    if name == "mean":
        return number(mean)
    divisor = count - 1 if name.startswith("sample") else count
    if divisor < 1:
        return None
    variance = sum(((each - mean) ** 2 for each in numbers), Decimal(0)) / divisor
    if name in {"sampleVariance", "popVariance"}:
        return number(variance)
    return number(variance.sqrt()) if name in {"sampleSD", "popSD"} else None


def _wholes(call: Call) -> list[int]:
    numbers = call.numbers() or []
    sound = all(abs(each) <= _LARGEST_WHOLE and each == each.to_integral_value()
                for each in numbers)  # fmt: skip
    return [int(each) for each in numbers] if sound else []


def _signum(amount: Decimal) -> Decimal:
    return Decimal((amount > 0) - (amount < 0))


def _logarithm(amount: Decimal) -> Decimal:
    return getcontext().ln(amount)


def _common_logarithm(amount: Decimal) -> Decimal:
    return getcontext().log10(amount)


def _exponential(amount: Decimal) -> Decimal:
    return getcontext().exp(amount)


def _floor(amount: Decimal) -> Decimal:
    return amount.to_integral_value(ROUND_FLOOR)


def _ceiling(amount: Decimal) -> Decimal:
    return amount.to_integral_value(ROUND_CEILING)


_EXACT: Mapping[str, Callable[[Decimal], Decimal]] = {
    "abs": abs,
    "signum": _signum,
    "floor": _floor,
    "ceil": _ceiling,
    "ln": _logarithm,
    "log": _common_logarithm,
    "exp": _exponential,
    "toDegrees": lambda amount: amount * 180 / _CONSTANTS["pi"],
    "toRadians": lambda amount: amount * _CONSTANTS["pi"] / 180,
}
_FLOATING: Mapping[str, Callable[..., float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sec": lambda x: 1 / math.cos(x),
    "csc": lambda x: 1 / math.sin(x),
    "cot": lambda x: 1 / math.tan(x),
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "atan2": math.atan2,
    "asec": lambda x: math.acos(1 / x),
    "acsc": lambda x: math.asin(1 / x),
    "acot": lambda x: math.atan(1 / x) if x else math.pi / 2,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "sech": lambda x: 1 / math.cosh(x),
    "csch": lambda x: 1 / math.sinh(x),
    "coth": lambda x: 1 / math.tanh(x),
}
