"""Rasch and partial credit items by conditional maximum likelihood: no distribution of ability."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .starting import Status, prepare
from .symmetric import by_score, pair_chances
from .values import Bank, Floats, ImproperResponsesError, Ints, Model, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_STEPS, HALVINGS, TOLERANCE = 100, 20, 1e-9


@dataclass(frozen=True)
class ConditionalCalibration:
    """What a conditional calibration found.

    Attributes
    ----------
    bank
        The estimated items; their mean difficulty is 0.
    status
        What became of each item, by id.
    log_likelihood
        Given the total scores.
    errors
        Standard errors of the thresholds, shape ``(n_items, n_categories - 1)``.
    location_errors
        Of the mean thresholds, shape ``(n_items,)``.
    """

    bank: Bank
    status: dict[str, Status]
    log_likelihood: float
    converged: bool
    iterations: int
    errors: Floats
    location_errors: Floats


class _Pattern(NamedTuple):
    """People who were asked the same items: how many answered what and reached which score."""

    items: Ints
    counts: Floats
    scores: Floats


class _Slope(NamedTuple):
    value: float
    gradient: Floats
    information: Floats


def calibrate_conditionally(responses: Responses, model: Model) -> ConditionalCalibration:
    """Estimate Rasch or partial credit items given everybody's total score.

    Parameters
    ----------
    responses
        Answers; missing ones by design, each set of items asked is conditioned on by itself.
    model
        ``RASCH`` or ``PCM``.

    Returns
    -------
    ConditionalCalibration
        Difficulties sum to zero.

    Raises
    ------
    ImproperResponsesError
        If the model is another one or nothing can be estimated.

    References
    ----------
    Andersen (1972), *J. R. Stat. Soc. B* 34; Fischer & Molenaar (1995), *Rasch Models*, ch. 3
    and 15.
    """
    if model not in {Model.RASCH, Model.PCM}:
        raise ImproperResponsesError(f"There is no conditional likelihood for {model.value}.")
    prepared = prepare(responses, model, ())
    bank = prepared.bank
    place = np.isfinite(bank.intercepts)
    patterns = _patterns(prepared.responses, bank)
    centre = _centring(place)
    vector = centre @ bank.intercepts[place]
    slope, steps = _slope(patterns, vector, place), 0
    step = _step(slope)
    while np.abs(step).max(initial=0) > TOLERANCE and steps < MOST_STEPS:
        vector, slope = _forward(patterns, vector, centre @ step, place=place)
        step, steps = _step(slope), steps + 1
    intercepts = bank.intercepts.copy()
    intercepts[place] = vector
    identified = np.linalg.matrix_rank(slope.information, tol=1e-8, hermitian=True) == len(step) - 1
    errors, location_errors = _errors(slope, place, centre)
    if not identified:
        errors[:], location_errors[:] = np.nan, np.nan
    return ConditionalCalibration(
        replace(bank, intercepts=intercepts),
        prepared.status,
        slope.value,
        bool(identified and np.abs(step).max(initial=0) <= TOLERANCE),
        steps,
        errors,
        location_errors,
    )


def _patterns(responses: Responses, bank: Bank) -> list[_Pattern]:
    observed = responses.observed
    _, first, number = np.unique(
        np.packbits(observed, axis=1), axis=0, return_index=True, return_inverse=True
    )
    patterns = []
    for which, row in enumerate(first):
        items = np.flatnonzero(observed[row])
        rows = number.ravel() == which
        codes, weights = responses.codes[rows][:, items].astype(np.int64), responses.weights[rows]
        if items.size:
            top = int((bank.n_categories[items] - 1).sum())
            steps = range(1, bank.intercepts.shape[1] + 1)
            counts = np.stack([weights @ (codes == step) for step in steps], axis=1)
            scores = np.bincount(codes.sum(axis=1), weights, minlength=top + 1)
            patterns.append(_Pattern(items, counts, scores.astype(np.float64)))
    return patterns


def _centring(place: NDArray[np.bool_]) -> Floats:
    """Return the matrix that moves the origin of ability so that mean difficulties sum to zero."""
    tops = place.sum(axis=1)
    items, steps = np.nonzero(place)
    is_top = steps + 1 == tops[items]
    share = np.where(is_top, 1 / (len(place) * tops[items]), 0.0)
    return np.eye(len(items)) - np.outer(steps + 1.0, share)


def _slope(patterns: list[_Pattern], vector: Floats, place: NDArray[np.bool_]) -> _Slope:
    """Return the conditional log likelihood with its gradient and information."""
    table = np.full(place.shape, -np.inf)
    table[place] = vector
    number = np.full(place.shape, -1)
    number[place] = np.arange(len(vector))
    value, gradient = 0.0, np.zeros(len(vector))
    information = np.zeros((len(vector),) * 2)
    for pattern in patterns:
        weights = [np.exp(np.append(0.0, table[item, place[item]])) for item in pattern.items]
        given = by_score(weights)
        own = place[pattern.items]
        indices = number[pattern.items][own]
        value += float(pattern.counts[own] @ vector[indices] - pattern.scores @ given.log_total)
        width = given.chance.shape[2] - 1
        own = own[:, :width]
        chance = given.chance[:, :, 1:][:, own]
        gradient[indices] += pattern.counts[:, :width][own] - pattern.scores @ chance
        joint = _joint(weights, pattern.scores, own)
        joint[np.diag_indices(len(indices))] = pattern.scores @ chance
        joint -= chance.T @ (pattern.scores[:, None] * chance)
        information[np.ix_(indices, indices)] += joint
    return _Slope(value, gradient, information)


def _joint(weights: list[Floats], scores: Floats, own: NDArray[np.bool_]) -> Floats:
    """Return expected joint counts of steps of different items."""
    rows: list[Floats] = []
    for item in range(len(weights)):
        pairs = np.tensordot(scores, pair_chances(weights, item), axes=1)[1:, :, 1:]
        rows.extend(pairs[step][own] for step in np.flatnonzero(own[item]))
    return np.array(rows)


def _step(slope: _Slope) -> Floats:
    inverse = np.linalg.pinv(slope.information, rcond=1e-12, hermitian=True)
    return np.asarray(inverse @ slope.gradient)


def _forward(
    patterns: list[_Pattern], vector: Floats, step: Floats, *, place: NDArray[np.bool_]
) -> tuple[Floats, _Slope]:
    """Go a Newton step, halved until the likelihood does not fall."""
    before = _slope(patterns, vector, place)
    step = step * min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-300))
    for halving in range(HALVINGS):
        tried = vector + step / 2**halving
        slope = _slope(patterns, tried, place)
        if slope.value >= before.value - 1e-9 * abs(before.value):
            return tried, slope
    return vector, before


def _errors(slope: _Slope, place: NDArray[np.bool_], centre: Floats) -> tuple[Floats, Floats]:
    """Return standard errors of thresholds and of their means."""
    inverse = np.linalg.pinv(slope.information, rcond=1e-12, hermitian=True)
    covariance = centre @ inverse @ centre.T
    items, steps = np.nonzero(place)
    back = -(np.eye(len(items)) - ((items[:, None] == items) & (steps[:, None] == steps + 1)))
    errors = np.full(place.shape, np.nan)
    errors[place] = np.sqrt(np.maximum(np.diag(back @ covariance @ back.T), 0))
    tops = place.sum(axis=1)
    is_top = steps + 1 == tops[items]
    return errors, np.sqrt(np.maximum(np.diag(covariance)[is_top], 0)) / tops
