"""Cut scores from judges: Angoff's estimates of items, bookmarks in an ordered booklet."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import brentq

from .decisions import ImproperCutError
from .models import curves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .values import Bank, Floats

RESPONSE_PROBABILITY = 0.67
FARTHEST = 40.0
FEWEST_JUDGES = 2


class Panel(NamedTuple):
    """What a panel of judges asks of the person who just passes.

    Attributes
    ----------
    cut
        Sum over items of the judges' mean, in score points.
    judges
        Each judge's own cut, shape ``(n_judges,)``.
    deviation
        Between the judges' cuts; NaN with one judge.
    error
        Of the cut if other judges were asked about the same items.
    error_of_items
        Of the cut if other items of the kind were judged too; NaN where the estimates leave no
        variance for it.
    agreement
        Correlation of each judge with the mean of the others over items, shape ``(n_judges,)``;
        NaN where one of them does not vary.
    components
        Estimated variances of judges, items and the rest, in squared points per item; a negative
        estimate is left as it is and means none was found.
    """

    cut: float
    judges: Floats
    deviation: float
    error: float
    error_of_items: float
    agreement: Floats
    components: tuple[float, float, float]


class Scales(NamedTuple):
    """One cut on both scales, with standard errors."""

    ability: float
    ability_error: float
    raw: float
    raw_error: float


class Booklet(NamedTuple):
    """Score points in order of the ability at which they are reached with a given probability.

    ``items`` and ``categories`` (from 1) name each page, ``ability`` is where it lies, in logits.
    """

    items: tuple[str, ...]
    categories: tuple[int, ...]
    ability: Floats


class Place(StrEnum):
    """Where the cut lies: on the page before the bookmark, on its own, or between the two."""

    BEFORE = "before"
    AT = "at"
    BETWEEN = "between"


class Bookmarks(NamedTuple):
    """Cuts of the judges, in logits, and of the panel."""

    judges: Floats
    mean: float
    median: float
    deviation: float
    error: float


def angoff(estimates: Floats, points: Floats | None = None) -> Panel:
    """Return the cut of a panel.

    Parameters
    ----------
    estimates
        Of each judge: how likely the person who just passes solves each item, or how many points
        that person gets; shape ``(n_judges, n_items)``.
    points
        The most points of each item, shape ``(n_items,)``; 1 when None.

    Raises
    ------
    ImproperCutError
        If an estimate is missing, negative or above the points, or there are fewer than two items.

    References
    ----------
    Angoff (1971); Brennan (2001), *Generalizability Theory*, ch. 2; Kane & Wilson (1984), *J.
    Educ. Meas.* 21, for the errors.
    """
    table = np.asarray(estimates, dtype=np.float64)
    n_judges, n_items = table.shape if table.ndim == 2 else (0, 0)
    most = np.ones(n_items) if points is None else points
    if n_judges < 1 or n_items < 2:
        raise ImproperCutError("A panel is at least one judge and two items.")
    if not (np.isfinite(table) & (table >= 0) & (table <= most)).all():
        raise ImproperCutError("Every judge estimates every item, from 0 to its points.")
    sums = table.sum(axis=1)
    agreement = np.array([_with_others(table, judge) for judge in range(n_judges)])
    if n_judges < FEWEST_JUDGES:
        nothing = float("nan")
        return Panel(float(sums[0]), sums, nothing, nothing, nothing, agreement, (nothing,) * 3)
    by_judge, by_item, rest = _mean_squares(table)
    both = (by_judge + by_item - rest) / (n_judges * n_items)
    return Panel(
        float(table.mean(axis=0).sum()),
        sums,
        float(sums.std(ddof=1)),
        n_items * float(np.sqrt(by_judge / (n_judges * n_items))),
        n_items * float(np.sqrt(both)) if both >= 0 else float("nan"),
        agreement,
        (float((by_judge - rest) / n_items), float((by_item - rest) / n_judges), float(rest)),
    )


def booklet(bank: Bank, probability: float = RESPONSE_PROBABILITY) -> Booklet:
    """Return score points in order of the ability that reaches them with a probability.

    Raises
    ------
    ImproperCutError
        If the probability is not above an item's lower asymptote and below 1.

    References
    ----------
    Lewis, Mitzel & Green (1996); Mitzel, Lewis, Patz & Green (2001).
    """
    pages: list[tuple[float, str, int]] = []
    for row, name in enumerate(bank.ids):
        if not bank.guessing[row] < probability < 1:
            raise ImproperCutError(f"Item {name} is never solved with that probability.")
        pages.extend(
            (_reached(bank, row, category, probability), name, category)
            for category in range(1, int(bank.n_categories[row]))
        )
    pages.sort()
    return Booklet(
        tuple(name for _, name, _ in pages),
        tuple(category for *_, category in pages),
        np.array([ability for ability, *_ in pages]),
    )


def bookmarks(pages: Booklet, placed: Sequence[int], place: Place = Place.BEFORE) -> Bookmarks:
    """Return the cut of judges who marked the first page that a just passing person lacks.

    Parameters
    ----------
    pages
        The ordered booklet.
    placed
        Page of each judge's bookmark, counted from 1; one more than the pages masters all.
    place
        Where the cut lies.

    Raises
    ------
    ImproperCutError
        If a bookmark leaves no page to lay the cut on.
    """
    last = len(pages.ability)
    cuts = []
    for number, page in enumerate(placed, start=1):
        low = 1 if place is Place.AT else 2
        high = last + 1 if place is Place.BEFORE else last
        if not low <= page <= high:
            raise ImproperCutError(f"Bookmark {number} is on page {page}, not {low} to {high}.")
        around = {
            Place.BEFORE: pages.ability[page - 2 : page - 1],
            Place.AT: pages.ability[page - 1 : page],
            Place.BETWEEN: pages.ability[page - 2 : page],
        }
        cuts.append(float(around[place].mean()))
    judges = np.array(cuts)
    if not len(judges):
        raise ImproperCutError("There is no bookmark.")
    deviation = float(judges.std(ddof=1)) if len(judges) > 1 else float("nan")
    return Bookmarks(
        judges,
        float(judges.mean()),
        float(np.median(judges)),
        deviation,
        deviation / np.sqrt(len(judges)),
    )


def expected_score(bank: Bank, ability: float) -> float:
    """Return the expected raw score at an ability, in logits."""
    chance = curves(bank, np.array([ability])).probability[..., 0]
    return float((chance @ np.arange(chance.shape[1])).sum())


def ability_of_score(bank: Bank, raw: float) -> float:
    """Return the ability whose expected raw score is the given one.

    Raises
    ------
    ImproperCutError
        If no ability within 40 logits has that expected score.
    """
    low, high = (expected_score(bank, end) for end in (-FARTHEST, FARTHEST))
    if not low < raw < high:
        raise ImproperCutError(
            f"Expected scores lie between {low:.4g} and {high:.4g}, not {raw:.4g}."
        )
    return float(brentq(lambda at: expected_score(bank, at) - raw, -FARTHEST, FARTHEST, xtol=1e-10))


def scales_of_raw(bank: Bank, raw: float, error: float) -> Scales:
    """Return a raw cut on both scales."""
    ability = ability_of_score(bank, raw)
    return Scales(ability, error / _steepness(bank, ability), raw, error)


def scales_of_ability(bank: Bank, ability: float, error: float) -> Scales:
    """Return a cut in logits on both scales."""
    return Scales(ability, error, expected_score(bank, ability), error * _steepness(bank, ability))


def _steepness(bank: Bank, ability: float) -> float:
    slope = curves(bank, np.array([ability])).slope[..., 0]
    return float((slope @ np.arange(slope.shape[1])).sum())


def _with_others(table: Floats, judge: int) -> float:
    own, others = table[judge], np.delete(table, judge, axis=0)
    if not len(others) or np.ptp(own) == 0 or np.ptp(others.mean(axis=0)) == 0:
        return float("nan")
    return float(np.corrcoef(own, others.mean(axis=0))[0, 1])


def _mean_squares(table: Floats) -> tuple[float, float, float]:
    """Return mean squares of judges, items and the rest."""
    n_judges, n_items = table.shape
    whole = table.mean()
    judges = n_items * ((table.mean(axis=1) - whole) ** 2).sum()
    items = n_judges * ((table.mean(axis=0) - whole) ** 2).sum()
    rest = ((table - whole) ** 2).sum() - judges - items
    freedom = (n_judges - 1) * (n_items - 1)
    return float(judges / (n_judges - 1)), float(items / (n_items - 1)), float(rest / freedom)


def _reached(bank: Bank, row: int, category: int, probability: float) -> float:
    """Return the ability at which this category or a higher one has the probability."""
    slope, guessing = float(bank.slopes[row]), float(bank.guessing[row])
    odds = np.log((probability - guessing) / (1 - probability))
    if bank.models[row].is_dichotomous or bank.graded[row]:
        return float((odds - bank.intercepts[row, category - 1]) / slope)
    intercepts = np.append(0.0, bank.intercepts[row, : int(bank.n_categories[row]) - 1])
    number = np.arange(len(intercepts))

    def above(ability: float) -> float:
        odds = slope * number * ability + intercepts
        weight = np.exp(odds - odds.max())
        return float(weight[category:].sum() / weight.sum()) - probability

    reach = (FARTHEST + float(np.abs(intercepts).max())) / abs(slope)
    if above(-reach) * above(reach) > 0:
        raise ImproperCutError(f"Item {bank.ids[row]}: category {category} is out of reach.")
    return float(brentq(above, -reach, reach, xtol=1e-10))
