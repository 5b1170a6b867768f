"""Courses, groups and people: what a training portfolio is chosen from, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from scipy import sparse

    from kunnande.engines.planning.values import Bools, Floats, Ints


class Course(NamedTuple):
    """A course in the catalogue: days, size of a group, and SEK per group and person."""

    id: str
    days: float
    least: int
    most: int
    group_sek: float
    person_sek: float


class Offer(NamedTuple):
    """A course, by number, at a place in a period; so many groups of it at most."""

    course: int
    place: str
    period: str
    most_groups: int


class Floor(NamedTuple):
    """People of whose weighted gaps at least so much is to be closed."""

    name: str
    amount: float
    people: Bools


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """What is to be chosen, as arrays.

    Attributes
    ----------
    people
        Ids, ``n_people``.
    courses, offers
        The catalogue.
    weights
        Importance times gap, ``(n_people, n_areas)``.
    closes
        The share of a gap that a course closes, ``(n_courses, n_areas)``.
    seat_person, seat_offer
        Who could sit in which offer, one row per seat, ``(n_seats,)``.
    seat_sek
        What the seat costs: its price and travel, ``(n_seats,)``.
    most_days
        That each person can be away, ``(n_people,)``.
    floors
        For each company size and gender: the agreed share of their weighted gaps, or nine tenths
        of what courses within their reach could close at all, if that is less.
    budget
        SEK.
    """

    people: tuple[str, ...]
    courses: tuple[Course, ...]
    offers: tuple[Offer, ...]
    weights: Floats
    closes: sparse.csr_matrix
    seat_person: Ints
    seat_offer: Ints
    seat_sek: Floats
    most_days: Floats
    floors: tuple[Floor, ...]
    budget: float


class Groups(NamedTuple):
    """A choice: how many groups each offer has, and which seats are taken."""

    counts: Ints
    seats: Bools
