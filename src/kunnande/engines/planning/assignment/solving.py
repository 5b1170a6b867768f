"""Meet needs by choices at the least cost, and say how far from the best that can be."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kunnande.engines.planning.solver import raised
from kunnande.engines.planning.values import Floats, Ints, Progress, Watch, gap

from .choices import Choices, Chosen, cost, holding, holds
from .dive import dive
from .greedy import choose_greedily
from .improvement import Search, improve
from .parts import Part, resolve
from .relaxation import Master, Relaxation, nearest_columns

MOST_COLUMNS = 20_000
SMALL = 4_000
STEPS = 100_000
NEAR = 12
# Shares of the time that is left when each begins.
ROUND, DIVE, EXACT, PROOF = 0.1, 0.55, 0.3, 0.3
_NONE = np.zeros(0, dtype=np.int64)


class Assignment(NamedTuple):
    """A solution and what is known about how good it is.

    Attributes
    ----------
    chosen
        Keeps every rule; needs that are not met are paid for.
    cost
        Of the solution.
    bound
        No solution costs less.
    worth
        What one more of each limit would save in the relaxation, shape ``(n_limits,)``.
    """

    chosen: Chosen
    cost: float
    bound: float
    worth: Floats

    @property
    def gap(self) -> float:
        """How far above the bound the cost is, as a share of the bound."""
        return gap(self.cost, self.bound)


def assign(
    choices: Choices, watch: Watch, *, seed: int, start: Chosen, steps: int = STEPS
) -> Assignment:
    """Solve within a time: relaxation, dive, exact assignment, local improvement, proof.

    Parameters
    ----------
    choices
        What may be chosen.
    watch
        The time. A solution is returned as soon as it is over; the best one until then.
    seed
        Decides between equals and where improvement is sought.
    start
        A solution to be no worse than; see ``choose_greedily``.
    steps
        At most so many neighbourhoods are tried.

    Returns
    -------
    Assignment
        The bound is that of the relaxation, or of the exact program where that covered every
        column that could belong to a better solution.
    """
    best = start
    floor = float(np.minimum(0.0, choices.costs).sum())
    master = Master(choices, seed=seed, first=start.columns)
    relaxed = master.relax(watch)
    if relaxed is None:
        return Assignment(best, cost(choices, best), floor, np.zeros(len(choices.limits)))
    bound = raised(relaxed.bound, choices.step)
    if not len(choices.options.costs):
        best = _better(choices, best, _rounded(choices, relaxed, watch, seed=seed))
    if not watch.tell(Progress("relax", cost(choices, best), bound, watch.elapsed())):
        return Assignment(best, cost(choices, best), bound, relaxed.worth)
    best, bound = _decide(choices, master, relaxed, watch, seed=seed, best=best)
    if watch.tell(Progress("decide", cost(choices, best), bound, watch.elapsed())):
        search = Search(choices, relaxed.reduced, seed)
        leaving = _leaving_proof(choices, relaxed, best, watch)
        best = improve(search, best, bound, leaving, steps=steps)
    if cost(choices, best) > bound + 1e-6:
        best, proved = _prove(choices, relaxed, best, watch, seed=seed)
        bound = max(bound, proved)
    return Assignment(best, cost(choices, best), min(bound, cost(choices, best)), relaxed.worth)


def _decide(
    choices: Choices, master: Master, relaxed: Relaxation, watch: Watch, *, seed: int, best: Chosen
) -> tuple[Chosen, float]:
    """Return the better of the best so far and what the solver makes of it, and the bound."""
    bound = raised(relaxed.bound, choices.step)
    if len(choices.options.costs) and len(choices.costs) > SMALL:
        opened, settled = dive(choices, master, relaxed, watch.within(DIVE * watch.left))
        held = choose_greedily(holding(choices, opened), _all_needs(choices), settled.reduced)
        first = Chosen(held.columns, opened)
        columns = np.union1d(_candidates(choices, settled.reduced), first.columns)
        part = Part(columns, _all_needs(choices), _NONE, Chosen(_NONE, opened))
        found, _answer = resolve(choices, part, seconds=EXACT * watch.left, seed=seed, start=first)
        return _better(choices, _better(choices, best, first), found), bound
    everything = len(choices.costs) <= SMALL
    columns = (
        np.arange(len(choices.costs))
        if everything
        else np.union1d(_candidates(choices, relaxed.reduced), best.columns)
    )
    part = Part(columns, _all_needs(choices), _all_options(choices), Chosen(_NONE, _NONE))
    share = EXACT * watch.left
    found, answer = resolve(choices, part, seconds=share, seed=seed, start=best)
    return _better(choices, best, found), max(bound, answer.bound if everything else bound)


def _rounded(choices: Choices, relaxed: Relaxation, watch: Watch, *, seed: int) -> Chosen | None:
    """Keep what the relaxation chooses wholly, and decide the few other needs by the solver."""
    surely = np.flatnonzero(relaxed.columns > 1 - 1e-6)
    kept = Chosen(surely, _NONE)
    open_needs = np.ones(len(choices.penalties), dtype=bool)
    open_needs[choices.covers[:, surely].indices] = False
    near = _candidates(choices, relaxed.reduced)
    inside = np.asarray(choices.covers[:, near].T @ open_needs).ravel() >= choices.n_covered[near]
    part = Part(near[inside], np.flatnonzero(open_needs), _NONE, kept)
    if not holds(choices, kept):
        return None
    found, _answer = resolve(choices, part, seconds=ROUND * watch.left, seed=seed)
    return found


def _prove(
    choices: Choices, relaxed: Relaxation, best: Chosen, watch: Watch, *, seed: int
) -> tuple[Chosen, float]:
    """Solve over every column that a better solution could have; return it and the bound.

    A solution with another column costs at least the relaxation and what that column adds, which
    is no better than the best known: leaving them out loses nothing.
    """
    columns = _possible(choices, relaxed, best)
    if watch.left < 0.05 or not relaxed.is_exact or len(columns) > MOST_COLUMNS:
        return best, relaxed.bound
    columns = np.union1d(columns, best.columns)
    part = Part(columns, _all_needs(choices), _all_options(choices), Chosen(_NONE, _NONE))
    found, answer = resolve(choices, part, seconds=watch.left, seed=seed, start=best)
    return _better(choices, best, found), min(answer.bound, cost(choices, best))


def _leaving_proof(choices: Choices, relaxed: Relaxation, best: Chosen, watch: Watch) -> Watch:
    """Return the time for improvement: some is kept where a proof is within reach."""
    within_reach = relaxed.is_exact and len(_possible(choices, relaxed, best)) <= MOST_COLUMNS
    return watch.within((1 - PROOF) * watch.left) if within_reach else watch


def _possible(choices: Choices, relaxed: Relaxation, best: Chosen) -> Ints:
    slack = cost(choices, best) - choices.step - relaxed.bound
    return np.flatnonzero(relaxed.reduced <= slack + 1e-6)


def _candidates(choices: Choices, reduced: Floats) -> Ints:
    return np.asarray(nearest_columns(choices, reduced, NEAR))


def _better(choices: Choices, best: Chosen, found: Chosen | None) -> Chosen:
    if found is None or cost(choices, found) >= cost(choices, best):
        return best
    return found


def _all_needs(choices: Choices) -> Ints:
    return np.arange(len(choices.penalties))


def _all_options(choices: Choices) -> Ints:
    return np.arange(len(choices.options.costs))
