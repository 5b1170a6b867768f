"""Cut scores from judged people: those held able and not, and those on the border."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit
from scipy.stats import binom

from .decisions import ImproperCutError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .values import Floats

MOST_STEPS, TOLERANCE = 100, 1e-10
CONFIDENCE = 0.95


class GroupCut(NamedTuple):
    """Where able and not able are equally likely, with its standard error and the slope there."""

    cut: float
    error: float
    slope: float


class BorderlineCut(NamedTuple):
    """The median of the people on the border, with an interval that covers it 19 times in 20."""

    cut: float
    low: float
    high: float
    n: int


def contrasting_groups(scores: Floats, able: NDArray[np.bool_]) -> GroupCut:
    """Return the score at which a person is as likely to be held able as not.

    Parameters
    ----------
    scores
        On any scale, shape ``(n_persons,)``.
    able
        What judges who know the people say, not knowing the scores.

    Raises
    ------
    ImproperCutError
        If a group is empty, the groups do not overlap, or the able do not score higher.

    References
    ----------
    Livingston & Zieky (1982), *Passing Scores*, ch. 3, with logistic regression for the curve.
    """
    scores, able = np.asarray(scores, dtype=np.float64), np.asarray(able, dtype=bool)
    if not (able.any() and (~able).any() and np.isfinite(scores).all()):
        raise ImproperCutError("Scores of people held able and of people held not able are needed.")
    if scores[able].mean() <= scores[~able].mean():
        raise ImproperCutError("Those held able do not score higher: the scores give no cut.")
    low, high = scores[~able].max(), scores[able].min()
    if low <= high:
        raise ImproperCutError(
            f"The groups do not overlap: every cut from {low:g} to {high:g} parts them."
        )
    centre, spread = scores.mean(), scores.std()
    weights, information = _logistic((scores - centre) / spread, able)
    place = -weights[0] / weights[1]
    turn = np.array([-1.0, -place]) / weights[1]
    error = float(np.sqrt(turn @ np.linalg.solve(information, turn)))
    return GroupCut(float(centre + spread * place), spread * error, float(weights[1] / spread))


def borderline_group(scores: Floats) -> BorderlineCut:
    """Return the median score of the people that judges hold to be on the border.

    Raises
    ------
    ImproperCutError
        If there are fewer than six: no two of their scores hold the median 19 times in 20.

    References
    ----------
    Livingston & Zieky (1982), *Passing Scores*, ch. 3; Conover (1999) for the interval.
    """
    scores = np.sort(np.asarray(scores, dtype=np.float64))
    n = len(scores)
    if n < 6 or not np.isfinite(scores).all():
        raise ImproperCutError("At least six people on the border are needed.")
    rank = int(binom.ppf((1 - CONFIDENCE) / 2, n, 0.5))
    low, high = scores[rank - 1], scores[n - rank]
    return BorderlineCut(float(np.median(scores)), float(low), float(high), n)


def _logistic(score: Floats, able: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return intercept and slope with their information."""
    design, weights = np.column_stack([np.ones(len(score)), score]), np.zeros(2)
    for _ in range(MOST_STEPS):
        chance = expit(design @ weights)
        information = (design * (chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(information, design.T @ (able - chance))
        weights = weights + step
        if np.abs(step).max() < TOLERANCE:
            return weights, information
    raise ImproperCutError("The scores do not determine where the groups meet.")
