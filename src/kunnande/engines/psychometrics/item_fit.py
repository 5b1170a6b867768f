"""Whether an item's answers look like those its curve expects."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from .layout import free_layout
from .models import probabilities
from .person_fit import residuals
from .quadrature import Latent, cover, log_prior
from .scoring import Method, Prior, check, score
from .values import MISSING, Bank, Floats, Ints, Model, Responses

SMALLEST_CELL = 1.0
BLOCK = 2048


class ItemFit(NamedTuple):
    """Fit of each item, each of shape ``(n_items,)``; NaN where it can not be judged."""

    infit: Floats
    outfit: Floats
    s_x2: Floats
    s_x2_df: Ints
    s_x2_p: Floats


class _Table(NamedTuple):
    """Observed and expected people by total score (rows) and category (columns)."""

    observed: Floats
    expected: Floats


def item_fit(responses: Responses, bank: Bank, prior: Prior) -> ItemFit:
    """Judge each item.

    Parameters
    ----------
    responses
        Answers to the items of the bank; S-X2 uses the rows without missing answers.
    bank
        Calibrated items.
    prior
        Distribution of ability.

    Returns
    -------
    ItemFit
        Infit and outfit at EAP abilities, about 1 when the model holds. S-X2 with its degrees of
        freedom: cells expected to hold less than one person are joined with their neighbours.

    References
    ----------
    Orlando & Thissen (2000), *Appl. Psychol. Meas.* 24, eqs. 5-8; Kang & Chen (2008) for more
    categories; Lord & Wingersky (1984) for the distribution of the score.
    """
    check(responses, bank)
    infit, outfit = _mean_squares(responses, bank, prior)
    complete = responses.observed.all(axis=1)
    tables = _tables(
        responses.codes[complete].astype(np.int64), responses.weights[complete], bank, prior
    )
    n_free = _parameters_per_item(bank)
    statistic, freedom = np.full(len(bank.ids), np.nan), np.zeros(len(bank.ids), dtype=np.int64)
    for row, table in enumerate(tables):
        cells = _joined(table)
        if not cells:
            continue
        freedom[row] = sum(len(cell.observed) - 1 for cell in cells) - n_free[row]
        statistic[row] = sum(
            float(((cell.observed - cell.expected) ** 2 / cell.expected).sum()) for cell in cells
        )
    chance = np.where(freedom > 0, chi2.sf(statistic, np.maximum(freedom, 1)), np.nan)
    return ItemFit(infit, outfit, statistic, freedom, chance)


def _mean_squares(responses: Responses, bank: Bank, prior: Prior) -> tuple[Floats, Floats]:
    sums = np.zeros((4, len(bank.ids)))
    ability = score(responses, bank, Method.EAP, prior).ability
    for start in range(0, len(ability), BLOCK):
        rows = slice(start, start + BLOCK)
        codes = responses.codes[rows].astype(np.int64)
        left = residuals(codes, bank, ability[rows])
        asked = codes != MISSING
        ratio = np.where(asked, left.square / np.where(asked, left.variance, 1.0), 0.0)
        parts = (left.square, left.variance, ratio, asked.astype(np.float64))
        sums += np.stack([responses.weights[rows] @ part for part in parts])
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[0] / sums[1], sums[2] / sums[3]


def _parameters_per_item(bank: Bank) -> Ints:
    """Return free parameters per item; the shared steps of RSM are counted with every item."""
    free = free_layout(bank, np.zeros(len(bank.ids), dtype=bool)).free
    # An asymptote of 0 was none to estimate.
    absent = np.array([model is Model.THREE_PL for model in bank.models]) & (bank.guessing == 0)
    return np.asarray(free.sum(axis=1) - absent)


def score_distribution(chance: Floats) -> Floats:
    """Return the distribution of the total score at each ability.

    ``chance`` has shape ``(n_items, n_categories, n_abilities)``, the result
    ``(n_scores, n_abilities)``.
    """
    total = np.ones((1, chance.shape[2]))
    for item in chance:
        longer = np.zeros((len(total) + len(item) - 1, chance.shape[2]))
        for category, share in enumerate(item):
            longer[category : category + len(total)] += total * share
        total = longer
    return total


def _tables(codes: Ints, weights: Floats, bank: Bank, prior: Prior) -> list[_Table]:
    grid = cover(Latent(np.array([prior.mean]), np.array([prior.deviation])), 0.2)
    mass = np.exp(log_prior(Latent(np.array([prior.mean]), np.array([prior.deviation])), grid))[0]
    chance = probabilities(bank, grid)
    top = int((bank.n_categories - 1).sum())
    whole = score_distribution(chance)[: top + 1] @ mass
    total = codes.sum(axis=1)
    people = np.bincount(total, weights, minlength=top + 1)
    tables = []
    for item in range(len(bank.ids)):
        width = int(bank.n_categories[item])
        rest = score_distribution(np.delete(chance, item, axis=0))[: top + 2 - width]
        observed, expected = np.zeros((top + 1, width)), np.zeros((top + 1, width))
        for category in range(width):
            share = (rest * chance[item, category]) @ mass
            expected[category : category + len(share), category] = share
            chosen = codes[:, item] == category
            observed[:, category] = np.bincount(total[chosen], weights[chosen], minlength=top + 1)
        expected *= np.where(whole > 0, people / np.where(whole > 0, whole, 1), 0.0)[:, None]
        tables.append(_Table(observed[1:top], expected[1:top]))
    return tables


def _joined(table: _Table) -> list[_Table]:
    """Return one row of cells per score or run of scores, none expected to hold less than one."""
    rows = [
        _Table(observed, expected)
        for observed, expected in zip(*table, strict=True)
        if expected.sum() > 0
    ]
    if table.expected.shape[1] > 2:
        cells = [_join_categories(row) for row in rows]
        return [row for row in cells if len(row.expected) > 1]
    while len(rows) > 1:
        small = [row.expected.min() < SMALLEST_CELL for row in rows]
        if not any(small):
            return rows
        place = small.index(True)
        near = [other for other in (place - 1, place + 1) if 0 <= other < len(rows)]
        other = min(near, key=lambda neighbour: rows[neighbour].observed.sum())
        first, second = sorted((place, other))
        rows[first] = _Table(*(a + b for a, b in zip(rows[first], rows[second], strict=True)))
        del rows[second]
    return rows


def _join_categories(row: _Table) -> _Table:
    observed, expected = list(row.observed), list(row.expected)
    while len(expected) > 1 and min(expected) < SMALLEST_CELL:
        place = expected.index(min(expected))
        near = [other for other in (place - 1, place + 1) if 0 <= other < len(expected)]
        other = min(near, key=lambda neighbour: expected[neighbour])
        for cells in (observed, expected):
            cells[other] += cells[place]
            del cells[place]
    return _Table(np.array(observed), np.array(expected))
