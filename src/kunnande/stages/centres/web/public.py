"""The accredited centres on a map and in a table, for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kunnande.stages.centres import queries
from kunnande.stages.framework.queries import list_published, localised
from kunnande.stages.parties.queries.places import COORDINATES, Coordinates

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.centres.queries import CentreCard
    from kunnande.stages.parties.queries import ViewerRequest

_UNITS_PER_DEGREE = 340.0
_MARGIN = 50.0
_ROOM_FOR_NAMES = 70.0
_SQUARE = 18.0


@dataclass(frozen=True)
class Dot:
    """A municipality, or a centre, where it is drawn."""

    name: str
    x: float
    y: float

    @property
    def corner(self) -> tuple[float, float]:
        return self.x - _SQUARE / 2, self.y - _SQUARE / 2


@dataclass(frozen=True)
class CentreMap:
    width: float
    height: float
    municipalities: tuple[Dot, ...]
    centres: tuple[Dot, ...]


@require_safe
def find(request: ViewerRequest) -> HttpResponse:
    on = timezone.localdate()
    products = {v.product_id: localised(v.product, "name") for v in list_published(on)}
    asked = request.GET.get("validering", "")
    chosen = int(asked) if asked.isdecimal() and int(asked) in products else None
    cards = queries.list_accredited_centres(chosen, on=on)
    context = {
        "cards": cards,
        "map": _map_of(cards),
        "products": products,
        "chosen": chosen,
        "chosen_name": products.get(chosen) if chosen else "",
    }
    return render(request, "centres/find.html", context)


def _map_of(cards: list[CentreCard]) -> CentreMap:
    places = [*COORDINATES.values(), *(card.coordinates for card in cards)]
    north, west = max(p.latitude for p in places), min(p.longitude for p in places)
    south, east = min(p.latitude for p in places), max(p.longitude for p in places)
    # A degree of longitude is shorter the farther north.
    narrow = cos(radians((north + south) / 2))

    def dot(name: str, at: Coordinates) -> Dot:
        x = _MARGIN + (at.longitude - west) * narrow * _UNITS_PER_DEGREE
        y = _MARGIN + (north - at.latitude) * _UNITS_PER_DEGREE
        return Dot(name, round(x, 1), round(y, 1))

    return CentreMap(
        width=round(2 * _MARGIN + _ROOM_FOR_NAMES + (east - west) * narrow * _UNITS_PER_DEGREE),
        height=round(2 * _MARGIN + (north - south) * _UNITS_PER_DEGREE),
        municipalities=tuple(dot(str(m.label), at) for m, at in COORDINATES.items()),
        centres=tuple(dot(card.name, card.coordinates) for card in cards),
    )
