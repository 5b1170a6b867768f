"""One part of a problem as a program for the solver, while the rest is kept as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from kunnande.engines.planning.solver import Answer, Program, raised, solve

from .choices import Choices, Chosen, cost, opened, used

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Floats, Ints


SMALL = 1_000


@dataclass(frozen=True)
class Part:
    """What is free to change, and what is kept.

    ``needs`` are met again by ``columns``, and the groups of ``options`` decide again; ``kept``
    neither meets these needs nor opens these groups.
    """

    columns: Ints
    needs: Ints
    options: Ints
    kept: Chosen


class _Rows:
    """The rows of a part's program, gathered piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[list[sparse.spmatrix | None]] = []
        self.lower: list[Floats] = []
        self.upper: list[Floats] = []

    def add(self, *pieces: sparse.spmatrix | None, lower: Floats, upper: Floats) -> None:
        self.pieces.append(list(pieces))
        self.lower.append(lower)
        self.upper.append(upper)


def program_of(choices: Choices, part: Part) -> Program:
    """Return the program over (columns, unmet needs, options, limits that are used at all)."""
    free = choices.uses[:, part.columns]
    gives = choices.options.gives[:, part.options]
    floor = _with_least(choices, free)
    taken, have = used(choices, part.kept.columns), opened(choices, part.kept.options)
    touched = np.flatnonzero(np.diff(sparse.csr_matrix(free).indptr))
    rows = _Rows()
    one = np.ones(len(part.needs))
    rows.add(
        choices.covers_by_need[part.needs][:, part.columns], sparse.eye(len(part.needs)), None,
        None, lower=one, upper=one,
    )  # fmt: skip
    left = have[touched] - taken[touched]
    # Whole solutions may rest on a limit that sums of fractions miss by their last digit.
    room = np.where(np.abs(left) < 1e-9, 0.0, left)
    rows.add(free[touched], None, -gives[touched], None, lower=_below(touched), upper=room)
    _add_groups(rows, choices.options.groups[part.options])
    _add_conflicts(rows, choices, part)
    _add_floors(rows, free[floor], choices.least[floor], taken[floor])
    n_used = len(floor)
    costs = np.concatenate([
        choices.costs[part.columns], choices.penalties[part.needs],
        choices.options.costs[part.options], np.zeros(n_used),
    ])  # fmt: skip
    widths = [len(part.columns), len(part.needs), len(part.options), n_used]
    filled = [_filled(pieces, widths) for pieces in rows.pieces]
    whole = np.ones(len(costs), dtype=bool)
    whole[len(part.columns) : len(part.columns) + len(part.needs)] = False
    return Program(
        costs,
        sparse.csc_matrix(sparse.vstack([sparse.hstack(row) for row in filled])),
        np.concatenate(rows.lower),
        np.concatenate(rows.upper),
        np.zeros(len(costs)),
        np.ones(len(costs)),
        whole,
    )


def resolve(
    choices: Choices, part: Part, *, seconds: float, seed: int, start: Chosen | None = None
) -> tuple[Chosen | None, Answer]:
    """Decide a part again; return the whole solution, or None when none was found in time.

    ``start`` must agree with what is kept; the solution is then no worse.
    """
    if not len(part.needs) and not len(part.options):
        return part.kept, Answer(np.zeros(0), cost(choices, part.kept), cost(choices, part.kept))
    values = None if start is None else _values_of(choices, part, start)
    answer = _solve(choices, part, values, seconds=seconds, seed=seed)
    if not len(answer.values):
        return None, answer
    n_columns, n_needs = len(part.columns), len(part.needs)
    columns = part.columns[answer.values[:n_columns] > 0.5]
    at = n_columns + n_needs
    options = part.options[answer.values[at : at + len(part.options)] > 0.5]
    chosen = Chosen(_union(part.kept.columns, columns), _union(part.kept.options, options))
    whole = cost(choices, chosen)
    # What is kept adds the same to the bound; whole costs take its rounding errors away.
    bound = raised(answer.bound + whole - answer.objective, choices.step)
    return chosen, Answer(answer.values, whole, bound)


def _solve(
    choices: Choices, part: Part, values: Floats | None, *, seconds: float, seed: int
) -> Answer:
    program, step = program_of(choices, part), choices.step
    if choices.asks_all:
        # Prices far above all others slow the solver: where no need may stay unmet, it is told so.
        needs = slice(len(part.columns), len(part.columns) + len(part.needs))
        upper = program.upper.copy()
        upper[needs] = 0.0
        met = values if values is not None and not values[needs].any() else None
        if met is not None or len(program.costs) <= SMALL:
            strict = replace(program, upper=upper)
            answer = solve(strict, seconds=seconds, seed=seed, start=met, step=step)
            if len(answer.values) or met is not None:
                return answer
    return solve(program, seconds=seconds, seed=seed, start=values, step=step)


def _values_of(choices: Choices, part: Part, start: Chosen) -> Floats:
    columns = np.isin(part.columns, start.columns)
    chosen = part.columns[columns]
    met = np.asarray(choices.covers_by_need[part.needs][:, chosen].sum(axis=1)).ravel()
    floor = _with_least(choices, choices.uses[:, part.columns])
    taken = used(choices, start.columns)[floor] > 1e-9
    options = np.isin(part.options, start.options)
    return np.concatenate([columns, 1.0 - met, options, taken]).astype(np.float64)


def _with_least(choices: Choices, free: sparse.csc_matrix) -> Ints:
    """Return the limits that ask for a least use and that the free columns touch."""
    touched = np.diff(sparse.csr_matrix(free).indptr) > 0
    return np.flatnonzero(touched & (choices.least > 0))


def _add_groups(rows: _Rows, groups: Ints) -> None:
    if not len(groups):
        return
    _names, row = np.unique(groups, return_inverse=True)
    shape = (int(row.max()) + 1, len(groups))
    member = sparse.csr_matrix((np.ones(len(groups)), (row, np.arange(len(groups)))), shape=shape)
    rows.add(None, None, member, None, lower=_below(_names), upper=np.ones(shape[0]))


def _add_conflicts(rows: _Rows, choices: Choices, part: Part) -> None:
    free = sparse.csr_matrix(choices.conflicts[:, part.columns])
    kept = np.asarray(choices.conflicts[:, part.kept.columns].sum(axis=1)).ravel()
    at = np.flatnonzero(np.diff(free.indptr) + (kept > 0) > 1)
    rows.add(free[at], None, None, None, lower=_below(at), upper=1.0 - kept[at])


def _add_floors(rows: _Rows, free: sparse.csc_matrix, least: Floats, taken: Floats) -> None:
    """Ask that a limit is used not at all, or at least so much; nothing can use it without."""
    if not len(least):
        return
    most = np.asarray(free.sum(axis=1)).ravel() + taken
    rows.add(free, None, None, sparse.diags(-most), lower=_below(least), upper=-taken)
    rows.add(free, None, None, sparse.diags(-least), lower=-taken, upper=-_below(least))


def _filled(pieces: list[sparse.spmatrix | None], widths: list[int]) -> list[sparse.spmatrix]:
    height = next(piece.shape[0] for piece in pieces if piece is not None)
    return [
        sparse.csr_matrix((height, width)) if piece is None else piece
        for piece, width in zip(pieces, widths, strict=True)
    ]


def _below(rows: Ints | Floats) -> Floats:
    return np.full(len(rows), -np.inf)


def _union(some: Ints, others: Ints) -> Ints:
    return np.union1d(some, others).astype(np.int64)
