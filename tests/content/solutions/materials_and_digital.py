"""IT09 and IT10."""

from decimal import Decimal

from .solution import Solution


def _mass(length: str, side: str, grams_per_cubic_cm: str) -> Solution:
    volume = Decimal(length) * Decimal(side) * Decimal(side)
    given = (f"{length} cm", f"{side} cm", grams_per_cubic_cm)
    return Solution(given, volume * Decimal(grams_per_cubic_cm) / 1000)


def _from_current(lowest: str, highest: str, *, at_highest: str, signal: str) -> Solution:
    share = (Decimal(signal) - Decimal(lowest)) / (Decimal(highest) - Decimal(lowest))
    given = (f"{lowest} mA", f"{highest} mA", f"{at_highest} °C", f"{signal} mA")
    return Solution(given, share * Decimal(at_highest))


SOLUTIONS = {
    "IT09-02": _mass("20", "10", "2.7"),
    "IT09-12": _from_current("4", "20", at_highest="120", signal="16"),
}
