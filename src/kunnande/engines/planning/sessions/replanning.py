"""Mend a plan after a change: few people moved, each with a reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kunnande.engines.planning.assignment import Chosen, Part, cost, resolve

from .problem import plan_of
from .standing import Standing, broken_visits, crowded, missing_people, standing

if TYPE_CHECKING:
    from collections.abc import Collection

    from kunnande.engines.planning.values import Floats, Ints, Watch

    from .values import Instance, Plan, Visit

NEIGHBOURS, WAITING = 40, 20
PER_NEED = 40
# A plan that is mended badly for want of time costs more than the wait.
LEAST_SECONDS = 1.0


class Cause(StrEnum):
    """Why somebody's visits are others than before."""

    IMPOSSIBLE = "the visit can no longer be made"
    CROWDED = "the session, the seats or the company's day no longer hold everybody"
    MAKES_ROOM = "makes room for somebody whose visit could not stand"
    SERVED = "a test that had no visit has one now"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One person's visits before and after, and why they differ."""

    person: str
    before: tuple[Visit, ...]
    after: tuple[Visit, ...]
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class Replanned:
    """A mended plan, and everybody for whom something is new.

    The plan's bound is 0: mending knows of none.
    """

    plan: Plan
    moves: tuple[Move, ...]


def replan(
    instance: Instance, plan: Plan, watch: Watch, *, seed: int, move_sek: float = 3000.0
) -> Replanned:
    """Mend a plan for an instance that has changed since it was made.

    A cancellation is a day blocked for a person or a person who is gone; an ill assessor has fewer
    moments; a suspended centre is closed.

    Parameters
    ----------
    instance
        As it is now.
    plan
        Made for the instance as it was.
    watch
        The time.
    seed
        Decides between equals.
    move_sek
        What it counts, in SEK, to give somebody another visit than the one they have.

    Returns
    -------
    Replanned
        Keeps every rule of the instance as it is now. Only those whose visits can not stand, some
        of those who share sessions with them, and those who lack a visit are free to move.
    """
    # A day that is no longer planned takes its visits and duties with it.
    days = frozenset(instance.days)
    there = replace(plan, duties=tuple(duty for duty in plan.duties if duty.day in days))
    gone = frozenset(visit for visit in plan.visits if visit.day not in days)
    broken = gone | broken_visits(instance, replace(there, visits=_without(plan, gone)))
    stands = replace(there, visits=_without(plan, broken))
    squeezed = crowded(instance, stands)
    causes = {visit.person: Cause.CROWDED for visit in squeezed}
    causes |= {visit.person: Cause.IMPOSSIBLE for visit in broken}
    waiting = [name for name in missing_people(instance, stands) if name not in causes]
    near = _neighbours(instance, stands, {**causes})
    free = {*causes, *waiting[:WAITING], *near}
    now = standing(instance, stands, free)
    chosen = _mend(now, squeezed, watch, seed=seed, move_sek=move_sek)
    objective = cost(now.problem.choices, chosen)
    mended = plan_of(now.problem, chosen, objective=objective, bound=0.0)
    return Replanned(plan=mended, moves=_moves(plan, mended, causes))


def _without(plan: Plan, visits: Collection[Visit]) -> tuple[Visit, ...]:
    return tuple(visit for visit in plan.visits if visit not in visits)


def _neighbours(instance: Instance, plan: Plan, causes: dict[str, Cause]) -> list[str]:
    """Return who takes the same tests as those who must move, at the centres most of them use."""
    wanted = Counter(
        test for person in instance.people if person.id in causes for test in person.tests
    )
    score: Counter[str] = Counter()
    for visit in plan.visits:
        if visit.person not in causes:
            score[visit.person] += sum(wanted[sitting.test] for sitting in visit.sittings)
    return [name for name, shared in score.most_common(NEIGHBOURS) if shared]


def _mend(
    now: Standing, squeezed: frozenset[Visit], watch: Watch, *, seed: int, move_sek: float
) -> Chosen:
    choices = now.problem.choices
    n_own = len(choices.costs) - len(now.kept.columns)
    own = now.current.columns[now.current.columns < n_own]
    moved = np.full(len(choices.costs), move_sek)
    moved[now.current.columns] = 0.0
    priced = replace(choices, costs=choices.costs + moved)
    needs = np.flatnonzero(np.isin(now.problem.needs[:, 0], now.free))
    columns = np.union1d(_near(now, priced.costs, n_own), own)
    part = Part(columns, needs, now.loose, now.kept)
    start = None if squeezed else now.current
    found, _answer = resolve(
        priced, part, seconds=max(LEAST_SECONDS, watch.left), seed=seed, start=start
    )
    if found is not None:
        return found
    # The solver had no time: what stands stays, and the squeezed wait.
    return now.kept if squeezed else now.current


def _near(now: Standing, costs: Floats, n_own: int) -> Ints:
    """Return, for each need, the cheapest visits for which the others leave room."""
    choices = now.problem.choices
    uses = choices.uses[:, :n_own]
    fits = now.left[uses.indices] >= uses.data - 1e-9
    full = np.concatenate([[0], np.cumsum(~fits)])
    able = np.flatnonzero(full[uses.indptr[1:]] == full[uses.indptr[:-1]])
    first = choices.first_need[able]
    order = able[np.lexsort((costs[able], first))]
    grouped = choices.first_need[order]
    starts = np.searchsorted(grouped, grouped)
    return np.asarray(order[np.arange(len(order)) - starts < PER_NEED], dtype=np.int64)


def _moves(before: Plan, after: Plan, causes: dict[str, Cause]) -> tuple[Move, ...]:
    was, now = _by_person(before), _by_person(after)
    return tuple(
        Move(person=name, before=was[name], after=now[name], cause=_cause(name, was, now, causes))
        for name in sorted({*was, *now})
        if was[name] != now[name]
    )


def _cause(
    name: str,
    was: dict[str, tuple[Visit, ...]],
    now: dict[str, tuple[Visit, ...]],
    causes: dict[str, Cause],
) -> Cause:
    if name in causes:
        return causes[name]
    return Cause.SERVED if set(was[name]) < set(now[name]) else Cause.MAKES_ROOM


def _by_person(plan: Plan) -> defaultdict[str, tuple[Visit, ...]]:
    found: defaultdict[str, tuple[Visit, ...]] = defaultdict(tuple)
    for visit in plan.visits:
        found[visit.person] = (*found[visit.person], visit)
    return found
