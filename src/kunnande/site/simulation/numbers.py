"""Numbers that can not belong to anybody.

The Swedish Tax Agency reserves the birth numbers 980-999 of every day for tests.
"""

from __future__ import annotations

from datetime import date, timedelta

_FIRST_BIRTHDAY = date(1961, 1, 1)
_DAYS = 44 * 365
_A_DAY = range(980, 1000)
MOST_PEOPLE = _DAYS * len(_A_DAY)
# Shares no factor with the count of numbers, so that every serial gives another one.
_STRIDE = 7919


def simulated_identity_number(serial: int) -> str:
    """Return twelve digits, told apart by `serial`, with a birth number of 980-999."""
    days, birth_number = divmod(serial * _STRIDE % MOST_PEOPLE, len(_A_DAY))
    born = _FIRST_BIRTHDAY + timedelta(days=days)
    nine = f"{born:%y%m%d}{_A_DAY[birth_number]}"
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
