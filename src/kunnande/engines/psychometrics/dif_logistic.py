"""Groups compared by regression of the answer on the score, the group and both together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit, log_expit
from scipy.stats import chi2

from .dif_strata import SIGNIFICANT, Counts, Verdict, score_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .values import Floats, Responses

MODERATE, LARGE = 0.035, 0.07
MOST_STEPS, TOLERANCE, STEEPEST = 50, 1e-10, 30.0


class _Fit(NamedTuple):
    log_likelihood: float
    converged: bool


def logistic(responses: Responses, focal: NDArray[np.bool_], anchors: NDArray[np.bool_]) -> Verdict:
    """Return the likelihood ratio of group and group x score, two degrees of freedom, per item.

    Parameters
    ----------
    responses
        Dichotomous answers without missing ones.
    focal
        Who belongs to the focal group.
    anchors
        Items that match people, beside the item studied.

    Returns
    -------
    Verdict
        The effect is the gain in Nagelkerke's R2: A below .035 or not beyond chance, C from .07.

    References
    ----------
    Swaminathan & Rogers (1990), *J. Educ. Meas.* 27; Jodoin & Gierl (2001), *Appl. Meas. Educ.*
    14; Nagelkerke (1991), *Biometrika* 78.
    """
    rows = [_one(score_counts(responses, focal, anchors, item)) for item in range(len(anchors))]
    statistic, effect = (np.array(column) for column in zip(*rows, strict=True))
    p = chi2.sf(statistic, 2)
    return Verdict(
        statistic,
        p,
        effect,
        np.full(len(rows), np.nan),
        tuple(_class(*row) for row in zip(p, effect, strict=True)),
        tuple("ok" if np.isfinite(value) else "not_estimable" for value in statistic),
    )


def _class(p: float, effect: float) -> str:
    if not np.isfinite(p):
        return ""
    if p >= SIGNIFICANT or effect < MODERATE:
        return "A"
    return "B" if effect < LARGE else "C"


def _one(counts: Counts) -> tuple[float, float]:
    solved, total = counts.solved.ravel(), (counts.solved + counts.unsolved).ravel()
    score, group = np.divmod(np.arange(len(total)), 2)
    used = total > 0
    solved, total, group = solved[used], total[used], group[used]
    away = (score[used] - score[used].mean()) / max(1, len(counts.solved))
    design = np.column_stack([np.ones(len(total)), away, group, group * away])
    none, matched, whole = (_fit(design[:, :width], solved, total) for width in (1, 2, 4))
    if not (none.converged and matched.converged and whole.converged):
        return np.nan, np.nan
    n = total.sum()
    most = 1 - np.exp(2 * none.log_likelihood / n)
    lost = np.exp(2 * (none.log_likelihood - matched.log_likelihood) / n)
    left = np.exp(2 * (none.log_likelihood - whole.log_likelihood) / n)
    statistic = 2 * (whole.log_likelihood - matched.log_likelihood)
    return float(statistic), float((lost - left) / most)


def _fit(design: Floats, solved: Floats, total: Floats) -> _Fit:
    """Fit a logistic regression by Newton's method; converged is False where it has no top."""
    weights = np.zeros(design.shape[1])
    for _ in range(MOST_STEPS):
        chance = expit(design @ weights)
        gradient = design.T @ (solved - total * chance)
        information = (design * (total * chance * (1 - chance))[:, None]).T @ design
        if np.linalg.matrix_rank(information, hermitian=True) < len(weights):
            return _Fit(np.nan, converged=False)
        step = np.linalg.solve(information, gradient)
        weights = weights + step
        if np.abs(design @ weights).max() > STEEPEST:
            return _Fit(np.nan, converged=False)
        if np.abs(step).max() < TOLERANCE * max(1.0, float(np.abs(weights).max())):
            odds = design @ weights
            value = solved @ log_expit(odds) + (total - solved) @ log_expit(-odds)
            return _Fit(float(value), converged=True)
    return _Fit(np.nan, converged=False)
