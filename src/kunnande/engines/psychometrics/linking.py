"""Scales of two calibrations brought together by the items they share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .values import Item


class ImproperLinkError(ValueError):
    """The items that two calibrations share do not give a link."""


class Link(NamedTuple):
    """How an ability of the new scale is written on the old one: ``slope * new + shift``."""

    slope: float
    shift: float

    def item(self, item: Item) -> Item:
        """Return an item of the new scale on the old one."""
        return replace(
            item,
            a=item.a if item.model.has_unit_slope and self.slope == 1 else item.a / self.slope,
            b=self.slope * item.b + self.shift,
            thresholds=tuple(self.slope * step + self.shift for step in item.thresholds),
        )


def mean_sigma(new: Sequence[Item], old: Sequence[Item]) -> Link:
    """Return the link that gives the difficulties the same mean and spread.

    Where all discriminations are 1 on both scales only the means are made equal.

    Parameters
    ----------
    new, old
        The same items, in the same order, as calibrated on the two scales.

    Raises
    ------
    ImproperLinkError
        If the items are not the same, or fewer than two while a spread is needed.

    References
    ----------
    Marco (1977), *J. Educ. Meas.* 14; Kolen & Brennan (2014), *Test Equating*, 3rd ed., eq. 6.8.
    """
    check_shared(new, old)
    first, second = (np.array([item.b for item in side]) for side in (new, old))
    slope = 1.0
    if not all(item.model.has_unit_slope for item in (*new, *old)):
        if len(first) < 2 or np.std(first) == 0 or np.std(second) == 0:
            raise ImproperLinkError("Two shared items of different difficulty are needed.")
        slope = float(np.std(second) / np.std(first))
    return Link(slope, float(second.mean() - slope * first.mean()))


def check_shared(new: Sequence[Item], old: Sequence[Item]) -> None:
    """Raise where two lists are not the same items."""
    if not new or [item.id for item in new] != [item.id for item in old]:
        raise ImproperLinkError("Both scales must have the same items, in the same order.")
    for first, second in zip(new, old, strict=True):
        if (first.model, len(first.thresholds)) != (second.model, len(second.thresholds)):
            raise ImproperLinkError(f"Item {first.id} has different models or categories.")
