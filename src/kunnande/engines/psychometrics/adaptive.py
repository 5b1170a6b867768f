"""Tests that choose the next item by the answers so far; their log is all there is to remember."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .adaptive_rules import (
    ImproperPlanError,
    Places,
    Plan,
    Sides,
    StopRule,
    areas_left,
    has_stopped,
)
from .information import item_information
from .models import log_probabilities
from .scoring import Prior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .values import Bank, Floats, Ints

REACH, POINTS = 5.0, 201


class ImproperLogError(ValueError):
    """A log that this test, with this seed, does not lead to."""


@dataclass(frozen=True)
class AdaptiveTest:
    """A bank, its rules, and what is known of people before they begin.

    Attributes
    ----------
    bank
        Calibrated items.
    plan
        Length, choice of items and when to stop.
    areas
        The content area of each item; empty when there are no quotas.
    prior
        Distribution of ability.
    exposure
        How likely each item may be offered to a person at all, shape ``(n_items,)`` (from
        ``control_exposure``); None offers every item to everybody.
    """

    bank: Bank
    plan: Plan
    areas: tuple[str, ...] = ()
    prior: Prior = field(default_factory=Prior)
    exposure: Floats | None = None

    def __post_init__(self) -> None:
        n_items = len(self.bank.ids)
        if len(set(self.bank.ids)) < n_items:
            raise ImproperPlanError("Two items of the bank have the same id.")
        if len(self.areas) not in {0, n_items}:
            raise ImproperPlanError("Every item needs an area, or none.")
        self.plan.check(n_items, self.areas)
        step = self.grid[1] - self.grid[0]
        if self.plan.stop is StopRule.STANDARD_ERROR and self.plan.standard_error < 2 * step:
            raise ImproperPlanError(f"A standard error below {2 * step:.3f} can not be told here.")

    @cached_property
    def grid(self) -> Floats:
        """Abilities on which posteriors are held, five standard deviations to each side."""
        reach = REACH * self.prior.deviation
        return np.linspace(self.prior.mean - reach, self.prior.mean + reach, POINTS)

    @cached_property
    def logs(self) -> Floats:
        """Log probabilities, shape ``(n_items, n_categories, n_abilities)``.

        The last two abilities are the edges of the region around the cut.
        """
        plan = self.plan
        centre = self.prior.mean if plan.cut is None else plan.cut
        edges = [centre - plan.indifference, centre + plan.indifference]
        return log_probabilities(self.bank, np.append(self.grid, edges))

    @cached_property
    def start(self) -> Floats:
        """Log prior on the grid; 0 at the two edges."""
        away = (self.grid - self.prior.mean) / self.prior.deviation
        return np.append(-0.5 * away**2, [0.0, 0.0])

    @cached_property
    def information(self) -> Floats:
        """Shape ``(n_abilities, n_items)``; one row, at the cut, when items are chosen there."""
        if self.plan.select_at_cut and self.plan.cut is not None:
            return item_information(np.array([self.plan.cut]), self.bank)
        return item_information(self.grid, self.bank)

    @cached_property
    def places(self) -> Places:
        """Areas as numbers, with their quotas."""
        return self.plan.places(self.areas)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place of each item in the bank."""
        return {name: row for row, name in enumerate(self.bank.ids)}

    def draws(self, seed: int) -> Floats:
        """Return the random numbers of one person: one per item, then one per step."""
        if self.exposure is None and self.plan.randomesque == 1:
            return np.zeros((1, 0))
        count = len(self.bank.ids) + self.plan.longest
        return np.random.default_rng(seed).random((1, count))


class Position(NamedTuple):
    """Where a test stands.

    Attributes
    ----------
    item
        Id of the item to ask next, None when the test is over.
    ability, standard_error
        Posterior mean and standard deviation, in logits.
    is_above
        The decision so far, None without a cut.
    is_forced
        Whether the test ended by its length before its rule had decided.
    """

    item: str | None
    ability: float
    standard_error: float
    is_above: bool | None
    is_forced: bool


def next_position(test: AdaptiveTest, log: Sequence[tuple[str, int]], seed: int = 0) -> Position:
    """Return where a test stands after some answers, and the item to ask next.

    Parameters
    ----------
    test
        Bank and rules.
    log
        Item ids with the category answered, counted from 0, in the order in which they were asked.
    seed
        Of this person's random choices; the same seed and log lead to the same item.

    Raises
    ------
    ImproperLogError
        If the log names an unknown item, one twice, a category it lacks, or more than all items.

    References
    ----------
    Bock & Mislevy (1982), *Appl. Psychol. Meas.* 6, for the ability; Lord (1980), ch. 10, for
    choosing by information.
    """
    items, codes = _read(test, log)
    joint = (test.start + test.logs[items, codes].sum(axis=0))[None]
    asked = np.zeros((1, len(test.bank.ids)), dtype=bool)
    asked[0, items] = True
    ability, error = posterior(test, joint)
    ended = len(log) >= test.plan.longest
    counts = test.places.tally(asked)
    known = sides(test, joint, ability, error)
    decided = bool(has_stopped(test.plan, known, test.places.reached(counts), len(log))[0])
    name = None
    if not (ended or decided):
        chosen = choose(test, ability, (asked, counts, test.draws(seed)), len(log))
        name = test.bank.ids[int(chosen[0])]
    return Position(
        name,
        float(ability[0]),
        float(error[0]),
        None if test.plan.cut is None else bool(is_above(test.plan, known)[0]),
        ended and not decided and test.plan.stop is not None,
    )


