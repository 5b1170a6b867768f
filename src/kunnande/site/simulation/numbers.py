"""Numbers that can not belong to anybody.

The Swedish Tax Agency reserves the birth numbers 980-999 of every day for tests.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_FIRST_BIRTHDAY = date(1961, 1, 1)
_DAYS = 44 * 365


def simulated_identity_number(generator: np.random.Generator) -> str:
    """Return twelve digits with a birth number of 980-999 and a right check digit."""
    born = _FIRST_BIRTHDAY + timedelta(days=int(generator.integers(_DAYS)))
    nine = f"{born:%y%m%d}{int(generator.integers(980, 1000))}"
    return f"{born:%Y%m%d}{nine[6:]}{_check_digit(nine)}"


def simulated_organisation_number(serial: int) -> str:
    """Return ten digits of an invented limited company or association, told apart by `serial`."""
    nine = f"5599{serial:05d}"
    return f"{nine}{_check_digit(nine)}"


def _check_digit(nine: str) -> int:
    """Return the Luhn digit that follows nine digits."""
    total = 0
    for place, digit in enumerate(map(int, nine)):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10
