"""Fairness: whether an item is as hard for two groups of people who can equally much."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .dif_logistic import logistic
from .dif_lord import Curves, calibrate_groups, lord
from .dif_strata import mantel_haenszel
from .values import Floats, ImproperResponsesError, Model, Responses, responses_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from .dif_strata import Verdict

LEVEL = 0.05
SMALLEST_GROUP = 50
MOST_STEPS = 20
FEWEST_ANCHORS = 2


class GroupsTooSmallError(ValueError):
    """Too few people, or too few items to match people by, to say anything about fairness."""


class DifMethod(StrEnum):
    """How groups are compared."""

    MANTEL_HAENSZEL = "mantel-haenszel"
    LOGISTIC = "logistic"
    LORD = "lord"


class Dif(NamedTuple):
    """What the comparison found, one value per item.

    Attributes
    ----------
    items
        Ids.
    statistic, p
        Chi-square and its tail; NaN where the item can not be judged.
    effect, effect_error
        Mantel-Haenszel: -2.35 log odds ratio (ETS delta), above 0 where the focal group is
        favoured; for an item with more than two categories the standardised mean difference in
        its standard deviations, above 0 likewise. Logistic: gain in Nagelkerke's R2, which has no
        error. Lord: focal less reference difficulty in logits.
    classes
        A negligible, B moderate, C large; empty where the item can not be judged.
    flagged
        Whether p is below the level.
    status
        ``ok``, or why the item can not be judged.
    steps
        How many times people were matched anew without flagged items.
    settled
        Whether the last two rounds flagged the same items; True without purification.
    n_reference, n_focal
        People compared.
    """

    items: tuple[str, ...]
    statistic: Floats
    p: Floats
    effect: Floats
    effect_error: Floats
    classes: tuple[str, ...]
    flagged: NDArray[np.bool_]
    status: tuple[str, ...]
    steps: int
    settled: bool
    n_reference: float
    n_focal: float


def detect_dif(
    responses: Responses,
    focal: NDArray[np.bool_],
    method: DifMethod,
    *,
    purify: bool = False,
    level: float = LEVEL,
    smallest_group: int = SMALLEST_GROUP,
    model: Model = Model.TWO_PL,
) -> Dif:
    """Compare a focal group with the reference group, item by item.

    Parameters
    ----------
    responses
        Answers. Mantel-Haenszel and logistic regression match people by total score and use those
        who answered everything; Lord's test uses all answers.
    focal
        Who belongs to the focal group, shape ``(n_persons,)``.
    method
        See ``DifMethod``.
    purify
        Match (or link) again without flagged items until the same items are flagged.
    level
        Of the test of one item; it is not divided by the number of items.
    smallest_group
        People each group must have.
    model
        Of Lord's test; each group is calibrated by itself.

    Raises
    ------
    GroupsTooSmallError
        If a group is smaller than that, or fewer than two items are left to match by.
    ImproperResponsesError
        If items are not those of the method, or a group does not determine them (Lord's test).

    References
    ----------
    Holland & Thayer (1988); Zieky (1993) for A, B and C; Swaminathan & Rogers (1990) and Jodoin
    & Gierl (2001) for logistic regression; Lord (1980), ch. 14; Candell & Drasgow (1988) for
    purification.
    """
    used, focal = _used(responses, focal, method)
    sizes = _sizes(used, focal, smallest_group)
    compare = _comparison(used, focal, method, model)
    verdict, steps, settled = _purified(compare, len(used.items), level, purify=purify)
    return Dif(
        used.items,
        verdict.statistic,
        verdict.p,
        verdict.effect,
        verdict.effect_error,
        verdict.classes,
        _flags(verdict, level),
        verdict.status,
        steps,
        settled,
        *sizes,
    )


def _used(
    responses: Responses, focal: NDArray[np.bool_], method: DifMethod
) -> tuple[Responses, NDArray[np.bool_]]:
    """Return the answers that a method compares, and who of them is in the focal group."""
    if method is DifMethod.LORD:
        return responses, focal
    if method is DifMethod.LOGISTIC:
        _refuse_ordered(responses)
    return _complete(responses, focal)


def _refuse_ordered(responses: Responses) -> None:
    over = np.flatnonzero(responses.codes.max(axis=0, initial=0) > 1)
    if over.size:
        raise ImproperResponsesError(
            f"Item {responses.items[over[0]]} has more than two categories: only Mantel-Haenszel "
            "and Lord's test compare such items."
        )


def _complete(
    responses: Responses, focal: NDArray[np.bool_]
) -> tuple[Responses, NDArray[np.bool_]]:
    rows = responses.observed.all(axis=1)
    used = responses_of(responses.items, responses.codes[rows], weights=responses.weights[rows])
    return used, focal[rows]


def _sizes(
    responses: Responses, focal: NDArray[np.bool_], smallest_group: int
) -> tuple[float, float]:
    sizes = [float(responses.weights[focal == side].sum()) for side in (False, True)]
    for name, size in zip(("reference", "focal"), sizes, strict=True):
        if size < smallest_group:
            raise GroupsTooSmallError(
                f"The {name} group has {size:g} people with answers that count; "
                f"{smallest_group} are needed. Only Lord's test counts who left answers out."
            )
    return sizes[0], sizes[1]


def _comparison(
    used: Responses, focal: NDArray[np.bool_], method: DifMethod, model: Model
) -> Callable[[NDArray[np.bool_]], Verdict]:
    """Return the comparison of all items given which of them match or link people."""
    if method is DifMethod.LORD:
        groups: Curves = calibrate_groups(used, focal, model)
        return lambda anchors: lord(groups, anchors)
    compare = mantel_haenszel if method is DifMethod.MANTEL_HAENSZEL else logistic
    return lambda anchors: compare(used, focal, anchors)


def _flags(verdict: Verdict, level: float) -> NDArray[np.bool_]:
    return np.asarray(np.nan_to_num(verdict.p, nan=1.0) < level)


def _purified(
    compare: Callable[[NDArray[np.bool_]], Verdict], n_items: int, level: float, *, purify: bool
) -> tuple[Verdict, int, bool]:
    flagged = np.zeros(n_items, dtype=bool)
    verdict = _compare(compare, flagged)
    if not purify:
        return verdict, 0, True
    for step in range(1, MOST_STEPS + 1):
        found = _flags(verdict, level)
        if (found == flagged).all():
            return verdict, step - 1, True
        flagged = found
        verdict = _compare(compare, flagged)
    return verdict, MOST_STEPS, bool((_flags(verdict, level) == flagged).all())


def _compare(
    compare: Callable[[NDArray[np.bool_]], Verdict], flagged: NDArray[np.bool_]
) -> Verdict:
    if (~flagged).sum() < FEWEST_ANCHORS:
        raise GroupsTooSmallError(
            f"Only {int((~flagged).sum())} items are left to match people by; "
            f"{FEWEST_ANCHORS} are needed."
        )
    return compare(~flagged)
