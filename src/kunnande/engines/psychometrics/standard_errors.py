"""Standard errors in the metric in which people talk about items, by the delta method."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .layout import Layout, table_of
from .values import thresholds_of

if TYPE_CHECKING:
    from .calibration import Calibration
    from .values import Floats

MOVE = 1e-6


class ItemErrors(NamedTuple):
    """Standard errors of one item; NaN where they are unknown, 0 where nothing was estimated.

    ``d`` is the first intercept.
    """

    a: float
    b: float
    c: float
    d: float
    thresholds: tuple[float, ...]


class LatentErrors(NamedTuple):
    """Standard errors of means and variances of ability, each of shape ``(n_groups,)``."""

    mean: Floats
    variance: Floats


def item_errors(found: Calibration) -> dict[str, ItemErrors]:
    """Return the standard errors of every estimated item, by id."""
    errors = {}
    for name, covariance in item_covariances(found).items():
        with np.errstate(invalid="ignore"):
            a, b, c, d, *thresholds = map(float, np.sqrt(np.diag(covariance)))
        errors[name] = ItemErrors(a, b, c, d, tuple(thresholds))
    return errors


def item_covariances(found: Calibration) -> dict[str, Floats]:
    """Return the covariance of each item's a, b, c, first intercept and thresholds, by id."""
    n_latent = int((found.free_latent > 0).sum())
    covariance = found.covariance[: len(found.covariance) - n_latent]
    covariance = covariance[:, : len(covariance)]
    table = table_of(found.bank)
    covariances = {}
    for row, name in enumerate(found.bank.ids):
        local = _local(found.layout, row, covariance)
        graded, steps = bool(found.bank.graded[row]), int(found.bank.n_categories[row]) - 1
        slopes = _jacobian(table[row], steps, graded=graded)
        covariances[name] = np.asarray(slopes @ local @ slopes.T)
    return covariances


def latent_errors(found: Calibration) -> LatentErrors:
    """Return the standard errors of the distributions of ability; 0 where they were fixed."""
    free = found.free_latent > 0
    variances = np.zeros(free.shape)
    n_latent = int(free.sum())
    variances[free] = np.diag(found.covariance)[len(found.covariance) - n_latent :]
    with np.errstate(invalid="ignore"):
        mean, log_deviation = np.sqrt(variances).T
    return LatentErrors(mean, 2 * found.latent.deviations**2 * log_deviation)


def _local(layout: Layout, row: int, covariance: Floats) -> Floats:
    """Return the covariance of all parameters of one item."""
    n_parameters = layout.free.shape[1]
    if layout.shared is not None:
        design = layout.shared[row * n_parameters : (row + 1) * n_parameters]
        return np.asarray(design @ covariance @ design.T)
    local = np.zeros((n_parameters, n_parameters))
    places = np.cumsum(layout.free.ravel()).reshape(layout.free.shape)[row] - 1
    own = layout.free[row]
    local[np.ix_(own, own)] = covariance[np.ix_(places[own], places[own])]
    return local


def _jacobian(parameters: Floats, steps: int, *, graded: bool) -> Floats:
    """Return derivatives of a, b, c, d and the thresholds, by central differences."""
    columns = []
    for column in range(len(parameters)):
        ends = []
        for sign in (1, -1):
            moved = parameters.copy()
            moved[column] += sign * MOVE
            ends.append(_reported(moved, steps, graded=graded))
        columns.append((ends[0] - ends[1]) / (2 * MOVE))
    return np.stack(columns, axis=1)


def _reported(parameters: Floats, steps: int, *, graded: bool) -> Floats:
    intercepts = parameters[1 : 1 + steps]
    thresholds = thresholds_of(float(parameters[0]), intercepts, graded=graded)
    guessing = 1 / (1 + np.exp(min(-parameters[-1], 700.0)))
    return np.array([parameters[0], thresholds.mean(), guessing, intercepts[0], *thresholds])
