"""A first portfolio: again and again the group that closes the most for its money."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from .values import Groups, Portfolio

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Bools, Floats, Ints

TRIES = 12
RAISE = 1.25
# What missing a floor counts, as multiples of closing the same gap.
SHORTFALL = 100.0


def closed_by_area(portfolio: Portfolio, seats: Bools) -> Floats:
    """Return the share of each gap that seats close, at most all of it, ``(n_people, n_areas)``."""
    share = np.zeros(portfolio.weights.shape)
    taken = np.flatnonzero(seats)
    courses = np.array([offer.course for offer in portfolio.offers], dtype=np.int64)
    gains = portfolio.closes[courses[portfolio.seat_offer[taken]]].toarray()
    np.add.at(share, portfolio.seat_person[taken], gains)
    return np.asarray(np.minimum(1.0, share))


def closed(portfolio: Portfolio, seats: Bools) -> float:
    """Return the weighted gap that seats close."""
    return float((portfolio.weights * closed_by_area(portfolio, seats)).sum())


def shortfalls(portfolio: Portfolio, seats: Bools) -> Floats:
    """Return by how much each floor is missed, ``(n_floors,)``; 0 where it is reached."""
    gained = (portfolio.weights * closed_by_area(portfolio, seats)).sum(axis=1)
    lacks = [floor.amount - gained[floor.people].sum() for floor in portfolio.floors]
    return np.maximum(0.0, np.array(lacks, dtype=np.float64))


def worth(portfolio: Portfolio, seats: Bools) -> float:
    """Return what is closed, less much more for every floor that is missed."""
    return closed(portfolio, seats) - SHORTFALL * float(shortfalls(portfolio, seats).sum())


def choose_groups(portfolio: Portfolio) -> Groups:
    """Choose groups by gain per krona until the budget is spent, with an eye to every floor.

    Parameters
    ----------
    portfolio
        What is to be chosen.

    Returns
    -------
    Groups
        Where a floor is missed, the gaps of those below it are counted as larger and all is chosen
        again, a few times; the best of these.
    """
    favour = np.ones(len(portfolio.people))
    best = _Purse(portfolio, favour).spend()
    for _try in range(TRIES):
        below = np.flatnonzero(shortfalls(portfolio, best.seats) > 1e-9)
        if not len(below):
            break
        for number in below:
            favour[portfolio.floors[number].people] *= RAISE
        found = _Purse(portfolio, favour).spend()
        best = max(best, found, key=lambda groups: worth(portfolio, groups.seats))
    return best


class _Purse:
    """What is left of the money, of days and of gaps while groups are chosen."""

    def __init__(self, portfolio: Portfolio, favour: Floats) -> None:
        self._portfolio = portfolio
        self._weights = portfolio.weights * favour[:, None]
        self._share = np.zeros(portfolio.weights.shape)
        self._money = portfolio.budget
        self._days = portfolio.most_days.copy()
        self._counts = np.zeros(len(portfolio.offers), dtype=np.int64)
        self._taken = np.zeros(len(portfolio.seat_person), dtype=bool)
        order = np.argsort(portfolio.seat_offer, kind="stable")
        sizes = np.bincount(portfolio.seat_offer, minlength=len(portfolio.offers))
        self._seats_of = np.split(order, np.cumsum(sizes)[:-1])
        self._has_course: set[tuple[int, int]] = set()

    def spend(self) -> Groups:
        queue = [(-np.inf, number) for number in range(len(self._portfolio.offers))]
        heapq.heapify(queue)
        while queue:
            _worth, number = heapq.heappop(queue)
            worth, seats, sek = self._best_group(number)
            if not len(seats):
                continue
            # What others gain only falls, so an old place in the queue is never too modest.
            if queue and worth < -queue[0][0]:
                heapq.heappush(queue, (-worth, number))
                continue
            self._run(number, seats, sek)
            heapq.heappush(queue, (-worth, number))
        return Groups(self._counts, self._taken)

    def _best_group(self, number: int) -> tuple[float, Ints, float]:
        """Return gain per krona, seats and price of the best group the money allows."""
        offer = self._portfolio.offers[number]
        course = self._portfolio.courses[offer.course]
        none = (0.0, np.zeros(0, dtype=np.int64), 0.0)
        if self._counts[number] >= offer.most_groups:
            return none
        seats = self._free_seats(number)
        if len(seats) < course.least:
            return none
        gains = self._gains(seats, offer.course)
        order = np.argsort(-gains, kind="stable")[: course.most]
        price = course.group_sek + np.cumsum(self._portfolio.seat_sek[seats[order]])
        able = np.flatnonzero(price <= self._money + 1e-9)
        able = able[able >= course.least - 1]
        if not len(able):
            return none
        worth = np.cumsum(gains[order])[able] / np.maximum(price[able], 1e-9)
        best = int(np.argmax(worth))
        if worth[best] <= 0:
            return none
        size = int(able[best]) + 1
        return float(worth[best]), seats[order[:size]], float(price[size - 1])

    def _free_seats(self, number: int) -> Ints:
        offer = self._portfolio.offers[number]
        days = self._portfolio.courses[offer.course].days
        seats = self._seats_of[number]
        people = self._portfolio.seat_person[seats]
        free = self._days[people] >= days - 1e-9
        free &= np.array([(p, offer.course) not in self._has_course for p in people], dtype=bool)
        return np.asarray(seats[free])

    def _gains(self, seats: Ints, course: int) -> Floats:
        people = self._portfolio.seat_person[seats]
        more = self._portfolio.closes[course].toarray()
        after = np.minimum(1.0, self._share[people] + more)
        return np.asarray((self._weights[people] * (after - self._share[people])).sum(axis=1))

    def _run(self, number: int, seats: Ints, sek: float) -> None:
        offer = self._portfolio.offers[number]
        people = self._portfolio.seat_person[seats]
        self._counts[number] += 1
        self._taken[seats] = True
        self._money -= sek
        self._days[people] -= self._portfolio.courses[offer.course].days
        more = self._portfolio.closes[offer.course].toarray()
        self._share[people] = np.minimum(1.0, self._share[people] + more)
        self._has_course |= {(int(person), offer.course) for person in people}
