"""Make a solution better, one neighbourhood at a time, each decided anew by the solver."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from kunnande.engines.planning.values import Bools, Floats, Ints, Progress, Watch

from .choices import Choices, Chosen, cost, unmet
from .parts import Part, resolve
from .relaxation import nearest_columns

PER_NEED = 30
LEAST_NEEDS, MOST_NEEDS = 20, 400
STEP_SECONDS = 3.0


@dataclass
class Search:
    """Neighbourhoods of a problem: which limits are decided anew together, and with what."""

    choices: Choices
    reduced: Floats
    seed: int
    size: int = 80
    columns: Ints = field(init=False)
    generator: np.random.Generator = field(init=False)
    members: sparse.csr_matrix = field(init=False)
    nearby: sparse.csr_matrix = field(init=False)
    kinship: sparse.csr_matrix = field(init=False)

    def __post_init__(self) -> None:
        self.columns = nearest_columns(self.choices, self.reduced, PER_NEED)
        self.generator = np.random.default_rng(self.seed)
        blocks = self.choices.blocks
        rows = np.flatnonzero(blocks >= 0)
        shape = (int(blocks.max(initial=0)) + 1, len(blocks))
        self.members = sparse.csr_matrix((np.ones(len(rows)), (blocks[rows], rows)), shape=shape)
        self.nearby = sparse.csr_matrix(self.choices.uses[:, self.columns])
        near = self.members @ self.nearby
        touched = sparse.csr_matrix(
            (near @ self.choices.covers[:, self.columns].T) > 0, dtype=float
        )
        self.kinship = sparse.csr_matrix(touched @ touched.T)

    def part(self, current: Chosen) -> Part:
        """Return a random neighbourhood of a solution."""
        uses = sparse.csr_matrix(self.members @ self.choices.uses[:, current.columns])
        missing = unmet(self.choices, current)
        free = np.zeros(len(self.choices.penalties), dtype=bool)
        picked = np.zeros(self.members.shape[0], dtype=bool)
        block = self._first_block(missing)
        while True:
            picked[block] = True
            inside = current.columns[uses[block].indices]
            free[self.choices.covers[:, inside].indices] = True
            near = np.asarray(self.kinship[block].todense()).ravel() * ~picked
            if free.sum() >= self.size or not near.any():
                break
            block = int(self.generator.choice(len(near), p=near / near.sum()))
        return self._part(current, free | (missing & self._reaches(picked)), picked)

    def _first_block(self, missing: Bools) -> int:
        """Begin anywhere, or every other time where a need is not met."""
        n_blocks = self.members.shape[0]
        if missing.any() and self.generator.random() < 0.5:
            need = int(self.generator.choice(np.flatnonzero(missing)))
            row = self.choices.covers_by_need[need]
            reached = self.members @ self.choices.uses[:, row.indices].sum(axis=1)
            weights = np.asarray(reached).ravel()
            if weights.any():
                return int(self.generator.choice(n_blocks, p=weights / weights.sum()))
        return int(self.generator.integers(n_blocks))

    def _reaches(self, picked: Bools) -> Bools:
        """Return which needs a column in the picked blocks could meet."""
        rows = np.asarray(self.members[picked].sum(axis=0)).ravel() > 0
        near = self.columns[np.asarray(self.nearby[rows].sum(axis=0)).ravel() > 0]
        reached = np.zeros(len(self.choices.penalties), dtype=bool)
        reached[self.choices.covers[:, near].indices] = True
        return reached

    def _part(self, current: Chosen, free: Bools, picked: Bools) -> Part:
        # A column that meets one free need and one kept need frees both.
        covered = self.choices.covers[:, current.columns]
        released = np.asarray((covered.T @ free) > 0)
        free[covered[:, released].indices] = True
        candidates = np.union1d(self.columns, current.columns[released])
        own = self.choices.covers[:, candidates]
        inside = np.asarray(own.T @ free).ravel() >= self.choices.n_covered[candidates]
        rows = np.asarray(self.members[picked].sum(axis=0)).ravel() > 0
        gives = self.choices.options.gives
        touched = np.unique(self.choices.options.groups[np.asarray(gives.T @ rows).ravel() > 0])
        loose = np.isin(self.choices.options.groups, touched)
        kept = Chosen(current.columns[~released], current.options[~loose[current.options]])
        return Part(
            candidates[inside].astype(np.int64), np.flatnonzero(free), np.flatnonzero(loose), kept
        )


def improve(search: Search, current: Chosen, bound: float, watch: Watch, *, steps: int) -> Chosen:
    """Return a solution that is no worse, when time, steps or patience are spent.

    Parameters
    ----------
    search
        The neighbourhoods.
    current
        A solution that keeps every rule.
    bound
        No solution costs less; reaching it ends the search.
    watch
        The time, and who is told of every improvement.
    steps
        At most so many neighbourhoods.
    """
    best = cost(search.choices, current)
    for step in range(steps):
        if watch.left < 0.05 or best <= bound + 1e-6:
            break
        part = search.part(current)
        seconds = min(STEP_SECONDS, watch.left)
        found, answer = resolve(
            search.choices, part, seconds=seconds, seed=search.seed + step, start=current
        )
        search.size = _next_size(search.size, is_done=answer.is_best)
        if found is None or answer.objective > best + 1e-6:
            continue
        current = found
        if answer.objective < best - 1e-6:
            best = answer.objective
            if not watch.tell(Progress("improve", best, bound, watch.elapsed())):
                break
    return current


def _next_size(size: int, *, is_done: bool) -> int:
    """Ask for more when the solver had time to spare, for less when it had not."""
    return int(np.clip(size * 1.3 + 1 if is_done else size * 0.8, LEAST_NEEDS, MOST_NEEDS))
