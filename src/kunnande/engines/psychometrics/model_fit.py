"""Whether the whole model reproduces how often items, and pairs of items, are solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.stats import chi2

from .layout import free_layout
from .models import parameter_scores, probabilities
from .quadrature import Latent, cover, log_prior, log_prior_scores
from .scoring import Prior, check

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .values import Bank, Floats, Responses

MOST_ITEMS = 90  # 90 items have 4,095 margins, whose covariance takes 134 MB


class ModelFit(NamedTuple):
    """Fit of the model; NaN where it can not be judged.

    ``n_complete`` is how many people answered everything: only they count.
    """

    m2: float
    df: int
    p: float
    rmsea: float
    n_complete: float


class _Moments(NamedTuple):
    """Expected score and squared score per item and ability, and weights of the abilities."""

    mean: Floats
    square: Floats
    mass: Floats


def model_fit(responses: Responses, bank: Bank, prior: Prior, *, free_variance: bool) -> ModelFit:
    """Judge the model by the first two moments of the item scores.

    Parameters
    ----------
    responses
        Answers to the items of the bank; rows with missing answers do not count.
    bank
        Items estimated from these answers.
    prior
        Distribution of ability.
    free_variance
        Whether its variance was estimated.

    Returns
    -------
    ModelFit
        With more than two categories the statistic on item scores (M2*). NaN when there are no
        degrees of freedom, nobody answered everything, or there are more than 90 items.

    References
    ----------
    Maydeu-Olivares & Joe (2005), *JASA* 100, eq. 15; Cai & Hansen (2013) for item scores.
    """
    check(responses, bank)
    complete = responses.observed.all(axis=1)
    weights = responses.weights[complete]
    people, n_items = float(weights.sum()), len(bank.ids)
    unknown = ModelFit(np.nan, 0, np.nan, np.nan, people)
    if people <= 1 or n_items > MOST_ITEMS:
        return unknown
    codes = responses.codes[complete].astype(np.float64)
    upper = np.triu_indices(n_items, 1)
    shares = (
        np.concatenate([weights @ codes, ((weights[:, None] * codes).T @ codes)[upper]]) / people
    )
    latent = Latent(np.array([prior.mean]), np.array([prior.deviation]))
    grid = cover(latent, 0.2)
    moments = _moments(bank, grid, np.exp(log_prior(latent, grid))[0])
    expected = _margins(moments.mean, upper)
    jacobian = _jacobian(bank, latent, grid, moments, free_variance=free_variance)
    rank = int(np.linalg.matrix_rank(jacobian))
    freedom = len(shares) - rank
    if freedom <= 0:
        return unknown
    try:
        statistic = _statistic(
            shares - expected @ moments.mass, _covariance(moments, upper), jacobian
        )
    except LinAlgError:
        return unknown
    m2 = people * statistic
    rmsea = np.sqrt(max(0.0, m2 - freedom) / (freedom * (people - 1)))
    return ModelFit(m2, freedom, float(chi2.sf(m2, freedom)), float(rmsea), people)


def _moments(bank: Bank, grid: Floats, mass: Floats) -> _Moments:
    chance = probabilities(bank, grid)
    number = np.arange(chance.shape[1])
    return _Moments(
        np.einsum("k,ikq->iq", number, chance), np.einsum("k,ikq->iq", number**2, chance), mass
    )


def _margins(mean: Floats, upper: tuple[NDArray[np.intp], ...]) -> Floats:
    """Return expected scores and products of scores per ability, shape ``(n_margins, ...)``."""
    first, second = upper
    return np.concatenate([mean, mean[first] * mean[second]])


def _jacobian(
    bank: Bank, latent: Latent, grid: Floats, moments: _Moments, *, free_variance: bool
) -> Floats:
    """Return derivatives of the margins by the free parameters."""
    n_items = len(bank.ids)
    layout = free_layout(bank, np.zeros(n_items, dtype=bool))
    chance, scores = probabilities(bank, grid), parameter_scores(bank, grid)
    number = np.arange(chance.shape[1])
    rise = np.einsum("k,ikq,ikpq->ipq", number, chance, scores)
    single = np.einsum("ipq,q->ip", rise, moments.mass)
    double = np.einsum("ipq,jq->ipj", rise, moments.mean * moments.mass)
    n_parameters = single.shape[1]
    full = np.zeros((n_items + n_items * (n_items - 1) // 2, n_items * n_parameters))
    first, second = np.triu_indices(n_items, 1)
    pairs = n_items + np.arange(len(first))
    for parameter in range(n_parameters):
        column = np.arange(n_items) * n_parameters + parameter
        full[np.arange(n_items), column] = single[:, parameter]
        full[pairs, column[first]] = double[first, parameter, second]
        full[pairs, column[second]] = double[second, parameter, first]
    jacobian = full[:, layout.free.ravel()] if layout.shared is None else full @ layout.shared
    if free_variance:
        spread = log_prior_scores(latent, grid)[0, 1] * moments.mass
        column = _margins(moments.mean, (first, second)) @ spread
        jacobian = np.column_stack([jacobian, column])
    return np.asarray(jacobian[:, np.abs(jacobian).max(axis=0) > 0])


def _covariance(moments: _Moments, upper: tuple[NDArray[np.intp], ...]) -> Floats:
    """Return the covariance of one person's margins."""
    mean, square, mass = moments
    n_items = len(mean)
    margins = _margins(mean, upper)
    whole = (margins * mass) @ margins.T
    first, second = upper
    other = np.ones((n_items + 1, len(mass)))
    other[:n_items] = mean
    squared = np.ones((n_items + 1, len(mass)))
    squared[:n_items] = square
    for item in range(n_items):
        # Every margin with this item: alone (its partner is 1), or with each other item.
        here = np.concatenate(
            [[item], n_items + np.flatnonzero((first == item) | (second == item))]
        )
        inside = here[1:] - n_items
        partner = np.concatenate([[n_items], first[inside] + second[inside] - item])
        block = (other[partner] * (square[item] * mass)) @ other[partner].T
        np.fill_diagonal(block, squared[partner] @ (square[item] * mass))
        whole[np.ix_(here, here)] = block
    expected = margins @ mass
    return np.asarray(whole - np.outer(expected, expected))


def _statistic(gap: Floats, covariance: Floats, jacobian: Floats) -> float:
    factor = cho_factor(covariance)
    weighted_gap, weighted = cho_solve(factor, gap), cho_solve(factor, jacobian)
    inner = np.linalg.pinv(jacobian.T @ weighted, hermitian=True)
    along = jacobian.T @ weighted_gap
    return float(gap @ weighted_gap - along @ inner @ along)
