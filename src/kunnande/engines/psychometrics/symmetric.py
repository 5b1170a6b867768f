"""How likely answers are once the total score is known: elementary symmetric functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from .values import Floats


class ByScore(NamedTuple):
    """Answers given the total score.

    Attributes
    ----------
    log_total
        Log symmetric functions, shape ``(n_scores,)``.
    chance
        Of every item's category, shape ``(n_scores, n_items, n_categories)``.
    """

    log_total: Floats
    chance: Floats


def by_score(weights: list[Floats]) -> ByScore:
    """Return the probabilities of categories given each total score.

    Parameters
    ----------
    weights
        Per item the weights of its categories, the lowest 1.

    Returns
    -------
    ByScore
        ``n_scores`` is one more than the highest total score.

    References
    ----------
    Andersen (1972), *J. R. Stat. Soc. B* 34; sums of products only, so nothing cancels.
    """
    before, after = _running(weights), _running(weights[::-1])[::-1]
    total = before[-1]
    width = max(map(len, weights))
    chance = np.zeros((len(total), len(weights), width))
    for item, weight in enumerate(weights):
        rest = np.convolve(before[item], after[item + 1])
        for category, share in enumerate(weight):
            chance[category : category + len(rest), item, category] = share * rest
    return ByScore(np.log(total), chance / total[:, None, None])


def pair_chances(weights: list[Floats], first: int) -> Floats:
    """Return joint probabilities of the first item's categories with every other item's.

    Shape ``(n_scores, n_categories, n_items, n_categories)``; the first item with itself is 0.
    """
    others = [weight for item, weight in enumerate(weights) if item != first]
    total = _running(weights)[-1]
    width = max(map(len, weights))
    joint = np.zeros((len(total), width, len(weights), width))
    before, after = _running(others), _running(others[::-1])[::-1]
    for place, weight in enumerate(others):
        rest = np.convolve(before[place], after[place + 1])
        item = place + (place >= first)
        for own, mine in enumerate(weights[first]):
            for category, share in enumerate(weight):
                start = own + category
                joint[start : start + len(rest), own, item, category] = mine * share * rest
    return np.asarray(joint / total[:, None, None, None])


def _running(weights: list[Floats]) -> list[Floats]:
    """Return the products of the first 0, 1 ... n polynomials."""
    products: list[Floats] = [np.ones(1)]
    for weight in weights:
        products.append(np.convolve(products[-1], weight))
    return products