def check_log(test: AdaptiveTest, log: Sequence[tuple[str, int]], seed: int = 0) -> None:
    """Raise ImproperLogError unless this test asks exactly these items, in this order."""
    for step, (name, _) in enumerate(log):
        asked = next_position(test, log[:step], seed).item
        if asked != name:
            raise ImproperLogError(f"Step {step + 1}: the log says {name}, the test {asked}.")


def posterior(test: AdaptiveTest, joint: Floats) -> tuple[Floats, Floats]:
    """Return posterior means and deviations of rows of log joint densities."""
    weight = joint[:, :-2] - joint[:, :-2].max(axis=1, keepdims=True)
    np.exp(weight, out=weight)
    total = weight.sum(axis=1)
    mean = weight @ test.grid / total
    square = weight @ test.grid**2 / total - mean**2
    return mean, np.sqrt(np.maximum(square, 0.0))


def choose(
    test: AdaptiveTest, ability: Floats, state: tuple[NDArray[np.bool_], Ints, Floats], step: int
) -> Ints:
    """Return the number of the item to ask each person.

    Parameters
    ----------
    test
        Bank and rules.
    ability
        Of each person, shape ``(n_persons,)``.
    state
        Which items each was asked, how many of each area, and each one's random numbers.
    step
        How many items each was asked.
    """
    asked, counts, draws = state
    n_items = asked.shape[1]
    if len(test.information) == 1:
        value = np.repeat(test.information, len(asked), axis=0)
    else:
        spacing = test.grid[1] - test.grid[0]
        nearest = np.rint((ability - test.grid[0]) / spacing).astype(np.int64)
        value = test.information[nearest]
    value[asked] = -np.inf
    if test.places.quotas:
        open_areas = areas_left(test.places, counts, test.plan.longest - step)
        value[~open_areas[:, test.places.area]] = -np.inf
    if test.exposure is not None:
        barred = draws[:, :n_items] >= test.exposure
        offered = np.where(barred, -np.inf, value)
        # Quotas come before exposure: who has no item left is asked one that was not offered.
        stuck = ~np.isfinite(offered).any(axis=1)
        offered[stuck] = value[stuck]
        value = offered
    if test.plan.randomesque == 1:
        return np.asarray(value.argmax(axis=1))
    return _among_the_best(value, draws[:, n_items + step], test.plan.randomesque)


def sides(test: AdaptiveTest, joint: Floats, ability: Floats, error: Floats) -> Sides:
    """Return what the stopping rules ask for.

    The log ratio is that of the likelihoods at the edges of the region of indifference (SPRT) or
    of the highest ones above and below it (GLR); 0 where no rule asks for it.
    """
    plan, ratio = test.plan, np.zeros(len(joint))
    if plan.stop is StopRule.SPRT:
        ratio = joint[:, -1] - joint[:, -2]
    elif plan.stop is StopRule.GLR and plan.cut is not None:
        likelihood = joint - test.start
        points = np.append(test.grid, [plan.cut - plan.indifference, plan.cut + plan.indifference])
        upper = likelihood[:, points >= plan.cut + plan.indifference].max(axis=1)
        ratio = upper - likelihood[:, points <= plan.cut - plan.indifference].max(axis=1)
    return Sides(ratio, ability - (plan.cut or 0.0), error)


def is_above(plan: Plan, known: Sides) -> NDArray[np.bool_]:
    """Return who is decided to reach the cut: by likelihood where that stops the test."""
    if plan.stop in {StopRule.SPRT, StopRule.GLR}:
        return np.asarray(known.log_ratio >= 0)
    return np.asarray(known.away >= 0)


def _among_the_best(value: Floats, draw: Floats, count: int) -> Ints:
    count = min(count, value.shape[1])
    best = np.sort(np.argpartition(-value, count - 1, axis=1)[:, :count], axis=1)
    order = np.argsort(~np.isfinite(np.take_along_axis(value, best, axis=1)), axis=1, kind="stable")
    possible = np.isfinite(np.take_along_axis(value, best, axis=1)).sum(axis=1)
    row = np.arange(len(best))
    return np.asarray(best[row, order[row, (draw * possible).astype(np.int64)]])


def _read(test: AdaptiveTest, log: Sequence[tuple[str, int]]) -> tuple[list[int], list[int]]:
    items: list[int] = []
    codes: list[int] = []
    for name, code in log:
        place = test.numbers.get(name)
        if place is None or place in items:
            raise ImproperLogError(f"Item {name} is unknown or was asked before.")
        if not 0 <= code < test.bank.n_categories[place]:
            raise ImproperLogError(f"Item {name} has no category {code}.")
        items.append(place)
        codes.append(code)
    if len(items) > test.plan.longest:
        raise ImproperLogError(f"The log is longer than the test: {test.plan.longest} items.")
    return items, codes
