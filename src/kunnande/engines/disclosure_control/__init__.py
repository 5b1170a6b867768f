"""Which counts of people may be told, so that no telling or subtracting finds fewer than five."""

from kunnande.engines.disclosure_control.release import (
    FEWEST,
    Cell,
    OverlappingPeopleError,
    Released,
    Split,
    at_least,
    release,
)

__all__ = [
    "FEWEST",
    "Cell",
    "OverlappingPeopleError",
    "Released",
    "Split",
    "at_least",
    "release",
]
