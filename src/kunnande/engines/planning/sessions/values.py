"""People, centres, tests and days: what test sessions are planned from, and the plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Half(StrEnum):
    """Half a working day: the time one test takes."""

    MORNING = "am"
    AFTERNOON = "pm"


HALVES = (Half.MORNING, Half.AFTERNOON)


class Moment(NamedTuple):
    """Half a day."""

    day: date
    half: Half


class Place(NamedTuple):
    """A point in degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class Test:
    """A kind of test; a session of it has at least ``least_group`` people, if it is held."""

    id: str
    station: str
    people_per_assessor: int
    least_group: int = 1


@dataclass(frozen=True, kw_only=True)
class Company:
    """An employer who can spare only some people on the same day."""

    id: str
    headcount: int
    release_share: float

    def most_absent(self, floor: int) -> int:
        """Return how many may be away on one day, never fewer than the floor."""
        return max(floor, ceil(self.release_share * self.headcount - 1e-9))


@dataclass(frozen=True, kw_only=True)
class Centre:
    """A place with seats and machines; ``stations`` says how many of each kind."""

    id: str
    place: Place
    languages: frozenset[str]
    is_accessible: bool
    stations: dict[str, int]
    closed: frozenset[Moment]


@dataclass(frozen=True, kw_only=True)
class Assessor:
    """Somebody authorised to hold sessions of some tests, one at a time, at one centre."""

    id: str
    centre: str
    tests: frozenset[str]
    available: frozenset[Moment]


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who waits for tests."""

    id: str
    company: str | None
    place: Place
    tests: tuple[str, ...]
    shift: str
    furlough: frozenset[date]
    blocked: frozenset[date]
    language: str
    needs_accessible: bool
    travel_cap_km: float


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What things are counted as, in SEK; every figure is an assumption to agree on.

    ``disruption_sek`` is what half a day away costs production, by shift and half.
    """

    km_sek: float
    travel_hour_sek: float
    speed_kmh: float
    detour: float
    wait_day_sek: float
    unserved_sek: float
    disruption_sek: dict[str, dict[Half, float]]


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Everything sessions are planned from; ids are unique within their kind."""

    days: tuple[date, ...]
    tests: tuple[Test, ...]
    companies: tuple[Company, ...]
    centres: tuple[Centre, ...]
    assessors: tuple[Assessor, ...]
    people: tuple[Person, ...]
    costs: Costs
    release_floor: int
    tests_per_visit: int


class Sitting(NamedTuple):
    """One test in one half of a visit."""

    half: Half
    test: str


class Visit(NamedTuple):
    """One person at one centre on one day."""

    person: str
    centre: str
    day: date
    sittings: tuple[Sitting, ...]


class Duty(NamedTuple):
    """One assessor holds sessions of one test during half a day."""

    assessor: str
    day: date
    half: Half
    test: str


class Missing(NamedTuple):
    """A test that somebody waits for and that no visit in the plan holds."""

    person: str
    test: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Visits, duties and what is missing, with the cost in SEK and its lower bound."""

    visits: tuple[Visit, ...]
    duties: tuple[Duty, ...]
    missing: tuple[Missing, ...]
    objective: float
    bound: float
