"""Why somebody is tested where and when they are, and why not elsewhere, or not at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kunnande.engines.planning.values import ImproperInstanceError

from .limits import COMPANY, SESSION, STATIONS
from .problem import visit_of
from .standing import Standing, standing
from .values import Instance, Missing, Person, Plan, Visit
from .visits import list_duties, reach

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Bools, Ints


class Obstacle(StrEnum):
    """What stands in the way of a visit, for a person whose fellows all stay where they are."""

    SESSION = "the session is full, or its assessors hold other tests"
    STATIONS = "every seat or machine is taken"
    COMPANY = "the company can spare nobody more that day"
    SECOND_VISIT = "the person has another visit that day"
    NONE = "nothing"
    NOT_HELD = "no assessor holds the test"
    OUT_OF_REACH = (
        "no centre within reach holds the test in the language and with the access needed"
    )
    BLOCKED = "every day on which the test is held within reach is blocked"


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Why a visit: what it counts in SEK, and what stands in the way of those that count less.

    ``cheaper`` counts, per obstacle, the visits for the same tests that would cost less.
    """

    visit: Visit
    km: float
    disruption: float
    sek: float
    cheaper: dict[Obstacle, int]


@dataclass(frozen=True, kw_only=True)
class Lack:
    """Why no visit: how many visits there could be for the test, per obstacle."""

    missing: Missing
    obstacles: dict[Obstacle, int]


def explain(instance: Instance, plan: Plan, person: str) -> tuple[Placement | Lack, ...]:
    """Say why somebody's visits are where and when they are, and why tests have none.

    Parameters
    ----------
    instance
        What was planned.
    plan
        A plan that keeps its rules.
    person
        An id in the instance.

    Returns
    -------
    tuple
        One placement per visit, one lack per test without a visit. Obstacles are those for this
        person alone while everybody else stays: several may have to move to remove one.

    Raises
    ------
    ImproperInstanceError
        If nobody has the id.
    """
    found = next((one for one in instance.people if one.id == person), None)
    if found is None:
        raise ImproperInstanceError(f"Nobody in the instance is {person}.")
    now = standing(instance, plan, {person})
    n_own = len(now.problem.choices.costs) - len(now.kept.columns)
    own = np.arange(n_own)
    placed = now.current.columns[now.current.columns < n_own]
    told: list[Placement | Lack] = [_placement(now, own, int(column)) for column in placed]
    served = {test for visit in plan.visits if visit.person == person for _half, test in visit[3]}
    return (
        *told,
        *(
            Lack(
                missing=Missing(person, test),
                obstacles=_lacking(now, found, test, own=own, placed=placed),
            )
            for test in found.tests
            if test not in served
        ),
    )


def _placement(now: Standing, own: Ints, column: int) -> Placement:
    choices, table = now.problem.choices, now.problem.visits
    tests = np.sort(table.tests, axis=1)
    same = own[(tests[own] == tests[column]).all(axis=1)]
    cheaper = same[choices.costs[same] < choices.costs[column]]
    others = now.current.columns[(now.current.columns < len(own)) & (now.current.columns != column)]
    return Placement(
        visit=visit_of(now.problem, column),
        km=float(2 * table.km[column]),
        disruption=float(table.disruption[column]),
        sek=float(choices.costs[column]),
        cheaper=_counted(now, cheaper, others),
    )


def _lacking(
    now: Standing, person: Person, test: str, *, own: Ints, placed: Ints
) -> dict[Obstacle, int]:
    number = [one.id for one in now.problem.instance.tests].index(test)
    tests = now.problem.visits.tests[own]
    alone = own[(tests == number).any(axis=1) & (np.sort(tests, axis=1)[:, 0] < 0)]
    if len(alone):
        return _counted(now, alone, placed)
    return {_nowhere(now.problem.instance, person, number): 0}


def _nowhere(instance: Instance, person: Person, test: int) -> Obstacle:
    duties = list_duties(instance)
    centres = duties.centre[duties.test == test]
    if not len(centres):
        return Obstacle.NOT_HELD
    reached = reach(instance)[[one.id for one in instance.people].index(person.id)]
    return Obstacle.BLOCKED if reached[centres].any() else Obstacle.OUT_OF_REACH


def _counted(now: Standing, columns: Ints, others: Ints) -> dict[Obstacle, int]:
    """Count visits by the first obstacle that each meets."""
    days = now.problem.visits.day
    lacks = {
        kind: _any_full(now, columns, now.problem.kinds == limit)
        for kind, limit in (
            (Obstacle.COMPANY, COMPANY),
            (Obstacle.STATIONS, STATIONS),
            (Obstacle.SESSION, SESSION),
        )
    }
    obstacle = np.full(len(columns), Obstacle.NONE, dtype=object)
    obstacle[np.isin(days[columns], days[others])] = Obstacle.SECOND_VISIT
    for kind, hit in lacks.items():
        obstacle[hit] = kind
    return dict(Counter(obstacle.tolist()).most_common())


def _any_full(now: Standing, columns: Ints, limits: Bools) -> Bools:
    """Return which columns meet one of these limits without room, idle assessors counted in."""
    uses = now.problem.choices.uses[:, columns]
    full = (now.left[uses.indices] < uses.data - 1e-9) & limits[uses.indices]
    hits = np.concatenate([[0], np.cumsum(full)])
    return np.asarray(hits[uses.indptr[1:]] > hits[uses.indptr[:-1]])
