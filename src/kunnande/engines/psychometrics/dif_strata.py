"""Groups compared among people with the same score: Mantel and Haenszel's odds ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import chi2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .values import Floats, Responses

DELTA = -2.35  # one logit in the metric of the Educational Testing Service
MODERATE, LARGE = 1.0, 1.5
SIGNIFICANT, ONE_SIDED = 0.05, 1.6449
LEAST_VARIANCE = 1.0  # below one person the chi-square is none


class Verdict(NamedTuple):
    """A comparison of all items; see ``Dif``."""

    statistic: Floats
    p: Floats
    effect: Floats
    effect_error: Floats
    classes: tuple[str, ...]
    status: tuple[str, ...]


class Counts(NamedTuple):
    """Weighted people by score and group (reference, focal), each of shape ``(n_scores, 2)``."""

    solved: Floats
    unsolved: Floats


def score_counts(
    responses: Responses, focal: NDArray[np.bool_], anchors: NDArray[np.bool_], item: int
) -> Counts:
    """Count solutions of one item by group and matching score: the anchors and the item itself."""
    codes = responses.codes.astype(np.int64)
    used = anchors.copy()
    used[item] = True
    score = codes[:, used].sum(axis=1)
    place = (score * 2 + focal) * 2 + codes[:, item]
    table = np.bincount(place, responses.weights, minlength=4 * (int(used.sum()) + 1))
    cells = table.astype(np.float64).reshape(-1, 2, 2)
    return Counts(cells[..., 1], cells[..., 0])


def mantel_haenszel(
    responses: Responses, focal: NDArray[np.bool_], anchors: NDArray[np.bool_]
) -> Verdict:
    """Return the Mantel-Haenszel chi-square and delta of every item.

    Parameters
    ----------
    responses
        Dichotomous answers without missing ones.
    focal
        Who belongs to the focal group.
    anchors
        Items that match people, beside the item studied.

    References
    ----------
    Holland & Thayer (1988), *Test Validity*, eqs. 3-6, with the correction for continuity; Robins,
    Breslow & Greenland (1986), *Biometrics* 42, for the error; Zieky (1993) for the classes.
    """
    rows = [_one(score_counts(responses, focal, anchors, item)) for item in range(len(anchors))]
    statistic, effect, error = (np.array(column) for column in zip(*rows, strict=True))
    p = chi2.sf(statistic, 1)
    return Verdict(
        statistic,
        p,
        effect,
        error,
        tuple(ets_class(*row) for row in zip(p, effect, error, strict=True)),
        tuple("ok" if np.isfinite(value) else "groups_do_not_overlap" for value in statistic),
    )


def ets_class(p: float, delta: float, error: float) -> str:
    """Return A, B or C; empty where there is no p.

    C: at least 1.5 and above 1 beyond chance. A: below 1, or not beyond chance.
    """
    if not np.isfinite(p):
        return ""
    size = abs(delta)
    if p >= SIGNIFICANT or size < MODERATE:
        return "A"
    return "C" if size >= LARGE and size - ONE_SIDED * error > MODERATE else "B"


def _one(counts: Counts) -> tuple[float, float, float]:
    """Return chi-square, delta and its standard error, NaN where the groups do not meet."""
    a, c = counts.solved.T
    b, d = counts.unsolved.T
    n = a + b + c + d
    meet = (n > 1) & (a + b > 0) & (c + d > 0) & (a + c > 0) & (b + d > 0)
    a, b, c, d, n = a[meet], b[meet], c[meet], d[meet], n[meet]
    expected = (a + b) * (a + c) / n
    variance = ((a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))).sum()
    above, below = (a * d / n).sum(), (b * c / n).sum()
    if variance < LEAST_VARIANCE or above == 0 or below == 0:
        return np.nan, np.nan, np.nan
    statistic = (abs((a - expected).sum()) - 0.5) ** 2 / variance
    ratio = above / below
    spread = (a * d + ratio * b * c) * (a + d + ratio * (b + c)) / n**2
    error = np.sqrt(spread.sum() / 2) / above
    return float(statistic), float(DELTA * np.log(ratio)), float(-DELTA * error)
