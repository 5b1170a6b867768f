"""How sure decisions on any sum score are, from its distribution and reliability."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import bdtr, betainc, betaincinv

from .decisions import Decisions, ImproperCutError, judge

if TYPE_CHECKING:
    from .values import Floats

POINTS = 400


class TrueScores(NamedTuple):
    """A beta distribution of true shares of the whole test.

    Attributes
    ----------
    low, high
        Between which true shares lie, within 0 and 1.
    alpha, beta
        Shapes.
    length
        How many equal items that are right or not would be as reliable.
    n_moments
        4 where four moments gave the distribution; 2 where they asked for shares beyond 0 or 1,
        so that it spans them all.
    """

    low: float
    high: float
    alpha: float
    beta: float
    length: float
    n_moments: int


def true_scores(scores: Floats, reliability: float, *, lowest: float, highest: float) -> TrueScores:
    """Fit the distribution of true scores.

    Parameters
    ----------
    scores
        Sum scores, shape ``(n_persons,)``.
    reliability
        Of the scores, between 0 and 1.
    lowest, highest
        The possible scores.

    Raises
    ------
    ImproperCutError
        If a score lies outside, scores do not vary, or vary more than the reliability allows.

    References
    ----------
    Livingston & Lewis (1995), *J. Educ. Meas.* 32, eq. 9; Hanson (1991), *ACT Research Report*
    91-5, eqs. 5-12.
    """
    if not lowest < highest or not 0 < reliability < 1:
        raise ImproperCutError(
            "The highest score must exceed the lowest; reliability is in (0, 1)."
        )
    if len(scores) < 2 or scores.min() < lowest or scores.max() > highest:
        raise ImproperCutError(
            f"Two scores or more, all from {lowest:g} to {highest:g}, are needed."
        )
    mean, variance = float(scores.mean()), float(scores.var(ddof=1))
    if variance == 0:
        raise ImproperCutError("Everybody has the same score.")
    between = (mean - lowest) * (highest - mean)
    length = (between - reliability * variance) / (variance * (1 - reliability))
    if length < 1:
        raise ImproperCutError("The scores vary more than a test so reliable allows.")
    moments = _true_moments((scores - lowest) / (highest - lowest) * length, length)
    four = _four_moments(moments) if length > 3 else None
    if four is not None:
        return TrueScores(*four, length, 4)
    mean, spread = moments[0], moments[1] - moments[0] ** 2
    size = mean * (1 - mean) / spread - 1 if spread > 0 else 0.0
    if size <= 0:
        raise ImproperCutError("No distribution of true scores has these moments.")
    return TrueScores(0.0, 1.0, mean * size, (1 - mean) * size, length, 2)


def livingston_lewis(true: TrueScores, cut: float) -> Decisions:
    """Judge decisions at a cut, given as a share of the whole test.

    Parameters
    ----------
    true
        Distribution of true shares.
    cut
        Within 0 and 1. Who solves at least the whole number of the ``length`` items below or at
        it passes.

    Raises
    ------
    ImproperCutError
        If the cut is 0 or 1, or beyond.

    References
    ----------
    Livingston & Lewis (1995), *J. Educ. Meas.* 32; consistency of two equal tests as in Hanson
    (1991), where the original splits one.
    """
    if not 0 < cut < 1:
        raise ImproperCutError("The cut must lie between the lowest and the highest score.")
    length = round(true.length)
    needed = int(np.floor(cut * length + 1e-9))
    if needed < 1:
        raise ImproperCutError("The test is too unreliable for a cut this low.")
    inside = np.clip((cut - true.low) / (true.high - true.low), 0, 1)
    below = float(betainc(true.alpha, true.beta, inside))
    nodes, weights = np.polynomial.legendre.leggauss(POINTS)
    rank = np.concatenate([(nodes + 1) / 2 * below, below + (nodes + 1) / 2 * (1 - below)])
    weight = np.concatenate([weights / 2 * below, weights / 2 * (1 - below)])
    share = true.low + (true.high - true.low) * betaincinv(true.alpha, true.beta, rank)
    fails = bdtr(needed - 1, length, share)
    passes = np.repeat([0, 1], POINTS)
    return judge(np.stack([fails, 1 - fails], axis=1), passes, weight)


def _true_moments(scores: Floats, length: float) -> list[float]:
    """Return the first four moments of true shares from the factorial moments of the scores."""
    moments, product, whole = [], np.ones(len(scores)), 1.0
    for order in range(4):
        product, whole = product * (scores - order), whole * (length - order)
        moments.append(float(product.mean()) / whole if whole > 0 else float("nan"))
    return moments


def _four_moments(moments: list[float]) -> tuple[float, float, float, float] | None:
    """Return low, high, alpha and beta, or None where they are no distribution of shares."""
    first, second, third, fourth = moments
    variance = second - first**2
    if not variance > 0:
        return None
    skew = (third - 3 * first * second + 2 * first**3) / variance**1.5
    kurtosis = (fourth - 4 * first * third + 6 * first**2 * second - 3 * first**4) / variance**2
    bottom = 6 + 3 * skew**2 - 2 * kurtosis
    size = 6 * (kurtosis - skew**2 - 1) / bottom if bottom else -1.0
    scale = (size + 2) * (size + 3) * kurtosis - 3 * (size - 6) * (size + 1)
    inside = 1 - 24 * (size + 1) / scale if scale else -1.0
    if not (size > 0 and 0 <= inside < 1):
        return None
    tilt = np.sqrt(inside) * (1 if skew < 0 else -1)
    alpha, beta = size / 2 * (1 + tilt), size / 2 * (1 - tilt)
    reach = np.sqrt(variance * (size + 1) / (alpha * beta))
    low, high = first - alpha * reach, first + beta * reach
    if low < 0 or high > 1:
        return None
    return float(low), float(high), float(alpha), float(beta)
