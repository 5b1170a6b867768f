"""A rectangular grid of abilities that follows where the people are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import log_softmax

if TYPE_CHECKING:
    from .values import Floats

REACH = 6.0  # standard deviations of ability on each side
EDGE_MASS = 1e-7
FEWEST, MOST = 61, 401
# With equal steps the error of a bell-shaped integral falls as exp(-2 (pi / step)^2), the step
# counted in standard deviations: 0.75 leaves less than 1e-15.
STEP_PER_DEVIATION = 0.75


@dataclass(frozen=True)
class Latent:
    """Normal distributions of ability, one per group: means and standard deviations."""

    means: Floats
    deviations: Floats


def cover(latent: Latent, smallest_deviation: float, reach: float = REACH) -> Floats:
    """Return a grid over all groups.

    Parameters
    ----------
    latent
        The groups.
    smallest_deviation
        Of the posteriors that the grid must resolve, in logits.
    reach
        How many standard deviations each group is covered on both sides.

    Returns
    -------
    Floats
        61 to 401 equally spaced abilities.
    """
    low = float((latent.means - reach * latent.deviations).min())
    high = float((latent.means + reach * latent.deviations).max())
    wanted = (high - low) / (STEP_PER_DEVIATION * max(smallest_deviation, 1e-3))
    count = int(np.clip(np.ceil(wanted) + 1, FEWEST, MOST))
    return np.linspace(low, high, count + 1 - count % 2)


def log_prior(latent: Latent, grid: Floats) -> Floats:
    """Return log weights of the grid per group, shape ``(n_groups, n_abilities)``, summing to 1."""
    away = (grid - latent.means[:, None]) / latent.deviations[:, None]
    logs = -0.5 * away**2
    return np.asarray(log_softmax(logs, axis=1))


def log_prior_scores(latent: Latent, grid: Floats) -> Floats:
    """Return derivatives of the log weights by mean and by log standard deviation.

    Shape ``(n_groups, 2, n_abilities)``.
    """
    away = (grid - latent.means[:, None]) / latent.deviations[:, None]
    raw = np.stack([away / latent.deviations[:, None], away**2], axis=1)
    weights = np.exp(log_prior(latent, grid))[:, None]
    return np.asarray(raw - (raw * weights).sum(axis=2, keepdims=True))


def has_edge_mass(mass: Floats) -> bool:
    """Whether people sit on the outermost abilities; ``mass`` sums over people on each one."""
    return bool(mass[0] + mass[-1] > EDGE_MASS * mass.sum())
