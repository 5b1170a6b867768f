"""Test forms from a pool: the best that keep every rule, or the rules that can not be kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .assembly_conflict import Conflict, explain
from .assembly_rules import Blueprint, ImproperBlueprintError, Rows, lay_rows
from .assembly_solver import Outcome, Program, solve
from .information import item_information

if TYPE_CHECKING:
    from .values import Bank, Floats


class Goal(StrEnum):
    """What is wanted of the forms' information at given abilities.

    ``MAXIMUM``: the most in total; of several forms, of the weakest. ``MAXIMIN``: the most at the
    ability (and form) where there is least. ``MINIMAX``: the smallest largest distance from a
    target. ``TARGET``: the smallest sum of distances from it.
    """

    MAXIMUM = "maximum"
    MAXIMIN = "maximin"
    MINIMAX = "minimax"
    TARGET = "target"


class Result(StrEnum):
    """Proved best, found but perhaps not best, proved impossible, or not known in the time."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A goal at abilities in logits, with the target information there where it has one."""

    goal: Goal
    abilities: tuple[float, ...]
    target: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        needs = self.goal in {Goal.MINIMAX, Goal.TARGET}
        if not self.abilities or len(self.target) != len(self.abilities) * needs:
            raise ImproperBlueprintError(
                "A goal needs abilities, and minimax and target one value for each."
            )


class Assembly(NamedTuple):
    """The forms, as item ids in the order of the pool, and what is known of them.

    Attributes
    ----------
    result
        ``optimal`` means that no form is better by more than the absolute gap asked for.
    objective
        Of the goal; None without one or without forms.
    gap
        How much better a form might be, in units of the objective; None without one.
    forms
        Item ids per form.
    information
        Shape ``(n_forms, n_abilities)``.
    conflict
        Where no form exists: the smallest set of rules that contradict each other.
    """

    result: Result
    objective: float | None
    gap: float | None
    forms: tuple[tuple[str, ...], ...]
    information: Floats
    conflict: Conflict | None


def assemble(
    bank: Bank,
    blueprint: Blueprint,
    aim: Aim | None = None,
    *,
    seconds: float = 60.0,
    gap: float = 1e-6,
) -> Assembly:
    """Choose the items of one or more forms.

    Parameters
    ----------
    bank
        The pool.
    blueprint
        Rules that every form keeps.
    aim
        What the forms are best at; any forms that keep the rules when None.
    seconds
        After which the best forms found so far are given, or as many again to explain why there
        are none.
    gap
        Absolute: forms at most this much worse than the best count as best.

    Raises
    ------
    ImproperBlueprintError
        If a rule is none.

    References
    ----------
    van der Linden (2005), *Linear Models for Optimal Test Design*, ch. 5-6.
    """
    rows = lay_rows(blueprint, len(bank.ids))
    information = item_information(np.array(aim.abilities if aim else ()), bank)
    program = rows.program() if aim is None else _with_aim(rows, aim, information)
    found = solve(program, seconds=seconds, gap=gap)
    if found.outcome is Outcome.IMPOSSIBLE:
        conflict = explain(rows, seconds=seconds)
        return Assembly(Result.INFEASIBLE, None, None, (), information[:, :0].T, conflict)
    if found.outcome is Outcome.NOTHING:
        return Assembly(Result.UNKNOWN, None, None, (), information[:, :0].T, None)
    chosen = found.values[: rows.n_forms * rows.n_items].reshape(rows.n_forms, -1) > 0.5
    forms = tuple(tuple(bank.ids[item] for item in np.flatnonzero(form)) for form in chosen)
    best = found.outcome is Outcome.BEST
    return Assembly(
        Result.OPTIMAL if best else Result.FEASIBLE,
        None if aim is None else abs(found.objective),
        None if aim is None else abs(found.objective - found.bound),
        forms,
        chosen @ information.T,
        None,
    )


def _with_aim(rows: Rows, aim: Aim, information: Floats) -> Program:
    """Return the program with the columns and rows that the goal needs."""
    if aim.goal is Goal.MAXIMUM:
        information = information.sum(axis=0, keepdims=True)
        if rows.n_forms == 1:
            return rows.program(costs=-information[0])
    if aim.goal in {Goal.MAXIMUM, Goal.MAXIMIN}:
        level = rows.column(whole=False, cost=-1.0, upper=np.inf)
        for form in range(rows.n_forms):
            for row in information:
                rows.add("goal", [(form, row)], [(level, -1.0)], (0.0, np.inf))
        return rows.program()
    largest = aim.goal is Goal.MINIMAX
    shared = rows.column(whole=False, cost=1.0, upper=np.inf) if largest else -1
    for form in range(rows.n_forms):
        for row, target in zip(information, aim.target, strict=True):
            away = shared if largest else rows.column(whole=False, cost=1.0, upper=np.inf)
            rows.add("goal", [(form, row)], [(away, 1.0)], (target, np.inf))
            rows.add("goal", [(form, row)], [(away, -1.0)], (-np.inf, target))
    return rows.program()
