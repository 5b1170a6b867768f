"""HiGHS, fed with sparse matrices: linear programs that grow, and programs in whole numbers.

Everything is minimised.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import highspy
import numpy as np
from scipy import sparse

from .values import Bools, Floats, Ints, SolverError

_STATUS = highspy.HighsModelStatus
_STOPPED = {_STATUS.kTimeLimit, _STATUS.kSolutionLimit, _STATUS.kInterrupt, _STATUS.kIterationLimit}
_IMPOSSIBLE = {_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible}
# Programs whose share of whole numbers is solved to this are proved best for practical purposes.
NO_GAP = 1e-9


@dataclass(frozen=True)
class Program:
    """Minimise ``costs @ x`` for ``row_lower <= matrix @ x <= row_upper``, ``lower <= x <= upper``.

    ``whole`` marks the variables that must be whole numbers; shape ``(n_columns,)`` as the costs
    and bounds. The matrix is ``(n_rows, n_columns)``.
    """

    costs: Floats
    matrix: sparse.csc_matrix
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    whole: Bools


class Answer(NamedTuple):
    """The best values found, their cost, and a cost below which there is nothing.

    ``values`` is empty when nothing was found in time; the objective is then infinite, and so is
    the bound when there is nothing to find.
    """

    values: Floats
    objective: float
    bound: float

    @property
    def is_best(self) -> bool:
        """Whether nothing better exists."""
        return self.objective - self.bound <= 1e-6 * max(1.0, abs(self.objective))


class Relaxed(NamedTuple):
    """A linear optimum: values, dual prices of the rows, cost."""

    values: Floats
    prices: Floats
    objective: float


def solve(
    program: Program, *, seconds: float, seed: int, start: Floats | None = None, step: float = 0.0
) -> Answer:
    """Solve a program with whole numbers, within a time.

    Parameters
    ----------
    program
        What to minimise.
    seconds
        The solver's own limit.
    seed
        Decides between equals.
    start
        Values of a solution known to hold, shape ``(n_columns,)``; the answer is no worse.
    step
        No two solutions differ in cost by less, unless they cost the same: 1 for whole costs.

    Raises
    ------
    SolverError
        If the solver refuses the numbers, or gives up for another reason than time.
    """
    highs = _highs(seed)
    highs.setOptionValue("time_limit", max(0.01, seconds))
    highs.setOptionValue("mip_rel_gap", NO_GAP)
    highs.setOptionValue("mip_abs_gap", max(1e-6, 0.99 * step))
    _pass(highs, program)
    if start is not None:
        highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    if status in _IMPOSSIBLE:
        return Answer(np.zeros(0), float("inf"), float("inf"))
    if status not in _STOPPED | {_STATUS.kOptimal}:
        raise SolverError(
            f"A program of whole numbers ended as {highs.modelStatusToString(status)}"
        )
    bound = raised(float(info.mip_dual_bound), step)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(np.zeros(0), float("inf"), bound)
    return Answer(
        np.array(highs.getSolution().col_value), float(info.objective_function_value), bound
    )


def raised(bound: float, step: float) -> float:
    """Return the next cost that a solution can have, at or above a bound.

    >>> raised(2390.2, 1.0)
    2391.0
    """
    if step <= 0 or not np.isfinite(bound):
        return bound
    return float(np.ceil(bound / step - 1e-6) * step)


def restricted(program: Program, values: Floats, free: Bools) -> Program:
    """Return the program over some columns, shape ``(n_free,)``, while the rest keep their values.

    Rows that no free column touches are left out: the values must keep them.
    """
    kept = program.matrix[:, ~free] @ values[~free]
    matrix = sparse.csr_matrix(program.matrix[:, free])
    touched = np.flatnonzero(np.diff(matrix.indptr))
    return Program(
        program.costs[free],
        sparse.csc_matrix(matrix[touched]),
        program.row_lower[touched] - kept[touched],
        program.row_upper[touched] - kept[touched],
        program.lower[free],
        program.upper[free],
        program.whole[free],
    )


class Growing:
    """A linear program that is solved again and again while columns are added and bounds move."""

    def __init__(self, program: Program, *, seed: int) -> None:
        self._highs = _highs(seed)
        self._columns = len(program.costs)
        _pass(self._highs, replace(program, whole=np.zeros(self._columns, dtype=bool)))

    def add(self, costs: Floats, matrix: sparse.csc_matrix, upper: Floats) -> None:
        """Add columns between 0 and ``upper``; the matrix is ``(n_rows, n_new)``."""
        matrix = sparse.csc_matrix(matrix)
        self._highs.addCols(
            len(costs), costs, np.zeros(len(costs)), upper, matrix.nnz,
            matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32), matrix.data,
        )  # fmt: skip
        self._columns += len(costs)

    def fix(self, columns: Ints, values: Floats) -> None:
        """Hold columns at values."""
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), values, values)

    def solve(self, *, seconds: float) -> Relaxed | None:
        """Return the optimum from where the last one was, or None when the time was too short."""
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.01, seconds))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in _STOPPED:
            return None
        if status not in {_STATUS.kOptimal, _STATUS.kModelEmpty}:
            name = self._highs.modelStatusToString(status)
            raise SolverError(f"A linear program ended as {name}")
        found = self._highs.getSolution()
        objective = float(self._highs.getInfo().objective_function_value)
        return Relaxed(np.array(found.col_value), np.array(found.row_dual), objective)


def _highs(seed: int) -> highspy.Highs:
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("random_seed", seed % 2**31)
    return highs


def _pass(highs: highspy.Highs, program: Program) -> None:
    matrix = sparse.csc_matrix(program.matrix)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.costs), len(program.row_lower)
    model.col_cost_, model.col_lower_ = program.costs, program.lower
    model.col_upper_ = program.upper
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    if program.whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(whole)] for whole in program.whole]
    if highs.passModel(model) == highspy.HighsStatus.kError:
        raise SolverError("The solver refuses the numbers of a program.")
