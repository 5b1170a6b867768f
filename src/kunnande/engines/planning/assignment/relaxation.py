"""The linear relaxation by column generation: the bound, and a price for everything scarce."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from kunnande.engines.planning.solver import Growing, Program, Relaxed

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Floats, Ints, Watch

    from .choices import Choices

FIRST, MORE = 12, 12
ALL_AT_ONCE = 20_000
ROUNDS = 60


class Relaxation(NamedTuple):
    """What the relaxation says.

    Attributes
    ----------
    bound
        No solution costs less.
    reduced
        What choosing each column costs beyond what it saves at these prices, ``(n_columns,)``;
        a solution with the column costs at least the bound and this, if the relaxation is exact.
    columns, options
        How much of each the relaxation chooses, shapes ``(n_columns,)`` and ``(n_options,)``.
    worth
        What one more of each limit would save, ``(n_limits,)``, not negative.
    is_exact
        Whether the bound is the relaxation's optimum; otherwise time was short and it is below.
    """

    bound: float
    reduced: Floats
    columns: Floats
    options: Floats
    worth: Floats
    is_exact: bool


def relax(choices: Choices, watch: Watch, *, seed: int) -> Relaxation | None:
    """Return the relaxation of a problem, or None when there was no time for it at all."""
    return Master(choices, seed=seed, first=np.zeros(0, dtype=np.int64)).relax(watch)


class Master:
    """The relaxation with the columns found worth while so far; conflicts are left out.

    Leaving them out, and asking no least use, can only lower the optimum: the bound stays one.
    """

    def __init__(self, choices: Choices, *, seed: int, first: Ints) -> None:
        self._choices = choices
        self._inside = np.zeros(len(choices.costs), dtype=bool)
        self._order = np.zeros(0, dtype=np.int64)
        self._growing = Growing(_without_columns(choices), seed=seed)
        if len(choices.costs) <= ALL_AT_ONCE:
            self._add(np.arange(len(choices.costs)))
        else:
            self._add(np.union1d(first, _cheapest(choices, choices.costs, FIRST)))

    def relax(self, watch: Watch) -> Relaxation | None:
        """Return the optimum over all columns, or what is known when time is out.

        None when not even the first program could be solved in time.
        """
        best = None
        for _round in range(ROUNDS):
            found = self._growing.solve(seconds=watch.left)
            if found is None:
                return best
            reduced = self._reduced(found)
            outside = np.where(self._inside, 0.0, reduced)
            news = self._worth_while(outside, found.objective)
            latest = self._read(found, reduced, outside, is_exact=not len(news))
            best = latest if best is None else latest._replace(bound=max(best.bound, latest.bound))
            if not len(news) or watch.left <= 0:
                return best
            self._add(news)
        return best

    def hold(self, options: Ints, values: Floats) -> None:
        """Decide options; the relaxation keeps to it from now on."""
        self._growing.fix(options + len(self._choices.penalties), values)

    def _reduced(self, found: Relaxed) -> Floats:
        n_needs, n_limits = len(self._choices.penalties), len(self._choices.limits)
        met, scarce = found.prices[:n_needs], found.prices[n_needs : n_needs + n_limits]
        saved = self._choices.covers.T @ met + self._choices.uses.T @ scarce
        return np.asarray(self._choices.costs - saved)

    def _worth_while(self, outside: Floats, objective: float) -> Ints:
        tolerance = 1e-6 * max(1.0, abs(objective) / max(1, len(self._choices.penalties)))
        candidates = np.flatnonzero(outside < -tolerance)
        return candidates[_ranks(self._choices.first_need[candidates], outside[candidates]) < MORE]

    def _read(
        self, found: Relaxed, reduced: Floats, outside: Floats, *, is_exact: bool
    ) -> Relaxation:
        n_needs, n_options = len(self._choices.penalties), len(self._choices.options.costs)
        columns = np.zeros(len(self._choices.costs))
        columns[self._order] = found.values[n_needs + n_options :]
        scarce = found.prices[n_needs : n_needs + len(self._choices.limits)]
        return Relaxation(
            found.objective + _most_saved(self._choices, outside),
            reduced,
            columns,
            found.values[n_needs : n_needs + n_options],
            np.maximum(0.0, -scarce),
            is_exact,
        )

    def _add(self, columns: Ints) -> None:
        choices = self._choices
        groups = sparse.csc_matrix((choices.options.n_groups, len(columns)))
        matrix = sparse.vstack([choices.covers[:, columns], choices.uses[:, columns], groups])
        self._growing.add(choices.costs[columns], matrix, np.ones(len(columns)))
        self._inside[columns] = True
        self._order = np.concatenate([self._order, columns])


def nearest_columns(choices: Choices, reduced: Floats, count: int) -> Ints:
    """Return, for each need, the columns that cost least beyond what they save."""
    return _cheapest(choices, reduced, count)


def _without_columns(choices: Choices) -> Program:
    n_needs, n_limits = len(choices.penalties), len(choices.limits)
    options = choices.options
    n_options, n_groups = len(options.costs), options.n_groups
    member = sparse.csc_matrix(
        (np.ones(n_options), (options.groups, np.arange(n_options))), shape=(n_groups, n_options)
    )
    matrix = sparse.bmat(
        [
            [sparse.eye(n_needs), sparse.csc_matrix((n_needs, n_options))],
            [sparse.csc_matrix((n_limits, n_needs)), -options.gives],
            [sparse.csc_matrix((n_groups, n_needs)), member],
        ]
    )
    return Program(
        np.concatenate([choices.penalties, options.costs]),
        sparse.csc_matrix(matrix),
        np.concatenate([np.ones(n_needs), np.full(n_limits + n_groups, -np.inf)]),
        np.concatenate([np.ones(n_needs), choices.limits, np.ones(n_groups)]),
        np.zeros(n_needs + n_options),
        np.ones(n_needs + n_options),
        np.zeros(n_needs + n_options, dtype=bool),
    )


def _most_saved(choices: Choices, outside: Floats) -> float:
    """Return the most that columns not yet inside could save: each need is met only once."""
    saving = np.minimum(0.0, outside) / np.maximum(1, choices.n_covered)
    per_need = np.zeros(len(choices.penalties))
    some = np.flatnonzero(saving < 0)
    part = choices.covers[:, some]
    column = np.repeat(np.arange(len(some)), np.diff(part.indptr))
    np.minimum.at(per_need, part.indices, saving[some][column])
    return float(per_need.sum())


def _cheapest(choices: Choices, costs: Floats, count: int) -> Ints:
    return np.flatnonzero(_ranks(choices.first_need, costs) < count).astype(np.int64)


def _ranks(groups: Ints, values: Floats) -> Ints:
    """Return the place of each value among those of its group, from 0."""
    order = np.lexsort((values, groups))
    grouped = groups[order]
    starts = np.flatnonzero(np.concatenate([[True], grouped[1:] != grouped[:-1]]))
    sizes = np.diff(np.concatenate([starts, [len(grouped)]]))
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[order] = np.arange(len(values)) - np.repeat(starts, sizes) if len(values) else 0
    return ranks
