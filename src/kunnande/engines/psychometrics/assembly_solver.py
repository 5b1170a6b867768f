"""HiGHS on programs of whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import highspy
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from .values import Floats


class SolverError(RuntimeError):
    """The solver refuses the numbers of a program."""


@dataclass(frozen=True)
class Program:
    """Minimise ``costs @ x`` for ``lower <= matrix @ x <= upper`` and ``0 <= x <= highest``.

    ``whole`` marks the columns that must be whole numbers.
    """

    costs: Floats
    matrix: sparse.csc_matrix
    lower: Floats
    upper: Floats
    highest: Floats
    whole: NDArray[np.bool_]


class Outcome(Enum):
    """Whether values were found, and what is proved of them."""

    BEST = 1
    FOUND = 2
    IMPOSSIBLE = 3
    NOTHING = 4


class Answer(NamedTuple):
    """Values with their cost, a cost below which there is nothing, and the solver's seconds."""

    outcome: Outcome
    values: Floats
    objective: float
    bound: float
    seconds: float


def solve(program: Program, *, seconds: float, gap: float = 1e-6) -> Answer:
    """Solve a program within a time, to an absolute gap.

    Raises
    ------
    SolverError
        If the solver refuses the numbers, or ends in a way that says nothing.
    """
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("time_limit", max(0.01, seconds))
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", gap)
    if highs.passModel(_model(program)) == highspy.HighsStatus.kError:
        raise SolverError("The solver refuses the numbers of a program.")
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    kinds = highspy.HighsModelStatus
    if status in {kinds.kInfeasible, kinds.kUnboundedOrInfeasible}:
        return Answer(Outcome.IMPOSSIBLE, np.zeros(0), np.inf, np.inf, highs.getRunTime())
    if status not in {kinds.kOptimal, kinds.kTimeLimit, kinds.kInterrupt}:
        raise SolverError(f"The solver ended as {highs.modelStatusToString(status)}.")
    bound = float(info.mip_dual_bound)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(Outcome.NOTHING, np.zeros(0), np.inf, bound, highs.getRunTime())
    return Answer(
        Outcome.BEST if status == kinds.kOptimal else Outcome.FOUND,
        np.array(highs.getSolution().col_value),
        float(info.objective_function_value),
        bound,
        highs.getRunTime(),
    )


def _model(program: Program) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.costs), len(program.lower)
    model.col_cost_ = program.costs
    model.col_lower_ = np.zeros(len(program.costs))
    model.col_upper_ = program.highest
    model.row_lower_, model.row_upper_ = program.lower, program.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.matrix.indptr
    model.a_matrix_.index_ = program.matrix.indices
    model.a_matrix_.value_ = program.matrix.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[int(whole)] for whole in program.whole]
    return model
