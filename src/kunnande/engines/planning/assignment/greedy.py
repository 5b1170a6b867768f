"""A first plan in one pass: each need in turn takes the best choice that still has room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from .choices import Choices, Chosen, unmet

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Bools, Floats, Ints


def choose_greedily(choices: Choices, order: Ints, preference: Floats) -> Chosen:
    """Meet needs in order, each by the most preferred column for which there is room.

    Parameters
    ----------
    choices
        What may be chosen.
    order
        Needs in the order in which they take their turn.
    preference
        Of each column, shape ``(n_columns,)``; the smallest is taken first. A column that meets
        several needs is preferred by what it meets, if the caller says so.

    Returns
    -------
    Chosen
        Keeps every rule. Needs for which nothing is left stay unmet.
    """
    turn = _Turn(choices)
    for need in order:
        turn.meet(int(need), preference)
    while (poor := turn.below_least()).any():
        turn.give_up(poor)
        for need in np.flatnonzero(unmet(choices, turn.chosen())):
            turn.meet(int(need), preference)
    return turn.chosen()


class _Turn:
    """What is left while choices are made."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._left = choices.limits.copy()
        self._use = np.zeros(len(choices.limits))
        self._met = np.zeros(len(choices.penalties), dtype=bool)
        self._spent = np.zeros(choices.conflicts.shape[0], dtype=bool)
        self._columns: list[int] = []
        self._options: list[int] = []
        self._open_only = np.zeros(len(choices.limits), dtype=bool)
        given = sparse.csr_matrix(choices.options.gives)
        self._openers = given.indptr, given.indices, given.data
        self._group_open = np.zeros(choices.options.n_groups, dtype=bool)
        by_group = np.argsort(choices.options.groups, kind="stable")
        sizes = np.bincount(choices.options.groups, minlength=choices.options.n_groups)
        self._members = np.split(by_group, np.cumsum(sizes)[:-1])
        self._sizes = sizes
        self._spare = np.zeros(len(choices.limits))
        np.maximum.at(self._spare, choices.options.gives.indices, choices.options.gives.data)

    def meet(self, need: int, preference: Floats) -> None:
        if self._met[need]:
            return
        rows = self._choices.covers_by_need
        columns = rows.indices[rows.indptr[need] : rows.indptr[need + 1]]
        columns = columns[self._fits(columns)]
        for column in columns[np.argsort(preference[columns], kind="stable")]:
            if self._choices.penalties[self._covered(column)].sum() < self._choices.costs[column]:
                continue
            if self._take(int(column)):
                return

    def chosen(self) -> Chosen:
        return Chosen(
            np.sort(np.array(self._columns, dtype=np.int64)),
            np.sort(np.array(self._options, dtype=np.int64)),
        )

    def below_least(self) -> Bools:
        return np.asarray((self._use > 1e-9) & (self._use < self._choices.least - 1e-9))

    def give_up(self, limits: Bools) -> None:
        """Drop what uses these limits; from now on only what has its least takes more."""
        self._open_only = (self._choices.least > 0) & (
            limits | (self._use < self._choices.least - 1e-9)
        )
        for column in list(self._columns):
            rows, weights = _entries(self._choices.uses, column)
            if limits[rows].any():
                self._columns.remove(column)
                self._left[rows] += weights
                self._use[rows] -= weights
                self._met[self._covered(column)] = False
                self._spent[_entries(self._choices.conflicts, column)[0]] = False
        self._open_only |= (self._choices.least > 0) & (self._use < self._choices.least - 1e-9)

    def _covered(self, column: int) -> Ints:
        return _entries(self._choices.covers, column)[0]

    def _fits(self, columns: Ints) -> Bools:
        """Return which columns have room, or could open it."""
        fits = _every(self._choices.covers, columns, ~self._met)
        fits &= _every(self._choices.conflicts, columns, ~self._spent)
        uses = self._choices.uses[:, columns]
        have = np.maximum(self._left, self._left + self._spare)
        ok = (have[uses.indices] >= uses.data - 1e-9) & ~self._open_only[uses.indices]
        return fits & _all_of(ok, uses.indptr)

    def _take(self, column: int) -> bool:
        rows, weights = _entries(self._choices.uses, column)
        for row, weight in zip(rows, weights, strict=True):
            while self._left[row] < weight - 1e-9:
                if not self._open(int(row)):
                    return False
        self._left[rows] -= weights
        self._use[rows] += weights
        self._met[self._covered(column)] = True
        self._spent[_entries(self._choices.conflicts, column)[0]] = True
        self._columns.append(column)
        return True

    def _open(self, row: int) -> bool:
        """Open more of a limit by the group that has the fewest other uses."""
        start, member, _gain = self._openers
        able = member[start[row] : start[row + 1]]
        groups = self._choices.options.groups
        able = able[~self._group_open[groups[able]]]
        if not len(able):
            return False
        option = int(able[np.argmin(self._sizes[groups[able]])])
        self._options.append(option)
        self._group_open[groups[option]] = True
        more, gain = _entries(self._choices.options.gives, option)
        self._left[more] += gain
        self._refresh(self._members[groups[option]])
        return True

    def _refresh(self, options: Ints) -> None:
        start, member, gain = self._openers
        for row in np.unique(self._choices.options.gives[:, options].indices):
            part = slice(start[row], start[row + 1])
            free = ~self._group_open[self._choices.options.groups[member[part]]]
            self._spare[row] = gain[part][free].max(initial=0.0)


def _entries(matrix: sparse.csc_matrix, column: int) -> tuple[Ints, Floats]:
    part = slice(matrix.indptr[column], matrix.indptr[column + 1])
    return matrix.indices[part], matrix.data[part]


def _every(matrix: sparse.csc_matrix, columns: Ints, good: Bools) -> Bools:
    """Return for which columns every row they are marked in is good."""
    part = matrix[:, columns]
    return _all_of(good[part.indices], part.indptr)


def _all_of(good: Bools, starts: Ints) -> Bools:
    bad = np.concatenate([[0], np.cumsum(~good)])
    return np.asarray(bad[starts[1:]] == bad[starts[:-1]])
