"""What stands of a plan in an instance that may have changed since, and who is free to move."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kunnande.engines.planning.assignment import Chosen, opened, used

from .problem import SessionProblem, problem_of
from .values import HALVES, Half, Instance, Moment, Plan, Visit
from .visits import NONE, reach

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from kunnande.engines.planning.values import Floats, Ints


@dataclass(frozen=True)
class Standing:
    """A plan as choices: what stands, and what the free could do instead.

    Attributes
    ----------
    problem
        Every visit of the free, then the visits of the others that stand.
    kept
        The others' visits, and the duties that somebody among them needs.
    current
        What the free have now and may keep, and all duties that stand.
    free
        The numbers of the free.
    """

    problem: SessionProblem
    kept: Chosen
    current: Chosen
    free: Ints

    @cached_property
    def loose(self) -> Ints:
        """The options of assessors whom the others do not need at that time."""
        groups = self.problem.choices.options.groups
        return np.flatnonzero(~np.isin(groups, groups[self.kept.options]))

    @cached_property
    def left(self) -> Floats:
        """What the others leave of each limit, one idle assessor counted in, ``(n_limits,)``."""
        choices = self.problem.choices
        gives = choices.options.gives[:, self.loose]
        spare = np.zeros(len(choices.limits))
        np.maximum.at(spare, gives.indices, gives.data)
        have = opened(choices, self.kept.options) + spare
        return np.asarray(have - used(choices, self.kept.columns))


def standing(instance: Instance, plan: Plan, free: Collection[str]) -> Standing:
    """Return a plan as choices in which only some people are free to move.

    Parameters
    ----------
    instance
        As it is now.
    plan
        Made earlier; every visit of those who are not free must still be allowed.
    free
        The ids of people.

    Returns
    -------
    Standing
        Visits of the free that are no longer allowed are not in ``current``.
    """
    numbers = {person.id: n for n, person in enumerate(instance.people)}
    rows = {v: _row(instance, numbers, v) for v in plan.visits if v.person in numbers}
    others = [row for visit, row in rows.items() if visit.person not in free]
    who = sorted(numbers[name] for name in free if name in numbers)
    problem = problem_of(instance, people=who, others=np.array(others, np.int64).reshape(-1, 5))
    visits = problem.visits
    table = np.column_stack([visits.person, visits.centre, visits.day, visits.tests])
    n_own = len(table) - len(others)
    own = {tuple(row): column for column, row in enumerate(table[:n_own].tolist())}
    have = [own[tuple(row)] for v, row in rows.items() if v.person in free and tuple(row) in own]
    duties = _options(problem, plan)
    kept = np.arange(n_own, len(table))
    needed = used(problem.choices, kept) > 0
    gives = problem.choices.options.gives[:, duties]
    wanted = duties[np.asarray(gives.T @ needed).ravel() > 0]
    current = Chosen(np.sort(np.array([*have, *kept], dtype=np.int64)), duties)
    return Standing(problem, Chosen(kept, wanted), current, np.array(who, dtype=np.int64))


def broken_visits(instance: Instance, plan: Plan) -> frozenset[Visit]:
    """Return the visits of a plan that can not be made any more, each for its own reason.

    The person is gone or no longer waits for the test; the day, the centre or the way is closed;
    or nobody may hold the test then. What several people share is not looked at.
    """
    people = {person.id: n for n, person in enumerate(instance.people)}
    centres = {centre.id: n for n, centre in enumerate(instance.centres)}
    reached = reach(instance)
    held = _held(instance, plan)
    return frozenset(
        visit
        for visit in plan.visits
        if visit.person not in people
        or visit.centre not in centres
        or visit.day in instance.people[people[visit.person]].blocked
        or not reached[people[visit.person], centres[visit.centre]]
        or not all(
            sitting.test in instance.people[people[visit.person]].tests
            and (visit.centre, visit.day, *sitting) in held
            for sitting in visit.sittings
        )
    )


def crowded(instance: Instance, plan: Plan) -> frozenset[Visit]:
    """Return the visits of which not all can stand, because they share too little."""
    problem = standing(instance, plan, frozenset()).problem
    names = [person.id for person in instance.people]
    duties = _options(problem, plan)
    columns = np.arange(len(problem.choices.costs))
    taken = used(problem.choices, columns)
    over = taken > opened(problem.choices, duties) + 1e-6
    over |= (taken > 0) & (taken < problem.choices.least)
    hit = np.asarray(problem.choices.uses.T @ over).ravel() > 0
    table = problem.visits
    found = {(names[table.person[n]], instance.days[table.day[n]]) for n in np.flatnonzero(hit)}
    return frozenset(visit for visit in plan.visits if (visit.person, visit.day) in found)


def missing_people(instance: Instance, plan: Plan) -> list[str]:
    """Return who waits for a test that no visit in the plan holds, in the order of the list."""
    held = Counter((visit.person, s.test) for visit in plan.visits for s in visit.sittings)
    return [p.id for p in instance.people if any(not held[p.id, test] for test in p.tests)]


def _row(instance: Instance, numbers: dict[str, int], visit: Visit) -> list[int]:
    centre = next(n for n, c in enumerate(instance.centres) if c.id == visit.centre)
    tests = {s.half: s.test for s in visit.sittings}
    names = [test.id for test in instance.tests]
    halves = [names.index(tests[half]) if half in tests else NONE for half in HALVES]
    return [numbers[visit.person], centre, instance.days.index(visit.day), *halves]


def _options(problem: SessionProblem, plan: Plan) -> Ints:
    """Return the duties of a plan that can still be held, by number."""
    instance, table = problem.instance, problem.duties
    keys = zip(table.assessor.tolist(), table.slot.tolist(), table.test.tolist(), strict=True)
    number = {key: option for option, key in enumerate(keys)}
    assessors = {assessor.id: n for n, assessor in enumerate(instance.assessors)}
    days = {day: n for n, day in enumerate(instance.days)}
    tests = {test.id: n for n, test in enumerate(instance.tests)}
    found = (
        number.get(
            (
                assessors.get(duty.assessor, NONE),
                2 * days[duty.day] + HALVES.index(duty.half),
                tests[duty.test],
            )
        )
        for duty in plan.duties
    )
    return np.sort(np.array([option for option in found if option is not None], dtype=np.int64))


def _held(instance: Instance, plan: Plan) -> set[tuple[str, date, Half, str]]:
    """Return where, when and for what somebody may still hold the duty they have in a plan."""
    assessors = {assessor.id: assessor for assessor in instance.assessors}
    closed = {centre.id: centre.closed for centre in instance.centres}
    held = set()
    for duty in plan.duties:
        assessor, moment = assessors.get(duty.assessor), Moment(duty.day, duty.half)
        if assessor is None or moment in closed[assessor.centre]:
            continue
        if moment in assessor.available and duty.test in assessor.tests:
            held.add((assessor.centre, duty.day, duty.half, duty.test))
    return held
