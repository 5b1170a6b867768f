"""Andersen's test: do items stay as hard for people with low scores as for those with high."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import chi2

from .conditional import calibrate_conditionally
from .values import ImproperResponsesError, Ints, Model, Responses, responses_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SplitTest(NamedTuple):
    """A likelihood ratio with its degrees of freedom, and the items it was computed on."""

    statistic: float
    df: int
    p: float
    items: tuple[str, ...]


def andersen_test(responses: Responses, model: Model, parts: Ints | None = None) -> SplitTest:
    """Compare calibrations of parts of the people with the calibration of all.

    Parameters
    ----------
    responses
        Answers to every item by everybody.
    model
        ``RASCH`` or ``PCM``.
    parts
        Which part each row belongs to, shape ``(n_persons,)``; when None the scores up to and
        above the median.

    Returns
    -------
    SplitTest
        Items that some part answered without using every category are left out.

    Raises
    ------
    ImproperResponsesError
        If answers are missing, or fewer than two items or parts are left.

    References
    ----------
    Andersen (1973), *Psychometrika* 38, eq. 22.
    """
    if not responses.observed.all():
        raise ImproperResponsesError("Andersen's test needs every answer of everybody.")
    parts = _by_median(responses) if parts is None else np.asarray(parts)
    names = np.unique(parts[responses.weights > 0])
    kept = _kept(responses, parts, names)
    if len(names) < 2 or kept.sum() < 2:
        raise ImproperResponsesError("Two parts of people and two items are needed.")
    everybody = np.ones(len(parts), dtype=bool)
    whole, df = _fit(responses, model, kept, everybody)
    pieces = [_fit(responses, model, kept, parts == name)[0] for name in names]
    statistic = 2 * (sum(pieces) - whole)
    df *= len(names) - 1
    items = tuple(name for name, keep in zip(responses.items, kept, strict=True) if keep)
    return SplitTest(statistic, df, float(chi2.sf(statistic, df)), items)


def _by_median(responses: Responses) -> Ints:
    scores = responses.codes.astype(np.int64).sum(axis=1)
    order = np.argsort(scores)
    reached = np.cumsum(responses.weights[order]) >= responses.weights.sum() / 2
    return np.asarray(scores > scores[order][np.argmax(reached)], dtype=np.int64)


def _kept(responses: Responses, parts: Ints, names: Ints) -> NDArray[np.bool_]:
    """Return which items have every category in every part."""
    tops = responses.codes.max(axis=0)
    kept = np.ones(len(responses.items), dtype=bool)
    for name in names:
        codes = responses.codes[(parts == name) & (responses.weights > 0)]
        for category in range(int(tops.max(initial=0)) + 1):
            kept &= (codes == category).any(axis=0) | (category > tops)
    return np.asarray(kept & (tops > 0))


def _fit(
    responses: Responses, model: Model, kept: NDArray[np.bool_], rows: NDArray[np.bool_]
) -> tuple[float, int]:
    """Return the conditional log likelihood and the number of free parameters."""
    chosen = np.flatnonzero(kept)
    part = responses_of(
        [responses.items[item] for item in chosen],
        responses.codes[rows][:, chosen],
        weights=responses.weights[rows],
    )
    found = calibrate_conditionally(part, model)
    if not found.converged:
        raise ImproperResponsesError("A part of the people does not determine the items.")
    return found.log_likelihood, int((found.bank.n_categories - 1).sum()) - 1
