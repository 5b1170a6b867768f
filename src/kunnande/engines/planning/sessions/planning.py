"""Plan sessions: who is tested where and when, and which assessor holds what."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kunnande.engines.planning.assignment import assign, choose_greedily, cost
from kunnande.engines.planning.values import Progress

from .problem import SessionProblem, plan_of, problem_of

if TYPE_CHECKING:
    from kunnande.engines.planning.assignment import Chosen
    from kunnande.engines.planning.values import Floats, Watch

    from .values import Instance, Plan

STEPS = 100_000
# Far above any kilometre, day or krona: a visit for two tests comes before two visits.
FIRST_OF_ALL = 1e9


class Habit(StrEnum):
    """How one would book without a plan: people in turn, two tests in one trip when possible."""

    NEAREST = "nearest"
    EARLIEST = "earliest"
    CHEAPEST = "cheapest"


def book_in_turn(instance: Instance, habit: Habit) -> Plan:
    """Book people in the order of the list, each as the habit prefers among what is left.

    Parameters
    ----------
    instance
        What is to be planned.
    habit
        Nearest centre, then first day; first day, then nearest centre; or least cost.

    Returns
    -------
    Plan
        Keeps every rule. Its bound is 0: booking in turn knows of none.
    """
    problem = problem_of(instance)
    chosen = _in_turn(problem, habit)
    return plan_of(problem, chosen, objective=cost(problem.choices, chosen), bound=0.0)


def plan_sessions(instance: Instance, watch: Watch, *, seed: int, steps: int = STEPS) -> Plan:
    """Plan visits and duties at the least cost that can be found in the time.

    Cost is travel, production's disruption, waiting, and a penalty for each test that nobody
    has a visit for. A plan that keeps every rule exists after a first pass and is then improved.

    Parameters
    ----------
    instance
        What is to be planned.
    watch
        The time, and who is told of every improvement.
    seed
        Decides between equals and where improvement is sought.
    steps
        At most so many neighbourhoods are tried; with a clock that stands still, the end.

    Returns
    -------
    Plan
        The bound holds for every plan of the instance, not only for those that were looked at.
    """
    problem = problem_of(instance)
    start = min(
        (_in_turn(problem, habit) for habit in (Habit.CHEAPEST, Habit.EARLIEST)),
        key=lambda chosen: cost(problem.choices, chosen),
    )
    watch.tell(Progress("in turn", cost(problem.choices, start), 0.0, watch.elapsed()))
    found = assign(problem.choices, watch, seed=seed, start=start, steps=steps)
    return plan_of(problem, found.chosen, objective=found.cost, bound=found.bound)


def _in_turn(problem: SessionProblem, habit: Habit) -> Chosen:
    order = np.arange(len(problem.needs))
    return choose_greedily(problem.choices, order, _preference(problem, habit))


def _preference(problem: SessionProblem, habit: Habit) -> Floats:
    visits, several = problem.visits, FIRST_OF_ALL * problem.choices.n_covered
    if habit is Habit.NEAREST:
        return visits.km * len(problem.instance.days) + visits.day - several
    if habit is Habit.EARLIEST:
        return visits.day * 1e5 + visits.km - several
    return visits.sek - problem.instance.costs.unserved_sek * problem.choices.n_covered
