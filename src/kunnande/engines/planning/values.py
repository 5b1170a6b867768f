"""Arrays, the time there is, and the plain ways in which planning can not go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class ImproperInstanceError(ValueError):
    """What is to be planned contradicts itself; the message names the place."""


class SolverError(RuntimeError):
    """The solver gave up on a problem that has a solution by construction."""


@dataclass(frozen=True)
class Progress:
    """How far an improvement has come: the best plan's cost and what no plan can beat."""

    step: str
    objective: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """How far above the bound the plan is, as a share of the bound; 0 is proved best."""
        return gap(self.objective, self.bound)


def gap(objective: float, bound: float) -> float:
    """Return how far above its bound a cost is, as a share of the bound.

    >>> gap(103.0, 100.0)
    0.03
    """
    if objective <= bound:
        return 0.0
    return (objective - bound) / abs(bound) if bound else float("inf")


@dataclass(frozen=True)
class Watch:
    """How long there is, measured by the caller's clock, and who is told how it goes.

    Attributes
    ----------
    seconds
        The whole time, from when ``elapsed`` was 0.
    elapsed
        Seconds since the work began. A clock that stands still makes the work deterministic:
        it then ends by its count of steps.
    tell
        Is told of every improvement; answers whether to go on. A no keeps the best plan so far.
    """

    seconds: float
    elapsed: Callable[[], float]
    tell: Callable[[Progress], bool] = lambda _progress: True

    @property
    def left(self) -> float:
        """Seconds that remain, never negative."""
        return max(0.0, self.seconds - self.elapsed())

    def within(self, seconds: float) -> Watch:
        """Return the same watch with at most so many seconds from now."""
        return Watch(min(self.seconds, self.elapsed() + seconds), self.elapsed, self.tell)
