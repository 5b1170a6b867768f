"""Choose a training portfolio: which courses run, where and when, and who sits in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from kunnande.engines.planning.solver import Answer, Program, restricted, solve
from kunnande.engines.planning.values import Progress

from .greedy import SHORTFALL, choose_groups, closed, closed_by_area, shortfalls
from .tightening import tightened
from .values import Groups, Portfolio

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Bools, Floats, Ints, Watch

STEPS = 10_000
STEP_SECONDS = 4.0
# Shares of the time: improvement comes first, the proof of how good it is takes the rest.
IMPROVE = 0.55


class PortfolioChoice(NamedTuple):
    """A choice, the weighted gap it closes, and more than which no choice closes."""

    groups: Groups
    closed: float
    bound: float

    @property
    def gap(self) -> float:
        """How much more a better choice could close at most, as a share of the bound."""
        return (self.bound - self.closed) / self.bound if self.bound > self.closed else 0.0


def choose_portfolio(
    portfolio: Portfolio, watch: Watch, *, seed: int, steps: int = STEPS
) -> PortfolioChoice:
    """Close the most weighted gap within the budget, the days and the floors.

    Parameters
    ----------
    portfolio
        What is to be chosen.
    watch
        The time; told of improvements as costs, that is minus what is closed.
    seed
        Decides between equals and where improvement is sought.
    steps
        At most so many neighbourhoods are tried.

    Returns
    -------
    PortfolioChoice
        Never closes less than groups chosen by gain per krona, unless a floor asks for it. The
        bound holds for every choice that reaches the floors. A floor that can not be reached is
        missed by as little as possible; the checker says so.

    References
    ----------
    Minoux (1978), Accelerated greedy algorithms, for the first choice; Shaw (1998), Large
    neighbourhood search, for the improvement.
    """
    program = _program(portfolio)
    best = _values(portfolio, choose_groups(portfolio))
    tighter, bound = tightened(program, portfolio, watch, seed=seed)
    bound = min(bound, float(portfolio.weights.sum()))
    best = _improve(portfolio, program, best, watch, seed=seed, steps=steps, bound=bound)
    if watch.left > 0.05 and -program.costs @ best < bound - 1e-6:
        answer = solve(tighter, seconds=watch.left, seed=seed, start=best)
        bound = min(bound, -answer.bound)
        everything = np.ones(len(best), dtype=bool)
        best = _better(portfolio, program, best, _whole(best, everything, answer))
    groups = _groups(portfolio, best)
    found = closed(portfolio, groups.seats)
    return PortfolioChoice(groups, found, max(bound, found))


def _improve(
    portfolio: Portfolio, program: Program, best: Floats, watch: Watch, *,
    seed: int, steps: int, bound: float,
) -> Floats:  # fmt: skip
    """Free some courses at a time, for everybody, and choose their groups and people anew."""
    generator = np.random.default_rng(seed)
    limited = watch.within(IMPROVE * watch.left)
    kinship, size = _kinship(portfolio), 3
    for step in range(steps):
        if limited.left < 0.05 or -program.costs @ best >= bound - 1e-6:
            break
        free = _free(portfolio, _some_courses(kinship, generator, size))
        if not free[: len(portfolio.offers)].any():
            continue
        part = restricted(program, best, free)
        seconds = min(STEP_SECONDS, limited.left)
        answer = solve(part, seconds=seconds, seed=seed + step, start=best[free])
        size = min(len(kinship), size + 1) if answer.is_best else max(1, size - 1)
        found = _better(portfolio, program, best, _whole(best, free, answer))
        if found is not best:
            best = found
            told = Progress("improve", float(program.costs @ best), -bound, watch.elapsed())
            if not watch.tell(told):
                break
    return best


def _kinship(portfolio: Portfolio) -> Floats:
    """Return how much courses compete for the same gaps, ``(n_courses, n_courses)``."""
    wanted = portfolio.closes.multiply(portfolio.weights.sum(axis=0))
    own = np.asarray((wanted @ portfolio.closes.T).todense())
    return np.asarray(own + own.mean() / 4)


def _some_courses(kinship: Floats, generator: np.random.Generator, size: int) -> Ints:
    """Return a random course and some that compete with it, and a few that do not."""
    first = int(generator.integers(len(kinship)))
    odds = kinship[first] / kinship[first].sum()
    count = min(size, int((odds > 0).sum()))
    return np.union1d([first], generator.choice(len(odds), size=count, replace=False, p=odds))


def _free(portfolio: Portfolio, courses: Ints) -> Bools:
    """Return which variables of the program those courses concern."""
    offers = np.isin([offer.course for offer in portfolio.offers], courses)
    seats = offers[portfolio.seat_offer]
    people = np.zeros(len(portfolio.people), dtype=bool)
    people[portfolio.seat_person[seats]] = True
    person, _area = np.nonzero(portfolio.weights)
    floors = np.ones(len(portfolio.floors), dtype=bool)
    return np.concatenate([offers, seats, people[person], floors])


def _whole(best: Floats, free: Bools, answer: Answer) -> Floats:
    if not len(answer.values):
        return best
    values = best.copy()
    values[free] = answer.values
    return values


def _program(portfolio: Portfolio) -> Program:
    """Return the program over (groups per offer, seats, closed shares, what floors lack)."""
    n_offers, n_seats = len(portfolio.offers), len(portfolio.seat_person)
    person, area = np.nonzero(portfolio.weights)
    rows = [
        *_group_rows(portfolio, len(person)),
        *_person_rows(portfolio, len(person)),
        _closing_row(portfolio, person, area),
        _budget_row(portfolio, len(person)),
    ]
    floors = len(portfolio.floors)
    wider = [sparse.hstack([row, sparse.csr_matrix((row.shape[0], floors))]) for row, _up in rows]
    lacking, amounts = _floor_row(portfolio, person, area)
    matrix = sparse.csc_matrix(sparse.vstack([*wider, lacking]))
    upper = np.concatenate([*(limit for _row, limit in rows), amounts])
    counts = np.array([offer.most_groups for offer in portfolio.offers], dtype=np.float64)
    n_columns = n_offers + n_seats + len(person) + floors
    weights = portfolio.weights[person, area]
    return Program(
        np.concatenate([np.zeros(n_offers + n_seats), -weights, np.full(floors, SHORTFALL)]),
        matrix,
        np.full(len(upper), -np.inf),
        upper,
        np.zeros(n_columns),
        np.concatenate([counts, np.ones(n_columns - n_offers - floors), np.maximum(0.0, -amounts)]),
        np.arange(n_columns) < n_offers + n_seats,
    )


_Rows = tuple[sparse.spmatrix, "Floats"]


def _group_rows(portfolio: Portfolio, n_gaps: int) -> list[_Rows]:
    """Ask that groups are neither too small nor too large."""
    n_offers = len(portfolio.offers)
    sits = _marks(portfolio.seat_offer, n_offers)
    most = np.array([float(portfolio.courses[offer.course].most) for offer in portfolio.offers])
    least = np.array([float(portfolio.courses[offer.course].least) for offer in portfolio.offers])
    none = sparse.csr_matrix((n_offers, n_gaps))
    zero = np.zeros(n_offers)
    return [
        (sparse.hstack([sparse.diags(-most.astype(np.float64)), sits, none]), zero),
        (sparse.hstack([sparse.diags(least.astype(float)), -sits, none]), zero),
    ]


def _person_rows(portfolio: Portfolio, n_gaps: int) -> list[_Rows]:
    """Ask that people take a course once, and no more days than they can."""
    course = np.array([offer.course for offer in portfolio.offers], dtype=np.int64)
    seats, people = portfolio.seat_offer, portfolio.seat_person
    days = np.array([float(one.days) for one in portfolio.courses])[course[seats]]
    key = people * len(portfolio.courses) + course[seats]
    row = np.unique(key, return_inverse=True)[1].reshape(-1)
    once = _marks(row, int(row.max(initial=-1)) + 1)
    away = _marks(people, len(portfolio.people)) @ sparse.diags(days)
    return [
        (sparse.hstack([_nothing(rows, len(course)), rows, _nothing(rows, n_gaps)]), limit)
        for rows, limit in ((once, np.ones(once.shape[0])), (away, portfolio.most_days))
    ]


def _closing_row(portfolio: Portfolio, person: Ints, area: Ints) -> _Rows:
    """Ask that no more of a gap is closed than the seats close."""
    number = np.full(portfolio.weights.shape, -1, dtype=np.int64)
    number[person, area] = np.arange(len(person))
    course = np.array([offer.course for offer in portfolio.offers], dtype=np.int64)
    closes = sparse.csr_matrix(portfolio.closes[course[portfolio.seat_offer]])
    seat = np.repeat(np.arange(closes.shape[0]), np.diff(closes.indptr))
    row = number[portfolio.seat_person[seat], closes.indices]
    shape = (len(person), closes.shape[0])
    has = row >= 0
    gives = sparse.csr_matrix((-closes.data[has], (row[has], seat[has])), shape=shape)
    none = sparse.csr_matrix((len(person), len(course)))
    return sparse.hstack([none, gives, sparse.eye(len(person))]), np.zeros(len(person))


def _budget_row(portfolio: Portfolio, n_gaps: int) -> _Rows:
    groups = [portfolio.courses[offer.course].group_sek for offer in portfolio.offers]
    row = np.concatenate([groups, portfolio.seat_sek, np.zeros(n_gaps)])
    # In millions, as the solver's tolerances are absolute.
    return sparse.csr_matrix(row / 1e6), np.array([portfolio.budget / 1e6])


def _floor_row(portfolio: Portfolio, person: Ints, area: Ints) -> _Rows:
    """Ask that each group's gaps are closed up to its floor, or what is missing is counted."""
    weights = portfolio.weights[person, area]
    own = np.array([floor.people[person] for floor in portfolio.floors], dtype=np.float64)
    own = own.reshape(len(portfolio.floors), len(person))
    before = len(portfolio.offers) + len(portfolio.seat_person)
    none = sparse.csr_matrix((len(own), before))
    rows = sparse.hstack([none, sparse.csr_matrix(-own * weights), -sparse.eye(len(own))])
    return rows, -np.array([floor.amount for floor in portfolio.floors], dtype=np.float64)


def _values(portfolio: Portfolio, groups: Groups) -> Floats:
    """Return a choice as values of the program's variables."""
    person, area = np.nonzero(portfolio.weights)
    share = closed_by_area(portfolio, groups.seats)[person, area]
    lacks = shortfalls(portfolio, groups.seats)
    return np.concatenate([groups.counts, groups.seats, share, lacks]).astype(np.float64)


def _groups(portfolio: Portfolio, values: Floats) -> Groups:
    n_offers, n_seats = len(portfolio.offers), len(portfolio.seat_person)
    counts = np.round(values[:n_offers]).astype(np.int64)
    return Groups(counts, values[n_offers : n_offers + n_seats] > 0.5)


def _better(portfolio: Portfolio, program: Program, best: Floats, found: Floats) -> Floats:
    """Return what was found if it is better counted anew: it may understate what some gain."""
    groups = _groups(portfolio, found)
    values = _values(portfolio, groups)
    return values if program.costs @ values < program.costs @ best - 1e-9 else best


def _marks(rows: Ints, height: int) -> sparse.csr_matrix:
    columns = np.arange(len(rows))
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(height, len(rows)))


def _nothing(beside: sparse.spmatrix, width: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((beside.shape[0], width))
