"""How few would have to leave before something stops, and the cheapest training against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from kunnande.engines.planning.solver import Program, solve

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Bools, Floats, Ints

    from .values import Company

# Beyond this many people and areas the smallest group is sought greedily.
EXACT_PEOPLE, EXACT_AREAS = 60, 40
HALF = 0.5


class BusFactor(NamedTuple):
    """The fewest people whose leaving stops more than a share of the areas.

    ``people`` are such a group, by number; nobody, if so much is stopped already. Without
    ``is_exact`` there may be a smaller group, of at least ``bound`` people.
    """

    people: Ints
    bound: int
    is_exact: bool


class Trainings(NamedTuple):
    """Person and area of each training, ``(n, 2)``, what they cost, and at least what they must.

    ``unmet`` are roles and areas, ``(n_unmet, 2)``, where the role has too few holders to train.
    """

    pairs: Ints
    sek: float
    bound: float
    unmet: Ints


def role_bus_factors(company: Company) -> Ints:
    """Return the fewest leavers after which each role stops, ``(n_roles,)``.

    A role stops when fewer hold it than it needs, or when nobody who holds it meets one of the
    areas it requires; 0 if that is so now. Each of these has its own smallest group, and the
    smallest of them is the smallest that hits them all.
    """
    found = np.zeros(len(company.roles), dtype=np.int64)
    for role in range(len(company.roles)):
        holders = company.holds[:, role]
        spare = int(holders.sum()) - int(company.need[role]) + 1
        able = company.meets[holders][:, company.requires[role]].sum(axis=0)
        found[role] = max(0, min([spare, *able.tolist()]))
    return found


def area_bus_factors(company: Company) -> Ints:
    """Return how many meet each area: so many must leave before nobody does, ``(n_areas,)``."""
    return np.asarray(company.meets.sum(axis=0), dtype=np.int64)


def company_bus_factor(
    company: Company, *, share: float = HALF, seconds: float, seed: int
) -> BusFactor:
    """Return the fewest people whose leaving leaves more than a share of areas without anybody.

    Parameters
    ----------
    company
        Only areas that some role requires are counted.
    share
        Of the required areas.
    seconds
        For the solver, where the company is small enough for it.
    seed
        Decides between equals.

    Returns
    -------
    BusFactor
        Exact for a team, as a minimum hitting set; greedy for a larger company, taking whoever
        carries the most areas, with a bound from the areas that fewest meet.

    References
    ----------
    Avelino, Passos, Hora & Valente (2016), A novel approach for estimating truck factors.
    """
    asked = company.requires.any(axis=0)
    meets = company.meets[:, asked]
    must_stop = int(np.floor(share * meets.shape[1])) + 1 if meets.shape[1] else 1
    greedy = _greedy_group(meets, must_stop)
    # To stop so many areas takes at least as many as the easiest so many areas need one by one.
    easiest = np.sort(meets.sum(axis=0))
    bound = int(easiest[must_stop - 1]) if len(easiest) >= must_stop else 0
    carrying = meets.any(axis=1).sum()
    if len(greedy) <= bound or carrying > EXACT_PEOPLE or meets.shape[1] > EXACT_AREAS:
        return BusFactor(greedy, min(bound, len(greedy)), len(greedy) <= bound)
    answer = solve(_hitting(meets, must_stop), seconds=seconds, seed=seed, step=1.0)
    if not len(answer.values):
        return BusFactor(greedy, bound, is_exact=False)
    group = np.flatnonzero(answer.values[: len(meets)] > 0.5)
    best = group if len(group) < len(greedy) else greedy
    return BusFactor(best, max(bound, round(answer.bound)), answer.is_best)


def cheapest_trainings(company: Company, *, seconds: float, seed: int) -> Trainings:
    """Return the cheapest trainings after which no single leaver stops a role.

    Every area that a role requires is then met by at least two who hold the role. One training
    serves every role that the person holds.

    Parameters
    ----------
    company
        Its roles, people and prices.
    seconds
        For the solver.
    seed
        Decides between equals.

    Returns
    -------
    Trainings
        What they cost is proved least when it equals the bound. A role with one holder can not be
        helped by training: it needs another holder.
    """
    lacks, unmet = _lacks(company)
    wanted = [(role, area) for role, area, _count in lacks]
    pairs = np.unique(
        [
            (person, area)
            for role, area in wanted
            for person in np.flatnonzero(company.holds[:, role] & ~company.meets[:, area])
        ],
        axis=0,
    ).reshape(-1, 2)
    if not len(pairs):
        return Trainings(np.zeros((0, 2), dtype=np.int64), 0.0, 0.0, unmet)
    serves = np.array(
        [company.holds[pairs[:, 0], role] & (pairs[:, 1] == area) for role, area in wanted]
    )
    counts = np.array([count for _role, _area, count in lacks], dtype=np.float64)
    cost = company.training[pairs[:, 1]]
    answer = solve(_cover(cost, serves, counts), seconds=seconds, seed=seed)
    chosen = pairs[answer.values > 0.5] if len(answer.values) else pairs
    return Trainings(chosen, float(company.training[chosen[:, 1]].sum()), answer.bound, unmet)


def _greedy_group(meets: Bools, must_stop: int) -> Ints:
    """Take whoever carries the most areas that still stand, until enough have stopped."""
    left, group = meets.copy(), []
    while (~left.any(axis=0)).sum() < must_stop and left.any():
        alive = left.any(axis=0)
        few = 1.0 / np.maximum(1, left.sum(axis=0)) ** 2
        person = int(np.argmax((left * few * alive).sum(axis=1)))
        group.append(person)
        left[person] = False
    # Somebody taken early may turn out not to be needed.
    for person in list(group):
        rest = [other for other in group if other != person]
        kept = meets.copy()
        kept[rest] = False
        if (~kept.any(axis=0)).sum() >= must_stop:
            group = rest
    return np.sort(np.array(group, dtype=np.int64))


def _hitting(meets: Bools, must_stop: int) -> Program:
    """Return the program: fewest people such that enough areas lose everybody who meets them."""
    person, area = np.nonzero(meets)
    n_people, n_areas = meets.shape
    each = np.arange(len(person))
    rows = sparse.csr_matrix(
        (
            np.concatenate([np.ones(len(person)), -np.ones(len(person))]),
            (np.concatenate([each, each]), np.concatenate([person, n_people + area])),
        ),
        shape=(len(person), n_people + n_areas),
    )
    enough = sparse.csr_matrix(np.concatenate([np.zeros(n_people), np.ones(n_areas)]))
    size = n_people + n_areas
    return Program(
        np.concatenate([np.ones(n_people), np.zeros(n_areas)]),
        sparse.csc_matrix(sparse.vstack([rows, enough])),
        np.concatenate([np.zeros(len(person)), [must_stop]]),
        np.full(len(person) + 1, np.inf),
        np.zeros(size),
        np.ones(size),
        np.ones(size, dtype=bool),
    )


def _lacks(company: Company) -> tuple[list[tuple[int, int, int]], Ints]:
    """Return role, area and how many more must meet it, and what training can not mend."""
    lacks, unmet = [], []
    for role, area in np.argwhere(company.requires):
        holders = company.holds[:, role]
        able = int((holders & company.meets[:, area]).sum())
        possible = min(2, int(holders.sum()))
        if possible < 2:
            unmet.append((int(role), int(area)))
        if able < possible:
            lacks.append((int(role), int(area), possible - able))
    return lacks, np.array(unmet, dtype=np.int64).reshape(-1, 2)


def _cover(cost: Floats, serves: Bools, counts: Floats) -> Program:
    size = len(cost)
    return Program(
        cost,
        sparse.csc_matrix(serves.astype(np.float64)),
        counts,
        np.full(len(counts), np.inf),
        np.zeros(size),
        np.ones(size),
        np.ones(size, dtype=bool),
    )
