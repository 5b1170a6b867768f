"""Needs, the choices that can meet them, and the limits that choices share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy import sparse

from kunnande.engines.planning.values import Bools, Floats, ImproperInstanceError, Ints


@dataclass(frozen=True)
class Options:
    """Ways to open capacity, at most one per group: an assessor holds one test at a time.

    Attributes
    ----------
    costs
        Of each option, shape ``(n_options,)``.
    gives
        What each adds to the limits, ``(n_limits, n_options)``.
    groups
        The group of each option, counted from 0, shape ``(n_options,)``.
    """

    costs: Floats
    gives: sparse.csc_matrix
    groups: Ints

    @property
    def n_groups(self) -> int:
        """How many groups there are."""
        return int(self.groups.max(initial=-1)) + 1


@dataclass(frozen=True)
class Choices:
    """What may be chosen: every need is met by one chosen column or paid for.

    Attributes
    ----------
    costs
        Of each column, shape ``(n_columns,)``.
    covers
        1 where a column meets a need, ``(n_needs, n_columns)``.
    penalties
        What a need that is not met costs, shape ``(n_needs,)``.
    uses
        What a column takes of each limit, ``(n_limits, n_columns)``, not negative.
    limits
        Shape ``(n_limits,)``, before any option opens more.
    conflicts
        Of the columns marked 1 in a row at most one is chosen, ``(n_conflicts, n_columns)``.
    options
        What can open capacity.
    least
        A limit that is used at all is used at least so much, shape ``(n_limits,)``; 0 asks nothing.
    blocks
        Which limits are reconsidered together, shape ``(n_limits,)``; -1 belongs to none.
    """

    costs: Floats
    covers: sparse.csc_matrix
    penalties: Floats
    uses: sparse.csc_matrix
    limits: Floats
    conflicts: sparse.csc_matrix
    options: Options
    least: Floats
    blocks: Ints

    def __post_init__(self) -> None:
        columns = {self.covers.shape[1], self.uses.shape[1], self.conflicts.shape[1]}
        if columns != {len(self.costs)}:
            raise ImproperInstanceError("Costs, needs, limits and conflicts differ in columns.")
        if self.covers.shape[0] != len(self.penalties) or self.uses.shape[0] != len(self.limits):
            raise ImproperInstanceError("Penalties or limits do not match the rows they are for.")
        if self.uses.nnz and self.uses.data.min() < 0:
            raise ImproperInstanceError("No choice may give what limits hold; options do.")

    @cached_property
    def n_covered(self) -> Ints:
        """How many needs each column meets, shape ``(n_columns,)``."""
        return np.asarray(np.diff(self.covers.indptr), dtype=np.int64)

    @cached_property
    def first_need(self) -> Ints:
        """The first need that each column meets, shape ``(n_columns,)``."""
        return np.asarray(self.covers.indices[self.covers.indptr[:-1]], dtype=np.int64)

    @cached_property
    def covers_by_need(self) -> sparse.csr_matrix:
        """The needs' own view of which columns meet them."""
        return sparse.csr_matrix(self.covers)

    @cached_property
    def step(self) -> float:
        """What two solutions that do not cost the same differ by at least: 1 for whole costs."""
        numbers = np.concatenate([self.costs, self.penalties, self.options.costs])
        return float((numbers == np.round(numbers)).all())

    @cached_property
    def asks_all(self) -> bool:
        """Whether meeting one more need is worth any choice of columns for the others."""
        dearest = np.zeros(len(self.penalties))
        column = np.repeat(np.arange(len(self.costs)), np.diff(self.covers.indptr))
        np.maximum.at(dearest, self.covers.indices, np.abs(self.costs)[column])
        spread = 2 * dearest.sum() + np.abs(self.options.costs).sum()
        return bool(self.penalties.min(initial=np.inf) > spread)


class Chosen(NamedTuple):
    """The columns and options of a solution, by number, rising."""

    columns: Ints
    options: Ints


def unmet(choices: Choices, chosen: Chosen) -> Bools:
    """Return which needs no chosen column meets, shape ``(n_needs,)``."""
    return np.asarray(choices.covers[:, chosen.columns].sum(axis=1)).ravel() < 0.5


def cost(choices: Choices, chosen: Chosen) -> float:
    """Return what a solution costs: columns, options and needs that are not met."""
    return float(
        choices.costs[chosen.columns].sum()
        + choices.options.costs[chosen.options].sum()
        + choices.penalties[unmet(choices, chosen)].sum()
    )


def used(choices: Choices, columns: Ints) -> Floats:
    """Return what columns take of each limit, shape ``(n_limits,)``."""
    return np.asarray(choices.uses[:, columns].sum(axis=1), dtype=np.float64).ravel()


def opened(choices: Choices, options: Ints) -> Floats:
    """Return the limits with these options, shape ``(n_limits,)``."""
    more = np.asarray(choices.options.gives[:, options].sum(axis=1), dtype=np.float64).ravel()
    return np.asarray(choices.limits + more)


def holds(choices: Choices, chosen: Chosen) -> bool:
    """Return whether a solution keeps every rule."""
    met = np.asarray(choices.covers[:, chosen.columns].sum(axis=1)).ravel()
    both = np.asarray(choices.conflicts[:, chosen.columns].sum(axis=1)).ravel()
    taken = used(choices, chosen.columns)
    groups = np.bincount(choices.options.groups[chosen.options])
    return bool(
        (met < 1.5).all()
        and (both < 1.5).all()
        and (taken <= opened(choices, chosen.options) + 1e-6).all()
        and ((taken < 1e-6) | (taken >= choices.least - 1e-6)).all()
        and (groups < 1.5).all()
    )


def holding(choices: Choices, options: Ints) -> Choices:
    """Return the same choices with these options opened and no others left."""
    limits = opened(choices, options)
    return replace(choices, limits=limits, options=no_options(len(limits)))


def no_options(n_limits: int) -> Options:
    """Return that nothing can be opened."""
    return Options(np.zeros(0), sparse.csc_matrix((n_limits, 0)), np.zeros(0, dtype=np.int64))
