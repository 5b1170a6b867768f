"""How sure decisions are: right on each person, and the same if people came again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr

from .information import bank_information
from .item_fit import score_distribution
from .models import probabilities
from .quadrature import Latent, cover, log_prior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .scoring import Abilities, Prior
    from .values import Bank, Floats, Ints


class ImproperCutError(ValueError):
    """Cut scores that divide nobody, or a distribution that can not be built."""


class Decisions(NamedTuple):
    """How sure decisions are, as shares of people.

    Attributes
    ----------
    accuracy
        Decided as their true ability asks.
    consistency
        Decided the same way twice, had they taken two such tests.
    kappa
        Consistency beyond chance; NaN where everybody is decided the same.
    false_pass, false_fail
        Decided above or below what their true ability asks; accuracy and they sum to 1.
    """

    accuracy: float
    consistency: float
    kappa: float
    false_pass: float
    false_fail: float


class Grid(NamedTuple):
    """True abilities and how many people have them, each of shape ``(n_abilities,)``."""

    ability: Floats
    weight: Floats


def normal_grid(prior: Prior, ends: tuple[float, float, int] | None = None) -> Grid:
    """Return abilities with normal weights that sum to 1.

    ``ends`` are the lowest, the highest and the number of abilities; without them the grid covers
    six standard deviations.
    """
    latent = Latent(np.array([prior.mean]), np.array([prior.deviation]))
    ability = cover(latent, 0.05 * prior.deviation)
    if ends is not None:
        low, high, count = ends
        if not low < high or count < 2:
            raise ImproperCutError("A grid needs two abilities, the lower one first.")
        ability = np.linspace(low, high, count)
    return Grid(ability, np.exp(log_prior(latent, ability))[0])


def rudner(bank: Bank, cuts: Sequence[float], grid: Grid) -> Decisions:
    """Judge decisions on the ability scale, with normal errors of known size.

    Parameters
    ----------
    bank
        Calibrated items, all of them answered.
    cuts
        Abilities that divide people, rising; who reaches one is above it.
    grid
        True abilities.

    References
    ----------
    Rudner (2001, 2005), *Pract. Assess. Res. Eval.* 7(14) and 10(13).
    """
    with np.errstate(divide="ignore"):
        error = 1 / np.sqrt(bank_information(grid.ability, bank))
    edges = _edges(cuts)
    return judge(
        _normal_chances(grid.ability, error, edges),
        np.searchsorted(edges[1:-1], grid.ability, side="right"),
        grid.weight,
    )


def rudner_of_people(found: Abilities, cuts: Sequence[float]) -> Decisions:
    """Judge decisions about these people, each estimate taken as the true ability.

    People whose ability or standard error is not finite are left out.
    """
    finite = np.isfinite(found.ability) & np.isfinite(found.standard_error)
    if not finite.any():
        raise ImproperCutError("Nobody has a finite ability and standard error.")
    ability, error = found.ability[finite], found.standard_error[finite]
    edges = _edges(cuts)
    return judge(
        _normal_chances(ability, error, edges),
        np.searchsorted(edges[1:-1], ability, side="right"),
        np.full(len(ability), 1 / len(ability)),
    )


def chance_of_error(found: Abilities, cut: float) -> Floats:
    """Return how likely it is that each person is decided on the wrong side of the cut.

    Shape ``(n_persons,)``, at most one half; NaN where ability or standard error is not finite.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = ndtr(-np.abs(found.ability - cut) / found.standard_error)
    finite = np.isfinite(found.ability) & np.isfinite(found.standard_error)
    return np.where(finite, chance, np.nan)


def lee(bank: Bank, cuts: Sequence[float], grid: Grid) -> Decisions:
    """Judge decisions on the raw score, with its distribution at each ability.

    Parameters
    ----------
    bank
        Calibrated items, all of them answered and counted from category 0.
    cuts
        Raw scores that divide people, rising; who reaches one is above it.
    grid
        True abilities.

    References
    ----------
    Lee (2010), *J. Educ. Meas.* 47, eqs. 5-12; Lord & Wingersky (1984).
    """
    chance = probabilities(bank, grid.ability)
    top = int((bank.n_categories - 1).sum())
    scores = score_distribution(chance)[: top + 1]
    edges = _edges(cuts)
    if edges[1] <= 0 or edges[-2] > top:
        raise ImproperCutError(f"Raw scores lie from 0 to {top}; cuts must divide them.")
    place = np.searchsorted(edges[1:-1], np.arange(top + 1), side="right")
    shares = np.stack([scores[place == part].sum(axis=0) for part in range(len(edges) - 1)], axis=1)
    expected = np.arange(top + 1) @ scores
    return judge(shares, np.searchsorted(edges[1:-1], expected, side="right"), grid.weight)


def judge(shares: Floats, true: Ints, weight: Floats) -> Decisions:
    """Return how sure decisions are.

    Parameters
    ----------
    shares
        How often each true ability is decided each way, shape ``(n_abilities, n_decisions)``.
    true
        The decision that each true ability asks, shape ``(n_abilities,)``.
    weight
        People with each true ability, summing to 1.
    """
    decision = np.arange(shares.shape[1])
    accuracy = float(weight @ shares[np.arange(len(true)), true])
    above, below = (
        float(weight @ np.where(side, shares, 0).sum(axis=1))
        for side in (decision > true[:, None], decision < true[:, None])
    )
    consistency = float(weight @ (shares**2).sum(axis=1))
    chance = float(((weight @ shares) ** 2).sum())
    kappa = (consistency - chance) / (1 - chance) if chance < 1 else float("nan")
    return Decisions(accuracy, consistency, kappa, above, below)


def _edges(cuts: Sequence[float]) -> Floats:
    edges = np.array([-np.inf, *cuts, np.inf])
    if len(edges) < 3 or not (np.diff(edges) > 0).all():
        raise ImproperCutError("At least one cut is needed, and cuts must rise.")
    return edges


def _normal_chances(ability: Floats, error: Floats, edges: Floats) -> Floats:
    return np.asarray(np.diff(ndtr((edges - ability[:, None]) / error[:, None]), axis=1))
