"""Answers more alike than two people's who worked by themselves: copying, or help by a third."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr

from .models import probabilities
from .scoring import check
from .values import MISSING, Bank, Floats, ImproperResponsesError, Ints, Responses

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 4096


class Similarity(NamedTuple):
    """Pairs of people, and how unlikely their matches are.

    Attributes
    ----------
    first, second
        Row numbers, shape ``(n_pairs,)``.
    n_items, matches
        Items both answered, and answered alike.
    omega, omega_p
        Of the first copying from the second, and of the second from the first; shape
        ``(n_pairs, 2)``. About standard normal where nobody copied; NaN without items in common.
    gbt_p
        Chance of so many matches or more if both worked by themselves, shape ``(n_pairs,)``.
    """

    first: Ints
    second: Ints
    n_items: Ints
    matches: Ints
    omega: Floats
    omega_p: Floats
    gbt_p: Floats


class Alarms(NamedTuple):
    """Pairs that raise an alarm.

    Attributes
    ----------
    rows
        Of the similarity, the most unlikely first.
    threshold
        A pair's chance must be below.
    n_tests
        Chances that were looked at.
    expected_false
        Alarms to expect at most if nobody copied.
    """

    rows: Ints
    threshold: float
    n_tests: int
    expected_false: float


def similarity(
    responses: Responses, bank: Bank, ability: Floats, pairs: Ints | None = None
) -> Similarity:
    """Compare the answers of pairs of people.

    Parameters
    ----------
    responses
        Answers to the items of the bank; the categories may be right or not, or scores.
    bank
        Calibrated items.
    ability
        Of each person, in logits and finite, shape ``(n_persons,)``; usually EAP.
    pairs
        Row numbers, shape ``(n_pairs, 2)``; every pair when None.

    Raises
    ------
    ImproperResponsesError
        If an ability is not finite or a pair is none.

    References
    ----------
    Wollack (1997), *Appl. Psychol. Meas.* 21, for omega; van der Linden & Sotaridona (2006), *J.
    Educ. Behav. Stat.* 31, for the generalised binomial test.
    """
    check(responses, bank)
    n = len(responses.codes)
    if not np.isfinite(ability).all():
        raise ImproperResponsesError("Answers are compared at finite abilities, such as EAP.")
    chosen = np.stack(np.triu_indices(n, 1), axis=1) if pairs is None else np.asarray(pairs)
    if len(chosen) and (
        chosen.min() < 0 or chosen.max() >= n or (chosen[:, 0] == chosen[:, 1]).any()
    ):
        raise ImproperResponsesError("A pair is two different rows of the answers.")
    chance = probabilities(bank, np.asarray(ability, dtype=np.float64)).transpose(2, 0, 1)
    codes = responses.codes.astype(np.int64)
    parts = [_compare(codes, chance, rows) for rows in _blocks(chosen)]
    shared, matches, omega, gbt = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Similarity(
        chosen[:, 0], chosen[:, 1], shared, matches, omega, np.asarray(ndtr(-omega)), gbt
    )


def alarms(found: Similarity, level: float, *, by_omega: bool) -> Alarms:
    """Return the pairs whose matches are too unlikely for chance.

    Parameters
    ----------
    found
        What was compared.
    level
        The chance of any false alarm at all is kept below this (Bonferroni).
    by_omega
        Whether omega counts, in either direction, or the generalised binomial test.
    """
    chance = found.omega_p if by_omega else found.gbt_p[:, None]
    n_tests = int(np.isfinite(chance).sum())
    threshold = level / max(n_tests, 1)
    lowest = np.nan_to_num(chance, nan=1.0).min(axis=1, initial=1.0)
    rows = np.flatnonzero(lowest < threshold)
    rows = rows[np.argsort(lowest[rows], kind="stable")]
    return Alarms(rows, threshold, n_tests, threshold * n_tests)


def _blocks(pairs: Ints) -> Iterator[Ints]:
    for start in range(0, max(len(pairs), 1), BLOCK):
        yield pairs[start : start + BLOCK]


def _compare(codes: Ints, chance: Floats, pairs: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    one, other = codes[pairs[:, 0]], codes[pairs[:, 1]]
    shared = (one != MISSING) & (other != MISSING)
    alike = shared & (one == other)
    n_items, matches = shared.sum(axis=1), alike.sum(axis=1)
    omega = np.empty((len(pairs), 2))
    for side, source in ((0, other), (1, one)):
        own = chance[pairs[:, side]]
        same = np.take_along_axis(own, np.maximum(source, 0)[..., None], axis=2)[..., 0]
        same = np.where(shared, same, 0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = np.sqrt((same * (1 - same)).sum(axis=1))
            omega[:, side] = (matches - same.sum(axis=1)) / spread
    both = (chance[pairs[:, 0]] * chance[pairs[:, 1]]).sum(axis=2)
    gbt = _at_least(np.where(shared, both, 0.0), matches)
    return n_items, matches, omega, np.where(n_items > 0, gbt, np.nan)


def _at_least(chance: Floats, count: Ints) -> Floats:
    """Return the chance of so many successes or more among trials of different chances."""
    n_pairs, n_items = chance.shape
    total = np.zeros((n_pairs, n_items + 1))
    total[:, 0] = 1.0
    for item in range(n_items):
        share = chance[:, item, None]
        total[:, 1:] = total[:, 1:] * (1 - share) + total[:, :-1] * share
        total[:, 0] *= 1 - share[:, 0]
    above = np.arange(n_items + 1) >= count[:, None]
    return np.asarray(np.where(above, total, 0.0).sum(axis=1))
