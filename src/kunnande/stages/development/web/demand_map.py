"""Where courses are needed, as dots on the region's municipalities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import TYPE_CHECKING

from kunnande.stages.parties.queries import name_of_municipality
from kunnande.stages.parties.queries.places import COORDINATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kunnande.stages.development.queries.numbers import DemandRow

_UNITS_PER_DEGREE = 200
_MARGIN, _ROOM_FOR_NAMES = 20, 70
_DOT, _PER_SEAT = 3.5, 2.0
# How far below its dot a name stands, and where another dot lies in the way of it.
_BESIDE, _ABOVE = 4, -9
_NAME_IS_LONG, _NAME_IS_HIGH = 62.0, 11.0


@dataclass(frozen=True)
class Dot:
    """A municipality; the area of its dot grows with the seats that are needed there."""

    name: str
    x: float
    y: float
    radius: float
    seats: int
    lift: int


@dataclass(frozen=True)
class DemandMap:
    width: int
    height: int
    dots: tuple[Dot, ...]


def draw_demand(rows: Sequence[DemandRow]) -> DemandMap:
    """Add up the numbers that are told; somebody who needs two courses needs two seats."""
    seats: Counter[str] = Counter()
    for row in rows:
        seats[row.municipality_code] += row.at_least
    return draw_dots(seats)


def draw_dots(seats: Mapping[str, int]) -> DemandMap:
    """Return every municipality as a dot that grows with its number."""
    north = max(at.latitude for at in COORDINATES.values())
    south = min(at.latitude for at in COORDINATES.values())
    west = min(at.longitude for at in COORDINATES.values())
    east = max(at.longitude for at in COORDINATES.values())
    # A degree of longitude is shorter the farther north.
    narrow = cos(radians((north + south) / 2))
    places = {
        code: (
            round(_MARGIN + (at.longitude - west) * narrow * _UNITS_PER_DEGREE, 1),
            round(_MARGIN + (north - at.latitude) * _UNITS_PER_DEGREE, 1),
        )
        for code, at in COORDINATES.items()
    }
    return DemandMap(
        width=round(2 * _MARGIN + _ROOM_FOR_NAMES + (east - west) * narrow * _UNITS_PER_DEGREE),
        height=round(2 * _MARGIN + (north - south) * _UNITS_PER_DEGREE),
        dots=tuple(
            Dot(
                name=name_of_municipality(code),
                x=x,
                y=y,
                radius=round(_DOT + _PER_SEAT * sqrt(seats[code]), 1) if seats.get(code) else _DOT,
                seats=seats.get(code, 0),
                lift=_lift(x, y, places.values()),
            )
            for code, (x, y) in places.items()
        ),
    )


def _lift(x: float, y: float, places: Iterable[tuple[float, float]]) -> int:
    """Raise a name that another dot, just to the right, would stand in."""
    in_the_way = any(
        0 < east - x < _NAME_IS_LONG and abs(south - y) < _NAME_IS_HIGH for east, south in places
    )
    return _ABOVE if in_the_way else _BESIDE
