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
MODERATE_SHARE, LARGE_SHARE = 0.17, 0.25  # of the item's standard deviation


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
    n_scores = int(codes[:, used].max(axis=0, initial=1).sum()) + 1
    table = np.bincount(place, responses.weights, minlength=4 * n_scores)
    cells = table.astype(np.float64).reshape(-1, 2, 2)
    return Counts(cells[..., 1], cells[..., 0])


class Sums(NamedTuple):
    """People, points and squared points by matching score and group, ``(n_scores, 2)`` each."""

    people: Floats
    points: Floats
    squares: Floats


def score_sums(
    responses: Responses, focal: NDArray[np.bool_], anchors: NDArray[np.bool_], item: int
) -> Sums:
    """Add up the points of one item by group and matching score, whatever its categories."""
    codes = responses.codes.astype(np.int64)
    used = anchors.copy()
    used[item] = True
    place = codes[:, used].sum(axis=1) * 2 + focal
    size = 2 * (int(place.max(initial=0)) // 2 + 1)
    powers = [responses.weights * codes[:, item] ** power for power in (0, 1, 2)]
    tables = [np.bincount(place, row, minlength=size).astype(np.float64) for row in powers]
    return Sums(*(table.reshape(-1, 2) for table in tables))


def mantel_haenszel(
    responses: Responses, focal: NDArray[np.bool_], anchors: NDArray[np.bool_]
) -> Verdict:
    """Return the chi-square and effect of every item among people with the same score.

    Parameters
    ----------
    responses
        Answers without missing ones. Items with two categories are compared by the odds ratio of
        Mantel and Haenszel; those with more by Mantel's test of mean points.
    focal
        Who belongs to the focal group.
    anchors
        Items that match people, beside the item studied.

    Returns
    -------
    Verdict
        The effect is the ETS delta of an item with two categories, and the standardised mean
        difference in the item's standard deviations of one with more.

    References
    ----------
    Holland & Thayer (1988), *Test Validity*, eqs. 3-6, with the correction for continuity; Robins,
    Breslow & Greenland (1986), *Biometrics* 42, for the error; Zieky (1993) for the classes.
    Mantel (1963), *J. Am. Stat. Assoc.* 58; Dorans & Schmitt (1991) for mean differences; Zwick &
    Thayer (1996), *J. Educ. Behav. Stat.* 21, for their error; Zwick, Thayer & Mazzeo (1997) for
    their classes.
    """
    ordered = responses.codes.max(axis=0, initial=0) > 1
    rows = [
        _mantel(score_sums(responses, focal, anchors, item))
        if ordered[item]
        else _one(score_counts(responses, focal, anchors, item))
        for item in range(len(anchors))
    ]
    statistic, effect, error = (np.array(column) for column in zip(*rows, strict=True))
    p = chi2.sf(statistic, 1)
    return Verdict(
        statistic,
        p,
        effect,
        error,
        tuple(
            _share_class(p[item], effect[item])
            if ordered[item]
            else ets_class(p[item], effect[item], error[item])
            for item in range(len(anchors))
        ),
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


def _share_class(p: float, share: float) -> str:
    """Return A, B or C by a mean difference in standard deviations; empty where there is no p."""
    if not np.isfinite(p):
        return ""
    if p >= SIGNIFICANT or abs(share) <= MODERATE_SHARE:
        return "A"
    return "C" if abs(share) > LARGE_SHARE else "B"


def _mantel(sums: Sums) -> tuple[float, float, float]:
    """Return chi-square, mean difference in standard deviations and its error; NaN as in _one."""
    people, points, squares = sums
    n, total, square = people.sum(axis=1), points.sum(axis=1), squares.sum(axis=1)
    spread = square.sum() / n.sum() - (total.sum() / n.sum()) ** 2
    meet = (people > 0).all(axis=1) & (n > 1)
    people, points, n, total, square = (
        people[meet], points[meet], n[meet], total[meet], square[meet]
    )  # fmt: skip
    reference, focal = people.T
    variance = reference * focal * (n * square - total**2) / (n**2 * (n - 1))
    if variance.sum() <= 0 or spread <= 0:
        return np.nan, np.nan, np.nan
    away = points[:, 1] - focal * total / n
    weight = focal / focal.sum()
    means = points / people
    difference = float(weight @ (means[:, 1] - means[:, 0]))
    error = np.sqrt((weight**2 * (1 / reference + 1 / focal) ** 2 * variance).sum())
    return (
        float(away.sum() ** 2 / variance.sum()),
        difference / float(np.sqrt(spread)),
        float(error / np.sqrt(spread)),
    )
