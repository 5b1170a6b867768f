"""How much of the differences between scores are differences between people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import f as f_distribution

from .information import bank_information
from .quadrature import Latent, cover, log_prior
from .values import Floats, ImproperResponsesError, Responses

if TYPE_CHECKING:
    from .scoring import Abilities, Prior
    from .values import Bank

MOST_STEPS, TOLERANCE = 5000, 1e-10


class Alpha(NamedTuple):
    """Cronbach's alpha with its 95 % interval.

    Attributes
    ----------
    value, low, high
        At most 1; below 0 where items work against each other.
    without
        Alpha of the test without each item, shape ``(n_items,)``; NaN where one item is left.
    score_error
        Standard error of measurement of the sum score.
    n_complete
        People who answered everything; only they are used.
    """

    value: float
    low: float
    high: float
    without: Floats
    score_error: float
    n_complete: float


class Omega(NamedTuple):
    """McDonald's omega of one factor.

    Attributes
    ----------
    value
        NaN where no single factor was found.
    loadings
        Of the items on the factor, in score points, shape ``(n_items,)``.
    status
        ``ok``, ``not_converged`` or ``improper``: an item with more than all of its variance.
    """

    value: float
    loadings: Floats
    status: str


def alpha(responses: Responses) -> Alpha:
    """Return Cronbach's alpha.

    Raises
    ------
    ImproperResponsesError
        If fewer than two people answered everything, or the score does not vary.

    References
    ----------
    Cronbach (1951), *Psychometrika* 16; Feldt, Woodruff & Salih (1987) for the interval.
    """
    covariance, n = _covariance(responses)
    n_items = len(covariance)
    value = _alpha(covariance)
    freedom = (n - 1, (n - 1) * (n_items - 1))
    low, high = (1 - (1 - value) * f_distribution.ppf(tail, *freedom) for tail in (0.975, 0.025))
    without = [
        _alpha(np.delete(np.delete(covariance, item, 0), item, 1)) if n_items > 2 else np.nan
        for item in range(n_items)
    ]
    error = np.sqrt(covariance.sum() * (1 - value))
    return Alpha(value, float(low), float(high), np.array(without), float(error), n)


def omega(responses: Responses) -> Omega:
    """Return McDonald's omega: one factor by least squares on the covariances of the items.

    Raises
    ------
    ImproperResponsesError
        As with ``alpha``; or fewer than three items.

    References
    ----------
    McDonald (1999), *Test Theory*, eq. 6.20b; Harman & Jones (1966) for the factor.
    """
    covariance, _ = _covariance(responses)
    if len(covariance) < 3:
        raise ImproperResponsesError("One factor needs three items.")
    loadings, unique, settled = _one_factor(covariance)
    if not settled:
        return Omega(np.nan, loadings, "not_converged")
    loadings = loadings * np.sign(loadings.sum() or 1.0)
    if (unique <= 0).any():
        return Omega(np.nan, loadings, "improper")
    common = loadings.sum() ** 2
    return Omega(float(common / (common + unique.sum())), loadings, "ok")


def marginal_reliability(bank: Bank, prior: Prior) -> float:
    """Return the share of true variance in EAP abilities, from the information alone.

    Parameters
    ----------
    bank
        Calibrated items, all of them answered.
    prior
        Distribution of ability.

    Returns
    -------
    float
        Mean of I / (I + 1 / variance) over abilities, from 0 to 1.

    References
    ----------
    Green, Bock, Humphreys, Linn & Reckase (1984), *J. Educ. Meas.* 21.
    """
    latent = Latent(np.array([prior.mean]), np.array([prior.deviation]))
    grid = cover(latent, 0.2 * prior.deviation)
    information = bank_information(grid, bank)
    return float(
        np.exp(log_prior(latent, grid))[0] @ (information / (information + prior.deviation**-2))
    )


def empirical_reliability(found: Abilities) -> float:
    """Return the share of true variance in the EAP abilities of these people; NaN for fewer than 2.

    References
    ----------
    Bechger, Maris, Verstralen & Beguin (2003), *Appl. Psychol. Meas.* 27.
    """
    if len(found.ability) < 2:
        return float("nan")
    spread = float(found.ability.var(ddof=1))
    return spread / (spread + float((found.standard_error**2).mean()))


def _covariance(responses: Responses) -> tuple[Floats, float]:
    rows = responses.observed.all(axis=1) & (responses.weights > 0)
    codes, weights = responses.codes[rows].astype(np.float64), responses.weights[rows]
    n = float(weights.sum())
    if n < 2 or codes.shape[1] < 2:
        raise ImproperResponsesError("Two people with answers to two items are needed.")
    away = codes - weights @ codes / n
    covariance = (away * weights[:, None]).T @ away / (n - 1)
    if covariance.sum() <= 0:
        raise ImproperResponsesError("Everybody has the same score.")
    return np.asarray(covariance), n


def _one_factor(covariance: Floats) -> tuple[Floats, Floats, bool]:
    """Return loadings and unique variances by repeated principal axes, and whether they settled."""
    variances = np.diag(covariance)
    unique, loadings = variances / 2, np.zeros(len(variances))
    for _ in range(MOST_STEPS):
        values, vectors = np.linalg.eigh(covariance - np.diag(unique))
        loadings = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        before, unique = unique, variances - loadings**2
        if np.abs(unique - before).max() < TOLERANCE * variances.max():
            return loadings, unique, True
    return loadings, unique, False


def _alpha(covariance: Floats) -> float:
    n_items = len(covariance)
    total = covariance.sum()
    if total <= 0:
        return float("nan")
    return float(n_items / (n_items - 1) * (1 - np.trace(covariance) / total))
