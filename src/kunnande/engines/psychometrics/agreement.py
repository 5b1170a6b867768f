"""How far raters agree: kappa of two, intraclass correlations of several."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .values import MISSING, Floats, ImproperResponsesError

if TYPE_CHECKING:
    from .rater_design import Ratings
    from .values import Ints

FEWEST = 2


class KappaWeights(StrEnum):
    """How much a disagreement counts: all alike, by its distance, or by its square."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


class Intraclass(NamedTuple):
    """Intraclass correlations of one rating and of the mean of all raters.

    ``one_way``: each person has other raters. ``agreement``: raters are a sample, and their
    severities count as disagreement. ``consistency``: severities do not count.
    """

    one_way: float
    agreement: float
    consistency: float
    one_way_mean: float
    agreement_mean: float
    consistency_mean: float


class Pair(NamedTuple):
    """Two raters who rated the same items of the same people."""

    first: str
    second: str
    n: int
    exact: float
    kappa: float
    kappa_quadratic: float


def kappa(first: Ints, second: Ints, weights: KappaWeights = KappaWeights.NONE) -> float:
    """Return Cohen's kappa of two raters; NaN where both gave one and the same category only.

    Parameters
    ----------
    first, second
        Categories counted from 0, of the same ratings in the same order, shape ``(n_ratings,)``.
    weights
        How much a disagreement counts.

    Raises
    ------
    ImproperResponsesError
        If there are no ratings or not as many of both.

    References
    ----------
    Cohen (1960), *Educ. Psychol. Meas.* 20; Cohen (1968), *Psychol. Bull.* 70, with weights.
    """
    if len(first) != len(second) or not len(first):
        raise ImproperResponsesError("Two raters need the same ratings, at least one.")
    top = int(max(first.max(), second.max())) + 1
    table = np.zeros((top, top))
    np.add.at(table, (first, second), 1 / len(first))
    distance = np.abs(np.arange(top)[:, None] - np.arange(top)).astype(np.float64)
    cost = {
        KappaWeights.NONE: (distance > 0).astype(np.float64),
        KappaWeights.LINEAR: distance,
        KappaWeights.QUADRATIC: distance**2,
    }[weights]
    by_chance = float((cost * np.outer(table.sum(axis=1), table.sum(axis=0))).sum())
    return 1 - float((cost * table).sum()) / by_chance if by_chance > 0 else float("nan")


def intraclass(table: Floats) -> Intraclass:
    """Return intraclass correlations of ratings of people (rows) by the same raters (columns).

    Raises
    ------
    ImproperResponsesError
        If fewer than two people or raters are given, a rating is missing, or none differ.

    References
    ----------
    Shrout & Fleiss (1979), *Psychol. Bull.* 86, table 1 and p. 423.
    """
    table = np.asarray(table, dtype=np.float64)
    n, k = table.shape if table.ndim == 2 else (0, 0)
    if n < FEWEST or k < FEWEST or not np.isfinite(table).all():
        raise ImproperResponsesError("Two people rated by the same two raters are needed.")
    whole = table.mean()
    people = k * ((table.mean(axis=1) - whole) ** 2).sum() / (n - 1)
    raters = n * ((table.mean(axis=0) - whole) ** 2).sum() / (k - 1)
    total = ((table - whole) ** 2).sum()
    if total == 0:
        raise ImproperResponsesError("All ratings are the same.")
    rest = (total - people * (n - 1) - raters * (k - 1)) / ((n - 1) * (k - 1))
    within = (total - people * (n - 1)) / (n * (k - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        values = (
            (people - within) / (people + (k - 1) * within),
            (people - rest) / (people + (k - 1) * rest + k * (raters - rest) / n),
            (people - rest) / (people + (k - 1) * rest),
            (people - within) / people,
            (people - rest) / (people + (raters - rest) / n),
            (people - rest) / people,
        )
    return Intraclass(*map(float, values))


def pairs_of_raters(ratings: Ratings) -> list[Pair]:
    """Return how far every two raters agree on what both rated; a second rating is left out."""
    table: dict[tuple[int, int], dict[int, int]] = {}
    for person, item, rater, code in zip(
        ratings.persons.tolist(),
        ratings.items.tolist(),
        ratings.raters.tolist(),
        ratings.codes.tolist(),
        strict=True,
    ):
        table.setdefault((person, item), {}).setdefault(rater, code)
    both: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for given in table.values():
        names = sorted(given)
        for place, first in enumerate(names):
            for second in names[place + 1 :]:
                both.setdefault((first, second), []).append((given[first], given[second]))
    return [_pair(ratings, who, np.array(codes)) for who, codes in sorted(both.items())]


def complete_means(ratings: Ratings) -> Floats:
    """Return mean ratings per person (rows) and rater (columns) of people rated by everybody.

    Only people whom every rater rated on every item that anybody was rated on are there.
    """
    shape = (len(ratings.person_names), len(ratings.rater_names), len(ratings.item_names))
    cube = np.full(shape, MISSING, dtype=np.int64)
    cube[ratings.persons, ratings.raters, ratings.items] = ratings.codes
    complete = (cube != MISSING).all(axis=(1, 2))
    return np.asarray(cube[complete].mean(axis=2))


def _pair(ratings: Ratings, who: tuple[int, int], codes: Ints) -> Pair:
    first, second = codes.T
    return Pair(
        ratings.rater_names[who[0]],
        ratings.rater_names[who[1]],
        len(codes),
        float((first == second).mean()),
        kappa(first, second),
        kappa(first, second, KappaWeights.QUADRATIC),
    )
