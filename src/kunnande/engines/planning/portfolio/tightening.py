"""What the relaxation of a portfolio forgets: nobody sits in a group that does not run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from kunnande.engines.planning.solver import Growing, Program

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Ints, Watch

    from .values import Portfolio

# The first rounds raise nearly all there is to raise.
ROUNDS = 6
VIOLATED = 1e-4
# Of the time that is left: improvement needs the rest.
SHARE = 0.25


def tightened(
    program: Program, portfolio: Portfolio, watch: Watch, *, seed: int
) -> tuple[Program, float]:
    """Add the rows "a seat is at most the groups of its offer" where the relaxation breaks them.

    Parameters
    ----------
    program
        Over groups per offer, then seats, then the rest; its costs are minus what is closed.
    portfolio
        What it was made from.
    watch
        A part of the time that is left is used.
    seed
        Decides between equals.

    Returns
    -------
    tuple
        The program with the rows, which has the same whole solutions, and more than which no
        choice closes: infinite when not even the first relaxation was solved in time.

    References
    ----------
    Variable upper bounds, Wolsey (1998), *Integer Programming*, ch. 1.
    """
    limited = watch.within(SHARE * watch.left)
    tight, most = program, float("inf")
    offers, seats = len(portfolio.offers), len(portfolio.seat_offer)
    known = np.zeros(seats, dtype=bool)
    for _round in range(ROUNDS):
        # The first relaxation is worth all the time there is.
        within = watch if np.isinf(most) else limited
        relaxed = Growing(tight, seed=seed).solve(seconds=within.left)
        if relaxed is None:
            break
        most = -relaxed.objective
        groups, sits = np.split(relaxed.values[: offers + seats], [offers])
        broken = (sits > groups[portfolio.seat_offer] + VIOLATED) & ~known
        if not broken.any() or limited.left <= 0:
            break
        known |= broken
        tight = _with_rows(program, np.flatnonzero(known), portfolio)
    return tight, most


def _with_rows(program: Program, seats: Ints, portfolio: Portfolio) -> Program:
    count, offers = len(seats), len(portfolio.offers)
    row = np.arange(count)
    columns = np.concatenate([offers + seats, portfolio.seat_offer[seats]])
    signs = np.concatenate([np.ones(count), -np.ones(count)])
    shape = (count, len(program.costs))
    rows = sparse.csr_matrix((signs, (np.concatenate([row, row]), columns)), shape=shape)
    return replace(
        program,
        matrix=sparse.csc_matrix(sparse.vstack([program.matrix, rows])),
        row_lower=np.concatenate([program.row_lower, np.full(count, -np.inf)]),
        row_upper=np.concatenate([program.row_upper, np.zeros(count)]),
    )
