"""An instance as choices for the assignment core, and what it chose as visits and duties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from kunnande.engines.planning.assignment import Choices, Chosen, unmet

from .limits import limits_of, one_visit_a_day
from .values import HALVES, Duty, Instance, Missing, Plan, Sitting, Visit
from .visits import NONE, DutyTable, VisitTable, list_duties, list_visits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kunnande.engines.planning.values import Ints


@dataclass(frozen=True)
class SessionProblem:
    """An instance as choices, with what each number stands for.

    Attributes
    ----------
    instance
        What is planned.
    visits, duties
        What the columns and the options are.
    needs
        Person and test of each need, ``(n_needs, 2)``.
    kinds
        What each limit is, ``(n_limits,)``.
    choices
        For the assignment core.
    """

    instance: Instance
    visits: VisitTable
    duties: DutyTable
    needs: Ints
    kinds: Ints
    choices: Choices


def problem_of(
    instance: Instance, *, people: Sequence[int] | None = None, others: Ints | None = None
) -> SessionProblem:
    """Return an instance as choices: columns are visits, options are duties.

    Parameters
    ----------
    instance
        What is to be planned.
    people
        The numbers of those whose visits are listed; everybody if left out.
    others
        Visits of the rest that stand; see ``list_visits``. Their columns come last.
    """
    duties = list_duties(instance)
    everybody = range(len(instance.people))
    visits = list_visits(
        instance,
        duties,
        people=everybody if people is None else people,
        others=np.zeros((0, 5), dtype=np.int64) if others is None else others,
    )
    number = {test.id: n for n, test in enumerate(instance.tests)}
    needs = np.array(
        [(p, number[test]) for p, person in enumerate(instance.people) for test in person.tests],
        dtype=np.int64,
    ).reshape(-1, 2)
    limits = limits_of(instance, duties, visits)
    choices = Choices(
        costs=visits.sek,
        covers=_covers(instance, visits, needs),
        penalties=np.full(len(needs), float(round(instance.costs.unserved_sek))),
        uses=limits.uses,
        limits=limits.limits,
        conflicts=one_visit_a_day(instance, visits),
        options=limits.options,
        least=limits.least,
        blocks=limits.blocks,
    )
    return SessionProblem(instance, visits, duties, needs, limits.kinds, choices)


def plan_of(problem: SessionProblem, chosen: Chosen, *, objective: float, bound: float) -> Plan:
    """Return what was chosen as a plan, without duties where nobody comes."""
    instance = problem.instance
    visits = sorted(
        (visit_of(problem, int(column)) for column in chosen.columns),
        key=lambda visit: (visit.day, visit.person),
    )
    held = {(v.centre, v.day, s.half, s.test) for v in visits for s in v.sittings}
    duties = (duty_of(problem, int(option)) for option in chosen.options)
    centre_of = {assessor.id: assessor.centre for assessor in instance.assessors}
    missing = problem.needs[unmet(problem.choices, chosen)]
    return Plan(
        visits=tuple(visits),
        duties=tuple(
            sorted(duty for duty in duties if (centre_of[duty.assessor], *duty[1:]) in held)
        ),
        missing=tuple(Missing(instance.people[p].id, instance.tests[k].id) for p, k in missing),
        objective=objective,
        bound=bound,
    )


def visit_of(problem: SessionProblem, column: int) -> Visit:
    """Return one column as a visit."""
    instance, table = problem.instance, problem.visits
    sittings = zip(HALVES, table.tests[column], strict=True)
    return Visit(
        instance.people[table.person[column]].id,
        instance.centres[table.centre[column]].id,
        instance.days[table.day[column]],
        tuple(Sitting(half, instance.tests[test].id) for half, test in sittings if test != NONE),
    )


def duty_of(problem: SessionProblem, option: int) -> Duty:
    """Return one option as a duty."""
    instance, table = problem.instance, problem.duties
    day, half = divmod(int(table.slot[option]), 2)
    return Duty(
        instance.assessors[table.assessor[option]].id,
        instance.days[day],
        HALVES[half],
        instance.tests[table.test[option]].id,
    )


def _covers(instance: Instance, visits: VisitTable, needs: Ints) -> sparse.csc_matrix:
    number = np.full((len(instance.people), len(instance.tests)), NONE, dtype=np.int64)
    number[tuple(needs.T)] = np.arange(len(needs))
    column, half = np.nonzero(visits.tests != NONE)
    row = number[visits.person[column], visits.tests[column, half]]
    shape = (len(needs), len(visits.person))
    return sparse.csc_matrix((np.ones(len(row)), (row, column)), shape=shape)
