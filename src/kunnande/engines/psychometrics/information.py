"""How much items would tell about abilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .models import curves

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


def bank_information(ability: Floats, bank: Bank) -> Floats:
    """Return how much the whole bank would tell, shape ``(n_abilities,)``."""
    return np.asarray(item_information(ability, bank).sum(axis=1))
