"""How much items would tell about abilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .models import curves, probabilities

if TYPE_CHECKING:
    from .values import Bank, Floats


def item_information(ability: Floats, bank: Bank) -> Floats:
    """Return how much each item would tell about each ability.

    Parameters
    ----------
    ability
        In logits, shape ``(n_abilities,)``.
    bank
        Calibrated bank of ``n_items`` items.

    Returns
    -------
    Floats
        Fisher information per squared logit, shape ``(n_abilities, n_items)``, never negative.

    References
    ----------
    Lord (1980), *Applications of Item Response Theory*, eq. 5-4; Samejima (1969) for categories.
    """
    shape = curves(bank, np.asarray(ability, dtype=np.float64))
    safe = np.where(shape.probability > 0, shape.probability, 1.0)
    return np.asarray((shape.slope**2 / safe).sum(axis=1).T)


class Precision(NamedTuple):
    """What a whole test tells at each ability, each of shape ``(n_abilities,)``.

    ``standard_error`` is that of the ability in logits, infinite where nothing is told; ``score``
    the expected raw score, ``score_error`` its standard error.
    """

    information: Floats
    standard_error: Floats
    score: Floats
    score_error: Floats


def precision(ability: Floats, bank: Bank) -> Precision:
    """Return how well the whole bank measures at each ability, in logits and in raw scores.

    References
    ----------
    Lord (1980), *Applications of Item Response Theory*, eqs. 4-2 and 5-5.
    """
    chance = probabilities(bank, np.asarray(ability, dtype=np.float64))
    number = np.arange(chance.shape[1])
    score = np.einsum("k,ikn->in", number, chance)
    variance = np.einsum("k,ikn->in", number**2, chance) - score**2
    information = bank_information(ability, bank)
    with np.errstate(divide="ignore"):
        error = 1 / np.sqrt(information)
    return Precision(information, error, score.sum(axis=0), np.sqrt(variance.sum(axis=0)))


def bank_information(ability: Floats, bank: Bank) -> Floats:
    """Return how much the whole bank would tell, shape ``(n_abilities,)``."""
    return np.asarray(item_information(ability, bank).sum(axis=1))
