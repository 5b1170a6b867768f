"""Which hours of which centre each company's people are tested in.

Every company has a time of the week of its own at a centre near it: companies are simulated in
processes of their own, and neither rooms nor test leaders are ever wanted twice at once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kunnande.site.simulation.names import CENTRES, COMPANIES
from kunnande.stages.parties.queries.places import COORDINATES, travel_km

if TYPE_CHECKING:
    from datetime import datetime

HOURS = (8, 11, 14)
LASTS = timedelta(hours=3)
_WEEKDAYS = 5
_PLACES = range(_WEEKDAYS * len(HOURS))
# Two times a week stay free of companies at every centre.
_MOST_COMPANIES = len(_PLACES) - 2


@dataclass(frozen=True)
class Slot:
    """A time of the week at a centre, both by their place in a row."""

    centre: int
    place: int

    @property
    def hour(self) -> int:
        return HOURS[self.place // _WEEKDAYS]

    def last_before(self, moment: datetime) -> datetime:
        """Return the latest such time that is at least as early as the day of a moment."""
        days = (moment.weekday() - self.place % _WEEKDAYS) % 7
        day = moment - timedelta(days=days)
        return day.replace(hour=self.hour, minute=0, second=0, microsecond=0)


def share_out(companies: int) -> list[Slot]:
    """Return each company's slot, in their order: at the nearest centre that has one left."""
    taken: Counter[int] = Counter()
    slots = []
    for number in range(companies):
        _name, municipality = COMPANIES[number % len(COMPANIES)]
        left = [n for n in range(len(CENTRES)) if taken[n] < _MOST_COMPANIES]
        nearest = min(left, key=lambda n: (_distance_km(municipality, CENTRES[n][1]), n))
        # The company and the test leader of the demonstration meet.
        centre = nearest if number else 0
        slots.append(Slot(centre, taken[centre]))
        taken[centre] += 1
    return slots


def list_free(slots: list[Slot], centre: int) -> list[Slot]:
    """Return the times of a centre's week that no company has."""
    return [slot for place in _PLACES if (slot := Slot(centre, place)) not in slots]


def _distance_km(one: str, other: str) -> float:
    places = {str(code): place for code, place in COORDINATES.items()}
    return travel_km(places[one], places[other])
