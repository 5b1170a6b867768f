"""IT01, IT02 and IT03."""

from decimal import Decimal

from .solution import Solution


def _level_of_equal_machines(one: str, machines: str, per_doubling: str) -> Solution:
    doublings = int(machines).bit_length() - 1
    given = (f"{one} dB(A)", machines, f"{per_doubling} dB")
    return Solution(given, Decimal(one) + doublings * Decimal(per_doubling))


SOLUTIONS = {
    "IT01-08": _level_of_equal_machines("78", "4", "3"),
}
