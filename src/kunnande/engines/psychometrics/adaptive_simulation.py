"""Many people through an adaptive test at once, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .adaptive import AdaptiveTest, choose, is_above, posterior, sides
from .adaptive_rules import ImproperPlanError, has_stopped
from .models import probabilities
from .values import MISSING, Floats, Ints

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 500


class Runs(NamedTuple):
    """What happened to simulated people.

    Attributes
    ----------
    true, ability, standard_error
        In logits, each of shape ``(n_persons,)``.
    codes
        Answers, ``MISSING`` where not asked, shape ``(n_persons, n_items)``.
    length
        Items asked, shape ``(n_persons,)``.
    is_above, is_forced
        The decision, and whether the length ended the test before its rule did.
    """

    true: Floats
    ability: Floats
    standard_error: Floats
    codes: NDArray[np.int8]
    length: Ints
    is_above: NDArray[np.bool_]
    is_forced: NDArray[np.bool_]


class Summary(NamedTuple):
    """How well a test measured.

    Attributes
    ----------
    bias, rmse
        Of the abilities found, in logits.
    mean_length
        Items per person.
    classification_accuracy
        Share decided as their true ability asks; NaN without a cut.
    forced_share
        Share whose test ended by its length before the rule had decided.
    exposure
        Share of people asked each item, shape ``(n_items,)``.
    largest_exposure
        Its highest value.
    overlap
        Items that two people share, on average, as a share of the mean length.
    """

    bias: float
    rmse: float
    mean_length: float
    classification_accuracy: float
    forced_share: float
    exposure: Floats
    largest_exposure: float
    overlap: float


def simulate(test: AdaptiveTest, true: Floats, generator: np.random.Generator) -> Runs:
    """Take people of known ability through a test.

    Parameters
    ----------
    test
        Bank and rules.
    true
        Abilities in logits, shape ``(n_persons,)``.
    generator
        Gives answers and random choices.
    """
    parts = [
        _block(test, true[start : start + BLOCK], generator) for start in range(0, len(true), BLOCK)
    ]
    return Runs(true, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def summarise(runs: Runs, cut: float | None) -> Summary:
    """Return how well a test measured.

    References
    ----------
    Chen, Ankenmann & Spray (2003), *J. Educ. Meas.* 40, eq. 9, for the overlap.
    """
    asked = runs.codes != MISSING
    exposure, n = asked.mean(axis=0), len(runs.true)
    mean_length = float(runs.length.mean())
    away = runs.ability - runs.true
    right = np.nan if cut is None else float((runs.is_above == (runs.true >= cut)).mean())
    shared = float(exposure @ (n * exposure - 1)) / (n - 1) if n > 1 else np.nan
    return Summary(
        float(away.mean()),
        float(np.sqrt((away**2).mean())),
        mean_length,
        right,
        float(runs.is_forced.mean()),
        exposure,
        float(exposure.max()),
        shared / mean_length,
    )


def control_exposure(
    test: AdaptiveTest,
    most: float,
    generator: np.random.Generator,
    *,
    n: int = 1000,
    rounds: int = 12,
) -> Floats:
    """Return how likely each item may be offered so that few are asked more often than wanted.

    Parameters
    ----------
    test
        Bank and rules; people are drawn from its prior.
    most
        The share of people who may be asked one item, in (0, 1].
    generator
        Of the simulations.
    n, rounds
        People per simulation, and simulations.

    Returns
    -------
    Floats
        Shape ``(n_items,)``. The limit holds within sampling error, unless quotas leave too few
        items: look at the exposure of a simulation.

    Raises
    ------
    ImproperPlanError
        If the bank is too small for the limit.

    References
    ----------
    Sympson & Hetter (1985); van der Linden & Veldkamp (2004), *J. Educ. Behav. Stat.* 29, for
    drawing once per person.
    """
    n_items = len(test.bank.ids)
    if not test.plan.longest / n_items <= most <= 1:
        raise ImproperPlanError(
            f"{n_items} items asked {test.plan.longest} at a time are each asked by "
            f"{test.plan.longest / n_items:.3f} of the people or more."
        )
    offered = np.ones(n_items)
    for _ in range(rounds):
        true = generator.normal(test.prior.mean, test.prior.deviation, n)
        runs = simulate(replace(test, exposure=offered), true, generator)
        share = (runs.codes != MISSING).mean(axis=0)
        with np.errstate(divide="ignore"):
            offered = np.where(share > 0, np.minimum(1.0, most * offered / share), 1.0)
    return np.asarray(offered)


def _block(
    test: AdaptiveTest, true: Floats, generator: np.random.Generator
) -> tuple[NDArray[np.generic], ...]:
    n, n_items, longest = len(true), len(test.bank.ids), test.plan.longest
    chance = np.cumsum(probabilities(test.bank, true), axis=1)[:, :-1]
    draws = generator.random((n, n_items + longest))
    luck = generator.random((n, longest))
    codes = np.full((n, n_items), MISSING, dtype=np.int8)
    joint = np.repeat(test.start[None], n, axis=0)
    ability, error = posterior(test, joint)
    counts = test.places.tally(codes != MISSING)
    length, forced, active = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=bool), np.arange(n)
    for step in range(longest):
        state = (codes[active] != MISSING, counts[active], draws[active])
        items = choose(test, ability[active], state, step)
        answers = (luck[active, step, None] >= chance[items, :, active]).sum(axis=1)
        codes[active, items] = answers
        joint[active] += test.logs[items, answers]
        if test.places.quotas:
            counts[active, test.places.area[items]] += 1
        length[active] = step + 1
        ability[active], error[active] = posterior(test, joint[active])
        known = sides(test, joint[active], ability[active], error[active])
        reached = test.places.reached(counts[active])
        active = active[~has_stopped(test.plan, known, reached, step + 1)]
        if not active.size:
            break
    forced[active] = test.plan.stop is not None
    above = is_above(test.plan, sides(test, joint, ability, error))
    return ability, error, codes, length, above, forced
