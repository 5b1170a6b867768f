"""Observed information of the marginal likelihood, by Louis' identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .expectation import Block, Sheet, blocks, expect, posteriors
from .layout import Layout, table_of, with_table
from .maximisation import GuessingPrior, item_gradient
from .models import log_probabilities, parameter_scores, probabilities
from .quadrature import Latent, log_prior, log_prior_scores
from .values import MISSING, Bank, Floats, Ints

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Estimate:
    """Where the information is wanted."""

    layout: Layout
    bank: Bank
    latent: Latent
    free_latent: NDArray[np.bool_]
    grid: Floats
    prior: GuessingPrior | None

    @property
    def parameters(self) -> NDArray[np.bool_]:
        """Item parameters that can move, before sharing; shape ``(n_items, n_parameters)``."""
        if self.layout.shared is None:
            return self.layout.free
        moved = np.abs(self.layout.shared).sum(axis=1) > 0
        return np.asarray(moved.reshape(self.layout.free.shape))


def observed_information(sheet: Sheet, at: Estimate) -> Floats:
    """Return minus the second derivatives of the marginal log likelihood (plus log prior).

    Parameters
    ----------
    sheet
        The answers.
    at
        The estimate; ``n_free`` item parameters, then the free means and log standard deviations.

    Returns
    -------
    Floats
        Shape ``(n_free, n_free)``.

    References
    ----------
    Louis (1982), *J. R. Stat. Soc. B* 44, eq. 3.2: the information if abilities were known, less
    the posterior covariance of its scores.
    """
    logs = log_probabilities(at.bank, at.grid)
    expected = expect(sheet, logs, log_prior(at.latent, at.grid), at.grid)
    complete, shares = _complete(at, expected.counts, expected.mass), _shares(at)
    if at.bank.graded.any() or at.bank.guessed.any():
        information = complete - _lost(sheet, at)
    elif shares is None:
        information = complete - _lost_linear(sheet, at)
    else:
        information = shares.T @ complete @ shares - _lost_linear(sheet, at, shares)
    return np.asarray((information + information.T) / 2)


def _shares(at: Estimate) -> Floats | None:
    """Return how item parameters and latent ones depend on the free ones, None where they are."""
    if at.layout.shared is None:
        return None
    rows = at.layout.shared[at.parameters.ravel()]
    n_latent = int(at.free_latent.sum())
    shares = np.zeros((len(rows) + n_latent, rows.shape[1] + n_latent))
    shares[: len(rows), : rows.shape[1]] = rows
    shares[len(rows) :, rows.shape[1] :] = np.eye(n_latent)
    return shares


def _complete(at: Estimate, counts: Floats, mass: Floats) -> Floats:
    """Return the information if abilities were known, by central differences of the scores."""
    moving = at.parameters
    n_item_free, n_latent = int(moving.sum()), int(at.free_latent.sum())
    whole = np.zeros((n_item_free + n_latent,) * 2)
    place = np.full(moving.shape, -1)
    place[moving] = np.arange(n_item_free)
    table = table_of(at.bank)
    for column in range(moving.shape[1]):
        move = np.where(moving[:, column], 1e-4 * np.maximum(1, np.abs(table[:, column])), 0.0)
        gradients = []
        for sign in (1, -1):
            moved = table.copy()
            moved[:, column] = np.where(move > 0, moved[:, column] + sign * move, moved[:, column])
            gradients.append(item_gradient(with_table(at.bank, moved), counts, at.grid, at.prior))
        fall = (gradients[1] - gradients[0]) / np.where(move > 0, 2 * move, 1)[:, None]
        for item in np.flatnonzero(moving[:, column]):
            own = moving[item]
            whole[place[item, own], place[item, column]] = fall[item, own]
    whole[n_item_free:, n_item_free:] = _complete_latent(at, mass)
    return whole


def _complete_latent(at: Estimate, mass: Floats) -> Floats:
    free = at.free_latent
    whole = np.zeros((free.size, free.size))
    for column in range(free.size):
        scores = []
        for sign in (1, -1):
            flat = np.column_stack([at.latent.means, np.log(at.latent.deviations)]).ravel()
            flat[column] += sign * 1e-4
            moved = flat.reshape(free.shape)
            latent = Latent(moved[:, 0], np.exp(moved[:, 1]))
            scores.append((log_prior_scores(latent, at.grid) * mass[:, None]).sum(axis=2).ravel())
        whole[:, column] = (scores[1] - scores[0]) / 2e-4
    return whole[np.ix_(free.ravel(), free.ravel())]


def _lost_linear(sheet: Sheet, at: Estimate, shares: Floats | None = None) -> Floats:
    """Return the posterior covariance of scores that are linear in ability but for known curves.

    With a divide-by-total model a person's score is (answer x ability - curve), so all pairs of
    parameters need a few matrix products only.
    """
    items, kinds = np.nonzero(at.parameters)
    groups, which = np.nonzero(at.free_latent)
    curves = _curves(at, items, kinds, log_prior_scores(at.latent, at.grid)[groups, which])
    logs, weights = log_probabilities(at.bank, at.grid), log_prior(at.latent, at.grid)
    lost = np.zeros((len(curves) if shares is None else shares.shape[1],) * 2)
    for block in blocks(sheet, max(len(at.grid), len(curves))):
        posterior = posteriors(block, logs, weights)[0].astype(np.float64)
        codes = sheet.responses.codes[block.rows]
        answer = np.zeros((len(codes), len(curves)))
        answer[:, : len(items)] = np.where(kinds == 0, np.maximum(codes, 0)[:, items], 0)
        asked = np.ones_like(answer)
        asked[:, : len(items)] = (codes != MISSING)[:, items]
        asked[:, len(items) :] = block.groups[:, None] == groups
        person = (answer, asked, block.weights)
        lost += _lost_in_block(posterior, (at.grid, curves), person, shares)
    return lost


def _curves(at: Estimate, items: Ints, kinds: Ints, latent_scores: Floats) -> Floats:
    chance = probabilities(at.bank, at.grid)
    mean = np.einsum("k,ikq->iq", np.arange(chance.shape[1]), chance)
    own = np.where((kinds == 0)[:, None], mean[items] * at.grid, chance[items, kinds])
    return np.concatenate([own, -latent_scores])


def _lost_in_block(
    posterior: Floats,
    scale: tuple[Floats, Floats],
    person: tuple[Floats, Floats, Floats],
    shares: Floats | None,
) -> Floats:
    grid, curves = scale
    answer, asked, weights = person
    mean = posterior @ grid
    variance = posterior @ grid**2 - mean**2
    expected = posterior @ curves.T
    with_ability = asked * ((posterior * grid) @ curves.T - mean[:, None] * expected)
    known = asked * expected
    if shares is not None:
        answer, with_ability, known = answer @ shares, with_ability @ shares, known @ shares
    cross = answer.T @ (weights[:, None] * with_ability)
    lost = answer.T @ ((weights * variance)[:, None] * answer) - cross - cross.T
    lost -= known.T @ (weights[:, None] * known)
    _, first, pattern = np.unique(
        np.packbits(asked.astype(bool), axis=1), axis=0, return_index=True, return_inverse=True
    )
    for number, row in enumerate(first):
        rows, own = pattern.ravel() == number, asked[row] > 0
        seen = curves[own] if shares is None else shares[own].T @ curves[own]
        part = (seen * (weights[rows] @ posterior[rows])) @ seen.T
        if shares is None:
            lost[np.ix_(own, own)] += part
        else:
            lost += part
    return np.asarray(lost)


def _lost(sheet: Sheet, at: Estimate) -> Floats:
    """Return the posterior covariance of scores of any form, one parameter at a time."""
    items, kinds = np.nonzero(at.parameters)
    groups, which = np.nonzero(at.free_latent)
    scores = parameter_scores(at.bank, at.grid)
    latent_scores = log_prior_scores(at.latent, at.grid)
    logs, weights = log_probabilities(at.bank, at.grid), log_prior(at.latent, at.grid)
    lost = np.zeros((len(items) + len(groups),) * 2)
    for block in blocks(sheet, len(at.grid)):
        posterior = posteriors(block, logs, weights)[0].astype(np.float64)
        codes = sheet.responses.codes[block.rows].astype(np.int64)
        for row in range(len(lost)):
            if row < len(items):
                item, kind = items[row], kinds[row]
                own = scores[item, np.maximum(codes[:, item], 0), kind]
                own = own * (codes[:, item] != MISSING)[:, None]
            else:
                group = groups[row - len(items)]
                own = np.outer(block.groups == group, latent_scores[group, which[row - len(items)]])
            away = posterior * (own - (posterior * own).sum(axis=1, keepdims=True))
            away *= block.weights[:, None]
            tally = _tally(block, away, scores.shape[:2])
            by_item = np.einsum("ikq,ikpq->ip", tally, scores)[items, kinds]
            by_group = [
                float(away[block.groups == group].sum(axis=0) @ latent_scores[group, kind])
                for group, kind in zip(groups, which, strict=True)
            ]
            lost[row] += np.concatenate([by_item, by_group])
    return lost


def _tally(block: Block, away: Floats, shape: tuple[int, int]) -> Floats:
    """Return sums over people by item, category and ability."""
    n_items, n_categories = shape
    tally = np.zeros((n_items, n_categories, away.shape[1]))
    tally[:, 1:] = (block.chosen.T @ away).reshape(n_items, n_categories - 1, -1)
    asked = away.sum(axis=0) if block.asked is None else block.asked.T @ away
    tally[:, 0] = asked - tally[:, 1:].sum(axis=1)
    return tally
