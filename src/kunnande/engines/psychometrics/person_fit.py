"""Whether a person's answers look like those the model expects at that ability."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .models import Curves, curves
from .scoring import check
from .values import MISSING, Bank, Floats, Ints, Responses

BLOCK = 2048


class PersonFit(NamedTuple):
    """Fit of each person, each of shape ``(n_persons,)``; NaN without answers or ability."""

    lz: Floats
    lz_star: Floats
    infit: Floats
    outfit: Floats


class Residuals(NamedTuple):
    """Squared residuals and variances of category scores, shape ``(n_persons, n_items)``.

    0 where an answer is missing.
    """

    square: Floats
    variance: Floats


def person_fit(
    responses: Responses, bank: Bank, ability: Floats, weighted_ability: Floats
) -> PersonFit:
    """Judge each person's answers.

    Parameters
    ----------
    responses
        Answers to the items of the bank.
    bank
        Calibrated items.
    ability
        For lz, infit and outfit, shape ``(n_persons,)``; usually EAP.
    weighted_ability
        WLE, for lz*: only an estimate that solves a known equation can be corrected for.

    Returns
    -------
    PersonFit
        lz* is about standard normal when the model holds; its mean keeps a bias of about
        0.5 / sqrt(n_items). lz is so only if abilities were known.

    References
    ----------
    Drasgow, Levine & Williams (1985), *Br. J. Math. Stat. Psychol.* 38, for lz; Snijders (2001),
    *Psychometrika* 66, eqs. 9-15, and Sinharay (2016), *Psychometrika* 81, for lz*; Wright &
    Masters (1982) for infit and outfit.
    """
    check(responses, bank)
    parts = []
    for start in range(0, len(responses.codes), BLOCK):
        rows = slice(start, start + BLOCK)
        codes = responses.codes[rows].astype(np.int64)
        lz = _standardised(codes, curves(bank, _finite(ability[rows])), corrected=False)
        star = _standardised(codes, curves(bank, _finite(weighted_ability[rows])), corrected=True)
        left = residuals(codes, bank, ability[rows])
        asked = codes != MISSING
        with np.errstate(invalid="ignore", divide="ignore"):
            infit = left.square.sum(axis=1) / left.variance.sum(axis=1)
            ratio = np.where(asked, left.square / np.where(asked, left.variance, 1.0), 0.0)
            outfit = ratio.sum(axis=1) / asked.sum(axis=1)
        unknown = ~np.isfinite(ability[rows])
        parts.append(
            [
                np.where(unknown, np.nan, lz),
                np.where(np.isfinite(weighted_ability[rows]), star, np.nan),
                np.where(unknown, np.nan, infit),
                np.where(unknown, np.nan, outfit),
            ]
        )
    return PersonFit(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def residuals(codes: Ints, bank: Bank, ability: Floats) -> Residuals:
    """Return how far category scores are from what is expected at these abilities."""
    chance = curves(bank, _finite(ability)).probability
    number = np.arange(chance.shape[1])
    mean = np.einsum("k,ikn->ni", number, chance)
    variance = np.einsum("k,ikn->ni", number**2, chance) - mean**2
    asked = codes != MISSING
    return Residuals(np.where(asked, (codes - mean) ** 2, 0.0), np.where(asked, variance, 0.0))


def _finite(ability: Floats) -> Floats:
    return np.where(np.isfinite(ability), ability, 0.0)


def _standardised(codes: Ints, shape: Curves, *, corrected: bool) -> Floats:
    """Return lz, or lz* where the ability solves Warm's equation."""
    asked = (codes != MISSING).T
    chance = shape.probability
    safe = np.where(chance > 0, chance, 1.0)
    weight, ratio = np.log(safe), shape.slope / safe
    information = np.where(asked, (shape.slope * ratio).sum(axis=1), 0.0).sum(axis=0)
    bend = np.where(asked, (ratio * shape.curvature).sum(axis=1), 0.0).sum(axis=0)
    shift = np.zeros(len(codes))
    with np.errstate(invalid="ignore", divide="ignore"):
        if corrected:
            mixed = np.where(asked, (shape.slope * weight).sum(axis=1), 0.0).sum(axis=0)
            slope = mixed / information
            shift = slope * bend / (2 * information)
            new = weight - slope * ratio
        else:
            new = weight
        mean = (chance * weight).sum(axis=1)
        spread = (chance * new**2).sum(axis=1) - (chance * new).sum(axis=1) ** 2
        own = np.take_along_axis(weight, np.maximum(codes.T, 0)[:, None], axis=1)[:, 0]
        surprise = np.where(asked, own - mean, 0.0).sum(axis=0)
        variance = np.where(asked, spread, 0.0).sum(axis=0)
        return np.asarray((surprise + shift) / np.sqrt(variance))
