"""Practical assessments: how able people are, how hard items and how severe raters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import ndtr

from .calibration import Path, Search, observed
from .expectation import Sheet, blocks, posteriors
from .models import log_probabilities
from .quadrature import Latent, log_prior
from .rater_design import Design, Ratings, Steps, lay_out
from .scoring import Abilities
from .values import MISSING, Floats, ImproperResponsesError, Ints


class MeanSquares(NamedTuple):
    """Fit, about 1 when the model holds; NaN where nothing could be judged."""

    infit: Floats
    outfit: Floats


@dataclass(frozen=True)
class RaterCalibration:
    """What the ratings say.

    Attributes
    ----------
    ratings
        Those that were used, with the names of the items, raters and persons left.
    status
        ``ok``, or why an item or rater was left out, by id.
    difficulty, difficulty_error
        Mean thresholds in logits, shape ``(n_items,)``; a rater of severity 0.
    thresholds, threshold_errors
        Per item.
    severity, severity_error
        Above 0 where a rater gives less than others would; they sum to 0; shape ``(n_raters,)``.
    severity_covariance
        Shape ``(n_raters, n_raters)``.
    rater_fit, item_fit
        Mean squares over the posterior of ability: below 1 too predictable, above 1 erratic.
    abilities
        EAP per person.
    variance
        Of ability; its mean is 0.
    reliability
        Of the abilities.
    n_parts
        Groups of raters that share no person: above 1 they are compared only by the assumption
        that all people come from one distribution.
    """

    ratings: Ratings
    status: dict[str, dict[str, str]]
    difficulty: Floats
    difficulty_error: Floats
    thresholds: tuple[Floats, ...]
    threshold_errors: tuple[Floats, ...]
    severity: Floats
    severity_error: Floats
    severity_covariance: Floats
    rater_fit: MeanSquares
    item_fit: MeanSquares
    abilities: Abilities
    variance: float
    reliability: float
    deviance: float
    converged: bool
    iterations: int
    n_parts: int


class Contrast(NamedTuple):
    """The difference of two severities in logits, with its test against none."""

    difference: float
    standard_error: float
    z: float
    p: float


def calibrate_raters(
    ratings: Ratings, steps: Steps = Steps.ITEM, *, max_iterations: int = 2000
) -> RaterCalibration:
    """Estimate items, raters and the spread of ability from ratings.

    Parameters
    ----------
    ratings
        Who was rated by whom; missing and second ratings are welcome.
    steps
        Whether each item has thresholds of its own.
    max_iterations
        EM steps before the answer is given as not converged.

    Returns
    -------
    RaterCalibration
        Raters who gave one extreme only and items with an unused category are left out and named.

    Raises
    ------
    ImproperResponsesError
        If fewer than two raters or no item are left.

    References
    ----------
    Linacre (1989), *Many-Facet Rasch Measurement*; Adams, Wilson & Wang (1997).
    """
    kept, status = _usable(ratings)
    design = lay_out(kept, steps)
    sheet = Sheet(design.responses, int(design.steps.max()) + 1, 1, np.float64)
    search = Search(sheet, design.layout, np.array([[0, 1.0]]), None, max_iterations)
    path = search.run(design.layout.start, Latent(np.zeros(1), np.ones(1)))
    likelihood, covariance = observed(search, path)
    values = design.reported @ path.vector
    spread = design.reported @ covariance[:-1, :-1] @ design.reported.T
    errors = np.sqrt(np.diag(spread))
    n_items, n_raters = len(kept.item_names), len(kept.rater_names)
    ends = n_items + np.append(0, np.cumsum(design.steps))
    abilities, rater_fit, item_fit = _people(design, sheet, path, (n_items, n_raters))
    return RaterCalibration(
        kept,
        status,
        values[:n_items],
        errors[:n_items],
        tuple(np.split(values[: ends[-1]], ends)[1:-1]),
        tuple(np.split(errors[: ends[-1]], ends)[1:-1]),
        values[-n_raters:],
        errors[-n_raters:],
        spread[-n_raters:, -n_raters:],
        rater_fit,
        item_fit,
        abilities,
        float(path.latent.deviations[0] ** 2),
        _reliability(abilities),
        -2 * likelihood,
        path.settled and bool(np.isfinite(covariance).all()),
        path.iterations,
        _parts(kept),
    )


def contrast(found: RaterCalibration, first: str, second: str) -> Contrast:
    """Compare two raters, or one rater on two occasions that were named as two raters.

    Raises
    ------
    ImproperResponsesError
        If either was left out.
    """
    names = found.ratings.rater_names
    for name in (first, second):
        if name not in names:
            raise ImproperResponsesError(f"Rater {name} has no severity.")
    weights = np.zeros(len(names))
    weights[names.index(second)], weights[names.index(first)] = 1.0, -1.0
    difference = float(weights @ found.severity)
    error = float(np.sqrt(weights @ found.severity_covariance @ weights))
    z = difference / error
    return Contrast(difference, error, z, float(2 * ndtr(-abs(z))))


def _reliability(found: Abilities) -> float:
    spread = float(found.ability.var())
    return spread / (spread + float((found.standard_error**2).mean()))


def _usable(ratings: Ratings) -> tuple[Ratings, dict[str, dict[str, str]]]:
    """Return the ratings that tell something, and why the others do not."""
    status = {
        "items": dict.fromkeys(ratings.item_names, "ok"),
        "raters": dict.fromkeys(ratings.rater_names, "ok"),
    }
    while True:
        items = {n: why for n, why in enumerate(_item_faults(ratings)) if why}
        raters = {n: why for n, why in enumerate(_rater_faults(ratings)) if why}
        status["items"] |= {ratings.item_names[n]: why for n, why in items.items()}
        status["raters"] |= {ratings.rater_names[n]: why for n, why in raters.items()}
        if not items and not raters:
            break
        rows = ~np.isin(ratings.items, list(items)) & ~np.isin(ratings.raters, list(raters))
        ratings = _renumbered(ratings.only(rows))
    if len(ratings.rater_names) < 2 or not ratings.item_names:
        raise ImproperResponsesError("Two raters and an item with ratings that vary are needed.")
    return ratings, status


def _item_faults(ratings: Ratings) -> list[str]:
    faults = []
    for item in range(len(ratings.item_names)):
        used = np.unique(ratings.codes[ratings.items == item])
        if not used.size:
            faults.append("no_ratings")
        elif used.size == 1:
            faults.append("one_category")
        else:
            faults.append("unused_category" if used.size <= used[-1] else "")
    return faults


def _rater_faults(ratings: Ratings) -> list[str]:
    top, faults = ratings.steps(), []
    for rater in range(len(ratings.rater_names)):
        own = ratings.raters == rater
        codes, tops = ratings.codes[own], top[ratings.items[own]]
        if not codes.size:
            faults.append("no_ratings")
        elif (codes == 0).all():
            faults.append("all_lowest")
        else:
            faults.append("all_highest" if (codes == tops).all() else "")
    return faults


def _renumbered(ratings: Ratings) -> Ratings:
    """Return the ratings with only the names that are left."""
    raters, rater = np.unique(ratings.raters, return_inverse=True)
    items, item = np.unique(ratings.items, return_inverse=True)
    persons, person = np.unique(ratings.persons, return_inverse=True)
    return Ratings(
        person,
        rater,
        item,
        ratings.codes,
        tuple(ratings.person_names[n] for n in persons),
        tuple(ratings.rater_names[n] for n in raters),
        tuple(ratings.item_names[n] for n in items),
    )


def _parts(ratings: Ratings) -> int:
    n_raters = len(ratings.rater_names)
    size = n_raters + len(ratings.person_names)
    edges = (np.ones(len(ratings.codes)), (ratings.raters, n_raters + ratings.persons))
    return int(connected_components(coo_array(edges, shape=(size, size)), directed=False)[0])


def _people(
    design: Design, sheet: Sheet, path: Path, shape: tuple[int, int]
) -> tuple[Abilities, MeanSquares, MeanSquares]:
    """Return EAP abilities, and the fit of raters and of items over the posteriors."""
    logs = log_probabilities(design.layout.bank_at(path.vector), path.grid)
    weights, grid = log_prior(path.latent, path.grid), path.grid
    number = np.arange(logs.shape[1])
    chance = np.exp(logs) * (number[:, None] <= design.steps[design.columns[:, 0]][:, None, None])
    mean = np.einsum("k,jkq->jq", number, chance)
    variance = np.maximum(np.einsum("k,jkq->jq", number**2, chance) - mean**2, 1e-12)
    sums = np.zeros((4, len(design.columns)))
    abilities, errors = [], []
    for block in blocks(sheet, len(grid)):
        posterior = posteriors(block, logs, weights)[0]
        centre = posterior @ grid
        abilities.append(centre)
        errors.append(np.sqrt(np.maximum(posterior @ grid**2 - centre**2, 0)))
        codes = design.responses.codes[block.rows]
        for column in range(len(design.columns)):
            rated = codes[:, column] != MISSING
            square = (codes[rated, column, None] - mean[column]) ** 2
            own = posterior[rated]
            sums[:, column] += [
                (own * square).sum(),
                (own @ variance[column]).sum(),
                (own * square / variance[column]).sum(),
                rated.sum(),
            ]
    found = Abilities(np.concatenate(abilities), np.concatenate(errors))
    n_items, n_raters = shape
    return (
        found,
        _mean_squares(sums, design.columns[:, 1], n_raters),
        _mean_squares(sums, design.columns[:, 0], n_items),
    )


def _mean_squares(sums: Floats, owner: Ints, count: int) -> MeanSquares:
    square, variance, ratio, rated = (
        np.bincount(owner, weights=row, minlength=count) for row in sums
    )
    return MeanSquares(square / variance, ratio / rated)
