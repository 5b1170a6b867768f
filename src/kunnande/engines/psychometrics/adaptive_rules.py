"""Rules of adaptive tests: how long, how much of each area, and when enough is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from .values import Floats, Ints


class ImproperPlanError(ValueError):
    """Rules that no test can keep."""


class StopRule(StrEnum):
    """When enough is known: of the ability, or of the side of the cut."""

    STANDARD_ERROR = "se"
    SPRT = "sprt"
    GLR = "glr"
    INTERVAL = "interval"


class Quota(NamedTuple):
    """How many items of an area are asked: at least and at most."""

    least: int
    most: int


class Places(NamedTuple):
    """The area of each item as a number, and the quotas of the areas in that order."""

    area: Ints
    least: Ints
    most: Ints
    quotas: bool

    def tally(self, asked: NDArray[np.bool_]) -> Ints:
        """Return how many items of each area were asked, shape ``(n_persons, n_areas)``."""
        if not self.quotas:
            return np.zeros((len(asked), 0), dtype=np.int64)
        member = self.area[:, None] == np.arange(len(self.least))
        return np.asarray(asked.astype(np.int64) @ member)

    def reached(self, counts: Ints) -> NDArray[np.bool_]:
        """Return for whom every minimum is reached."""
        if not self.quotas:
            return np.ones(len(counts), dtype=bool)
        return np.asarray((counts >= self.least).all(axis=1))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The rules of an adaptive test.

    Attributes
    ----------
    longest, shortest
        Items asked at most, and at least before a rule may stop the test.
    cut
        The ability that divides people; None when only the ability is wanted.
    select_at_cut
        Choose items by information at the cut rather than at the ability so far.
    stop
        None asks ``longest`` items.
    standard_error
        Of the ability at which ``STANDARD_ERROR`` stops.
    indifference
        Half the width of the region around the cut where either decision will do (SPRT, GLR).
    false_pass, false_fail
        Error rates of SPRT and GLR at the edges of that region.
    confidence
        Of the interval of ability that must leave the cut outside (``INTERVAL``).
    quotas
        Per area; an area without one has none. Minima are reached before any rule stops the test.
    randomesque
        Choose at random among this many best items.
    """

    longest: int
    shortest: int = 1
    cut: float | None = None
    select_at_cut: bool = False
    stop: StopRule | None = None
    standard_error: float = 0.3
    indifference: float = 0.25
    false_pass: float = 0.05
    false_fail: float = 0.05
    confidence: float = 0.95
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    randomesque: int = 1

    def __post_init__(self) -> None:
        rates = (self.false_pass, self.false_fail, 1 - self.confidence)
        if not 1 <= self.shortest <= self.longest or self.randomesque < 1:
            raise ImproperPlanError("Lengths rise from 1, and so does the number to choose among.")
        if not all(0 < rate < 0.5 for rate in rates):
            raise ImproperPlanError("Error rates lie between 0 and one half.")
        if self.indifference <= 0 or self.standard_error <= 0:
            raise ImproperPlanError("Standard errors and regions of indifference are above 0.")
        decides = self.stop is not None and self.stop is not StopRule.STANDARD_ERROR
        if self.cut is None and (decides or self.select_at_cut):
            raise ImproperPlanError("A decision, or choosing items at the cut, needs a cut.")

    def places(self, areas: tuple[str, ...]) -> Places:
        """Return areas as numbers, with their quotas."""
        names = sorted(set(areas))
        number = {name: place for place, name in enumerate(names)}
        quotas = [self.quotas.get(name, Quota(0, self.longest)) for name in names]
        return Places(
            np.array([number[name] for name in areas], dtype=np.int64),
            np.array([quota.least for quota in quotas], dtype=np.int64),
            np.array([quota.most for quota in quotas], dtype=np.int64),
            bool(self.quotas),
        )

    def check(self, n_items: int, areas: tuple[str, ...]) -> None:
        """Raise ImproperPlanError unless every way through the bank keeps the quotas."""
        if n_items < self.longest:
            raise ImproperPlanError(f"The bank has {n_items} items, {self.longest} are asked.")
        for name, quota in self.quotas.items():
            if not 0 <= quota.least <= quota.most:
                raise ImproperPlanError(f"Area {name}: the least exceeds the most.")
            if areas.count(name) < quota.least:
                raise ImproperPlanError(
                    f"Area {name} has {areas.count(name)} items, {quota.least} are asked."
                )
        if not self.quotas:
            return
        places = self.places(areas)
        room = np.minimum(places.most, np.bincount(places.area, minlength=len(places.most))).sum()
        if places.least.sum() > self.longest or room < self.longest:
            raise ImproperPlanError(
                f"The areas ask for {places.least.sum()} to {room} items, the test {self.longest}."
            )


class Sides(NamedTuple):
    """How likely both sides of the cut are, and how well the ability is known, per person."""

    log_ratio: Floats
    away: Floats
    standard_error: Floats


def has_stopped(plan: Plan, at: Sides, reached: NDArray[np.bool_], step: int) -> NDArray[np.bool_]:
    """Return for whom the rule has been met.

    Parameters
    ----------
    plan
        The rules.
    at
        What is known of each person.
    reached
        Whether the minimum of every area is, shape ``(n_persons,)``; nobody stops before.
    step
        How many items each was asked.

    References
    ----------
    Wald (1947) and Reckase (1983) for SPRT; Bartroff, Finkelman & Lai (2008) and Thompson (2011)
    for GLR; Kingsbury & Weiss (1983) for the interval.
    """
    n_persons = len(at.away)
    if plan.stop is None or step < plan.shortest:
        return np.zeros(n_persons, dtype=bool)
    if plan.stop is StopRule.STANDARD_ERROR:
        met = at.standard_error <= plan.standard_error
    elif plan.stop is StopRule.INTERVAL:
        met = np.abs(at.away) > ndtri(0.5 + plan.confidence / 2) * at.standard_error
    else:
        above = np.log((1 - plan.false_fail) / plan.false_pass)
        below = np.log(plan.false_fail / (1 - plan.false_pass))
        met = (at.log_ratio >= above) | (at.log_ratio <= below)
    return np.asarray(met & reached)


def areas_left(places: Places, counts: Ints, n_left: int) -> NDArray[np.bool_]:
    """Return which areas may be asked next, shape ``(n_persons, n_areas)``.

    An area that has reached its minimum waits while the others need every item that is left.
    """
    need = np.maximum(places.least - counts, 0)
    spare = n_left - need.sum(axis=1, keepdims=True)
    return np.asarray((counts < places.most) & ((need > 0) | (spare > 0)))
