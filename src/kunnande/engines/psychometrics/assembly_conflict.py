"""Which rules contradict each other: the smallest set that no form can keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from .assembly_solver import Outcome, Program, solve

if TYPE_CHECKING:
    from .assembly_rules import Rows
    from .values import Floats

SHARE = 0.05  # of the time for one try


class Conflict(NamedTuple):
    """Names of rules that contradict each other.

    ``is_smallest`` says that no fewer rules do; otherwise no rule of these can be left out, unless
    ``is_irreducible`` is False too: then the time was too short to tell.
    """

    names: tuple[str, ...]
    is_smallest: bool
    is_irreducible: bool


class _OutOfTimeError(Exception):
    """No more attempts are left."""


class _Attempts:
    """Tries of sets of rules, each remembered, as many as there is time for."""

    def __init__(self, rows: Rows, seconds: float) -> None:
        self._rows, self._share, self._left = rows, seconds * SHARE, seconds
        self._whole = rows.program(rules=frozenset(rows.names) - {"goal"})
        self._owner = np.array([name for name in rows.names if name != "goal"])
        self.names = list(dict.fromkeys(self._owner.tolist()))
        self._known: dict[frozenset[str], frozenset[str] | None] = {}

    def keep(self, rules: frozenset[str]) -> frozenset[str] | None:
        """Return all rules that some form keeping these keeps too; None where there is no form.

        A try cut short ends the search.
        """
        if rules not in self._known:
            found = solve(self._rows.program(rules=rules), seconds=self._share)
            self._left -= found.seconds
            if self._left < 0 or found.outcome is Outcome.NOTHING:
                raise _OutOfTimeError
            none = found.outcome is Outcome.IMPOSSIBLE
            self._known[rules] = None if none else rules | self._kept_by(found.values)
        return self._known[rules]

    def _kept_by(self, values: Floats) -> frozenset[str]:
        sums = self._whole.matrix @ np.rint(values)
        held = (sums > self._whole.lower - 1e-6) & (sums < self._whole.upper + 1e-6)
        return frozenset(self.names) - frozenset(self._owner[~held].tolist())


def explain(rows: Rows, *, seconds: float) -> Conflict:
    """Return the smallest set of rules that no form can keep.

    Parameters
    ----------
    rows
        Of a blueprint that has no form.
    seconds
        Of the solver, for all tries; one twentieth at most for each.

    References
    ----------
    Ignatiev, Previti, Liffiton & Marques-Silva (2015), *CP 2015*, for the smallest set; Chinneck &
    Dravnieks (1991), *ORSA J. Comput.* 3, for one that can not be reduced.
    """
    attempts = _Attempts(rows, seconds)
    names = attempts.names
    everything = kept = frozenset(names)
    # Whoever keeps some rules must break one of every set that contradicts itself.
    mends: list[frozenset[str]] = []
    try:
        for name in names:
            held = attempts.keep(kept - {name})
            if held is None:
                kept = kept - {name}
            else:
                mends.append(everything - held)
    except _OutOfTimeError:
        return Conflict(_ordered(names, kept), is_smallest=False, is_irreducible=False)
    try:
        smallest = _smallest(attempts, mends)
    except _OutOfTimeError:
        return Conflict(_ordered(names, kept), is_smallest=False, is_irreducible=True)
    return Conflict(_ordered(names, smallest), is_smallest=True, is_irreducible=True)


def _smallest(attempts: _Attempts, mends: list[frozenset[str]]) -> frozenset[str]:
    """Find the fewest rules of which every way to mend has one, until they contradict."""
    names = attempts.names
    while True:
        tried = _fewest(mends, names)
        held = attempts.keep(tried)
        if held is None:
            return tried
        for name in names:
            if name not in held:
                held = attempts.keep(held | {name}) or held
        mends.append(frozenset(names) - held)


def _fewest(mends: list[frozenset[str]], names: list[str]) -> frozenset[str]:
    """Return the fewest names of which every mend has one."""
    if not mends:
        return frozenset()
    matrix = sparse.csc_matrix([[float(name in mend) for name in names] for mend in mends])
    n = len(names)
    program = Program(
        np.ones(n),
        matrix,
        np.ones(len(mends)),
        np.full(len(mends), np.inf),
        np.ones(n),
        np.ones(n, dtype=bool),
    )
    found = solve(program, seconds=10.0, gap=0.5)
    if found.outcome is not Outcome.BEST:
        raise _OutOfTimeError
    return frozenset(name for name, value in zip(names, found.values, strict=True) if value > 0.5)


def _ordered(names: list[str], chosen: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in chosen)
