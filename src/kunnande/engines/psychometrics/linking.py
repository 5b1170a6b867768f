"""Scales of two calibrations brought together by the items they share, and items that moved."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtr

from .models import probabilities
from .values import bank_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .values import Floats, Item

LEVEL, MOST_STEPS = 0.05, 20
ABILITIES = np.linspace(-4, 4, 41)
WEIGHTS = np.exp(-0.5 * ABILITIES**2) / np.exp(-0.5 * ABILITIES**2).sum()


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
            a=item.a / self.slope,
            b=self.slope * item.b + self.shift,
            thresholds=tuple(self.slope * step + self.shift for step in item.thresholds),
        )


class LinkMethod(StrEnum):
    """What is made alike: means (and spreads) of parameters, item curves, or the test curve."""

    MEAN_SIGMA = "mean-sigma"
    MEAN_MEAN = "mean-mean"
    HAEBARA = "haebara"
    STOCKING_LORD = "stocking-lord"


class Drift(NamedTuple):
    """What became of the shared items on the old scale.

    Attributes
    ----------
    link
        From the items that did not move.
    difference, z, p
        New less old difficulty in logits, over its standard error, and its chance; NaN without
        standard errors.
    distance
        Root mean square difference of the expected scores over a standard normal ability.
    flagged
        Whether p is below the level.
    steps, settled
        Rounds of linking without flagged items, and whether the last two flagged the same.
    """

    link: Link
    difference: Floats
    z: Floats
    p: Floats
    distance: Floats
    flagged: NDArray[np.bool_]
    steps: int
    settled: bool


def link(new: Sequence[Item], old: Sequence[Item], method: LinkMethod) -> Link:
    """Return how the new scale is written on the old one.

    Where all discriminations are 1 on both scales the slope is 1.

    Parameters
    ----------
    new, old
        The same items, in the same order, as calibrated on the two scales.
    method
        See there.

    Raises
    ------
    ImproperLinkError
        If the items are not the same, too few, or no link was found.

    References
    ----------
    Kolen & Brennan (2014), *Test Equating*, 3rd ed., eqs. 6.8-6.14; Haebara (1980); Stocking &
    Lord (1983), *Appl. Psychol. Meas.* 7.
    """
    if method is LinkMethod.MEAN_SIGMA:
        return mean_sigma(new, old)
    start = _mean_mean(new, old)
    if method is LinkMethod.MEAN_MEAN:
        return start
    fixed = _has_unit_slopes(new, old)
    target = _expected(old)

    def loss(point: Floats) -> float:
        moved = Link(1.0 if fixed else float(np.exp(point[1])), float(point[0]))
        away = _expected([moved.item(item) for item in new]) - target
        if method is LinkMethod.STOCKING_LORD:
            away = away.sum(axis=0, keepdims=True)
        return float((away**2 @ WEIGHTS).sum())

    first = [start.shift] if fixed else [start.shift, np.log(start.slope)]
    found = minimize(
        loss, first, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-14, "maxiter": 2000}
    )
    if not found.success:
        raise ImproperLinkError("No link was found: the items' curves do not come together.")
    return Link(1.0 if fixed else float(np.exp(found.x[1])), float(found.x[0]))


def mean_sigma(new: Sequence[Item], old: Sequence[Item]) -> Link:
    """Return the link that gives the difficulties the same mean and spread.

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
    _check_shared(new, old)
    first, second = (np.array([item.b for item in side]) for side in (new, old))
    slope = 1.0
    if not _has_unit_slopes(new, old):
        if len(first) < 2 or np.std(first) == 0 or np.std(second) == 0:
            raise ImproperLinkError("Two shared items of different difficulty are needed.")
        slope = float(np.std(second) / np.std(first))
    return Link(slope, float(second.mean() - slope * first.mean()))


def drift(
    new: Sequence[Item],
    old: Sequence[Item],
    errors: tuple[Floats, Floats],
    *,
    method: LinkMethod = LinkMethod.HAEBARA,
    level: float = LEVEL,
    purify: bool = True,
) -> Drift:
    """Ask which shared items became harder or easier than the others say.

    Parameters
    ----------
    new, old
        The same items, in the same order, as calibrated on the two scales.
    errors
        Standard errors of the difficulties on the new and the old scale, NaN where unknown; each
        of shape ``(n_items,)``.
    method
        Of the link.
    level
        Of the test of one item.
    purify
        Link again without flagged items until the same are flagged.

    Raises
    ------
    ImproperLinkError
        As with ``link``; or when every item moved.

    References
    ----------
    Lord (1980), ch. 14, for the test; the links' own error is not counted.
    """
    flagged = np.zeros(len(new), dtype=bool)
    found = _moved(new, old, errors, linked=link(new, old, method))
    step = 0
    while True:
        now = np.nan_to_num(found.p, nan=1.0) < level
        settled = not purify or bool((now == flagged).all())
        if settled or step == MOST_STEPS - 1:
            return found._replace(flagged=now, steps=step, settled=settled)
        flagged = now
        kept = np.flatnonzero(~flagged).tolist()
        if not kept:
            raise ImproperLinkError("Every shared item moved: none is left to link by.")
        linked = link([new[item] for item in kept], [old[item] for item in kept], method)
        found = _moved(new, old, errors, linked=linked)
        step += 1


def _mean_mean(new: Sequence[Item], old: Sequence[Item]) -> Link:
    _check_shared(new, old)
    slope = float(np.mean([item.a for item in new]) / np.mean([item.a for item in old]))
    if not slope > 0:
        raise ImproperLinkError("Discriminations of opposite signs give no link.")
    first, second = (np.mean([item.b for item in side]) for side in (new, old))
    return Link(slope, float(second - slope * first))


def _has_unit_slopes(new: Sequence[Item], old: Sequence[Item]) -> bool:
    return all(item.model.has_unit_slope for item in (*new, *old))


def _check_shared(new: Sequence[Item], old: Sequence[Item]) -> None:
    if not new or [item.id for item in new] != [item.id for item in old]:
        raise ImproperLinkError("Both scales must have the same items, in the same order.")
    for first, second in zip(new, old, strict=True):
        if (first.model, len(first.thresholds)) != (second.model, len(second.thresholds)):
            raise ImproperLinkError(f"Item {first.id} has different models or categories.")


def _expected(items: Sequence[Item]) -> Floats:
    """Return expected scores, shape ``(n_items, n_abilities)``."""
    chance = probabilities(bank_of(items), ABILITIES)
    return np.asarray(np.einsum("k,ikq->iq", np.arange(chance.shape[1]), chance))


def _moved(
    new: Sequence[Item], old: Sequence[Item], errors: tuple[Floats, Floats], *, linked: Link
) -> Drift:
    moved = [linked.item(item) for item in new]
    difference = np.array([n.b - o.b for n, o in zip(moved, old, strict=True)])
    z = difference / np.hypot(linked.slope * errors[0], errors[1])
    distance = np.sqrt((_expected(moved) - _expected(old)) ** 2 @ WEIGHTS)
    none = np.zeros(len(new), dtype=bool)
    p = np.asarray(2 * ndtr(-np.abs(z)))
    return Drift(linked, difference, z, p, distance, flagged=none, steps=0, settled=True)
