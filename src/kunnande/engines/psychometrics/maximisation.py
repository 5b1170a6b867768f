"""The M step: better parameters from expected counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .layout import Layout, with_table
from .models import TINY, log_probabilities, parameter_scores
from .quadrature import Latent

if TYPE_CHECKING:
    from .values import Bank, Floats

HALVINGS = 12


@dataclass(frozen=True)
class GuessingPrior:
    """A beta distribution of lower asymptotes.

    The density is that of the asymptote itself, so its mode is (alpha - 1) / (alpha + beta - 2).
    """

    alpha: float
    beta: float

    def log_density(self, guessing: Floats) -> Floats:
        """Return log densities up to a constant."""
        return np.asarray(
            (self.alpha - 1) * np.log(guessing + TINY) + (self.beta - 1) * np.log1p(-guessing)
        )

    def score(self, guessing: Floats) -> Floats:
        """Return derivatives of the log density by the logit of the asymptote."""
        return np.asarray((self.alpha - 1) * (1 - guessing) - (self.beta - 1) * guessing)

    def information(self, guessing: Floats) -> Floats:
        """Return minus the second derivatives by the logit of the asymptote."""
        return np.asarray((self.alpha + self.beta - 2) * guessing * (1 - guessing))


def objective(bank: Bank, counts: Floats, grid: Floats, prior: GuessingPrior | None) -> Floats:
    """Return the expected log likelihood per item; minus infinity where it has none."""
    value = (counts * log_probabilities(bank, grid)).sum(axis=(1, 2))
    if prior is not None:
        value = value + np.where(bank.guessed, prior.log_density(bank.guessing), 0.0)
    if bank.graded.any() and bank.intercepts.shape[1] > 1:
        with np.errstate(invalid="ignore"):
            rises = np.nan_to_num(np.diff(bank.intercepts, axis=1), nan=-1.0) >= 0
        value = np.where(bank.graded & rises.any(axis=1), -np.inf, value)
    return np.asarray(np.where(np.isfinite(value), value, -np.inf))


def item_gradient(bank: Bank, counts: Floats, grid: Floats, prior: GuessingPrior | None) -> Floats:
    """Return derivatives of the expected log likelihood, shape ``(n_items, n_parameters)``."""
    gradient = np.einsum("ikq,ikpq->ip", counts, parameter_scores(bank, grid))
    if prior is not None:
        gradient[:, -1] += np.where(bank.guessed, prior.score(bank.guessing), 0.0)
    return np.asarray(gradient)


def _information(bank: Bank, counts: Floats, grid: Floats, prior: GuessingPrior | None) -> Floats:
    scores = parameter_scores(bank, grid)
    weight = np.exp(log_probabilities(bank, grid)) * counts.sum(axis=1)[:, None]
    n_items, _, n_parameters, _ = scores.shape
    flat = scores.transpose(0, 2, 1, 3).reshape(n_items, n_parameters, -1)
    information = (flat * weight.reshape(n_items, 1, -1)) @ flat.transpose(0, 2, 1)
    if prior is not None:
        information[:, -1, -1] += np.where(bank.guessed, prior.information(bank.guessing), 0.0)
    return np.asarray(information)


def improve(
    layout: Layout,
    vector: Floats,
    counts: Floats,
    *,
    grid: Floats,
    prior: GuessingPrior | None = None,
) -> Floats:
    """Return free parameters with a higher expected log likelihood: one scoring step.

    The step is halved, item by item where items share nothing, until the likelihood does not fall.
    """
    if not vector.size:
        return vector
    bank = layout.bank_at(vector)
    before = objective(bank, counts, grid, prior)
    gradient = item_gradient(bank, counts, grid, prior)
    information = _information(bank, counts, grid, prior)
    if layout.shared is not None:
        step = _shared_step(layout, layout.shared, gradient, information)
        return _shorten(layout, vector, step, counts=counts, grid=grid)
    step = _steps(layout, gradient, information)
    table = layout.table(vector)
    length = np.ones(len(table))
    worse = np.ones(len(table), dtype=bool)
    for _ in range(HALVINGS):
        tried = with_table(bank, table + np.where(layout.free, length[:, None] * step, 0.0))
        worse = objective(tried, counts, grid, prior) < before - 1e-9 * np.abs(before)
        if not worse.any():
            break
        length[worse] /= 2
    else:
        length[worse] = 0.0
    return vector + (length[:, None] * step)[layout.free]


def _steps(layout: Layout, gradient: Floats, information: Floats) -> Floats:
    n_parameters = gradient.shape[1]
    both = layout.free[:, :, None] & layout.free[:, None]
    matrix = np.where(both, information, 0.0)
    diagonal = np.einsum("ipp->ip", matrix)
    # A whiff of ridge keeps the step finite where an item says nothing about a parameter.
    diagonal += np.where(layout.free, 1e-10 * (1 + diagonal), 1.0)
    step = np.linalg.solve(matrix, np.where(layout.free, gradient, 0.0)[..., None])[..., 0]
    largest = np.abs(step).max(axis=1, keepdims=True, initial=1e-300)
    return np.asarray(step * np.minimum(1.0, 2.0 / largest)).reshape(-1, n_parameters)


def _shared_step(layout: Layout, design: Floats, gradient: Floats, information: Floats) -> Floats:
    parts = design.reshape(*gradient.shape, -1)
    matrix = np.einsum("ipf,ipr,irg->fg", parts, information, parts, optimize=True)
    ridge = 1e-10 * np.eye(len(matrix))
    return np.asarray(np.linalg.solve(matrix + ridge, layout.gradient(gradient)))


def _shorten(
    layout: Layout, vector: Floats, step: Floats, *, counts: Floats, grid: Floats
) -> Floats:
    before = objective(layout.bank_at(vector), counts, grid, None).sum()
    for halving in range(HALVINGS):
        tried = vector + step / 2**halving
        if objective(layout.bank_at(tried), counts, grid, None).sum() >= before - 1e-9:
            return np.asarray(tried)
    return vector


def improve_latent(latent: Latent, mass: Floats, grid: Floats, free: Floats) -> Latent:
    """Return the distributions of ability that fit the expected people.

    Parameters
    ----------
    latent
        The distributions until now.
    mass
        Expected people, shape ``(n_groups, n_abilities)``.
    grid
        Abilities.
    free
        1 where a group's mean and deviation are estimated, shape ``(n_groups, 2)``.
    """
    total = np.maximum(mass.sum(axis=1), TINY)
    means = np.where(free[:, 0] > 0, mass @ grid / total, latent.means)
    spread = (mass * (grid - means[:, None]) ** 2).sum(axis=1) / total
    deviations = np.where(free[:, 1] > 0, np.sqrt(np.maximum(spread, 1e-6)), latent.deviations)
    return Latent(means, deviations)
