"""Response functions, and how they change with the ability and with the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit, log_expit, log_softmax

if TYPE_CHECKING:
    from .values import Bank, Floats

TINY = 1e-300


class Curves(NamedTuple):
    """Category probabilities and their first two derivatives by ability.

    Each has shape ``(n_items, n_categories, n_abilities)``, 0 where an item lacks the category.
    """

    probability: Floats
    slope: Floats
    curvature: Floats


def log_probabilities(bank: Bank, ability: Floats) -> Floats:
    """Return log probabilities of categories.

    Parameters
    ----------
    bank
        ``n_items`` items with at most ``n_categories`` categories.
    ability
        In logits, shape ``(n_abilities,)``.

    Returns
    -------
    Floats
        Shape ``(n_items, n_categories, n_abilities)``; 0 where an item lacks the category.

    References
    ----------
    Birnbaum (1968) for 2PL and 3PL; Samejima (1969) for GRM; Masters (1982) for PCM;
    Muraki (1992) for GPCM; Andrich (1978) for RSM.
    """
    logs = _divide_by_total(bank, ability)
    if bank.graded.any():
        logs[bank.graded] = _graded(bank, ability)[bank.graded]
    if bank.guessed.any():
        guess = bank.guessing[bank.guessed, None]
        odds = bank.slopes[:, None] * ability + bank.intercepts[:, :1]
        logs[bank.guessed, 0] = np.log1p(-guess) + log_expit(-odds[bank.guessed])
        logs[bank.guessed, 1] = np.log(guess + (1 - guess) * expit(odds[bank.guessed]) + TINY)
    lacks = np.arange(logs.shape[1]) >= bank.n_categories[:, None]
    logs[lacks] = 0.0
    return logs


def probabilities(bank: Bank, ability: Floats) -> Floats:
    """Return probabilities of categories, 0 where an item lacks the category.

    Shape ``(n_items, n_categories, n_abilities)``; they sum to 1 over categories.
    """
    chances = np.exp(log_probabilities(bank, ability))
    chances[np.arange(chances.shape[1]) >= bank.n_categories[:, None]] = 0.0
    return np.asarray(chances)


def curves(bank: Bank, ability: Floats) -> Curves:
    """Return probabilities of categories with two derivatives by ability."""
    chance = probabilities(bank, ability)
    score = np.arange(chance.shape[1])[:, None]
    slope = bank.slopes[:, None, None]
    away = score - (score * chance).sum(axis=1, keepdims=True)
    variance = (away**2 * chance).sum(axis=1, keepdims=True)
    first, second = slope * chance * away, slope**2 * chance * (away**2 - variance)
    stepwise = bank.graded | bank.guessed
    if stepwise.any():
        steps = _steps(bank, ability)
        # Without guessing the factor is 1: the graded model and 3PL are one formula.
        spread = (1 - bank.guessing)[:, None, None] * steps * (1 - steps)
        first[stepwise] = -np.diff(slope * spread, axis=1)[stepwise]
        second[stepwise] = -np.diff(slope**2 * spread * (1 - 2 * steps), axis=1)[stepwise]
    return Curves(chance, first, second)


def parameter_scores(bank: Bank, ability: Floats) -> Floats:
    """Return the derivatives of the log probabilities by the parameters.

    Returns
    -------
    Floats
        Shape ``(n_items, n_categories, n_parameters, n_abilities)``; the parameters are the
        slope, the intercepts and, last, the logit of the lower asymptote.
    """
    chance = probabilities(bank, ability)
    n_items, n_categories, n_abilities = chance.shape
    scores = np.zeros((n_items, n_categories, n_categories + 1, n_abilities))
    number = np.arange(n_categories)[:, None]
    away = number - (number * chance).sum(axis=1, keepdims=True)
    scores[:, :, 0] = ability * away
    scores[:, :, 1:n_categories] = np.eye(n_categories)[None, :, 1:, None] - chance[:, None, 1:]
    if bank.graded.any() or bank.guessed.any():
        _replace_stepwise(scores, bank, ability, chance)
    lacks = np.arange(n_categories) >= bank.n_categories[:, None]
    scores[lacks] = 0.0
    return scores


def _divide_by_total(bank: Bank, ability: Floats) -> Floats:
    n_items = len(bank.slopes)
    intercepts = np.concatenate([np.zeros((n_items, 1)), bank.intercepts], axis=1)
    number = np.arange(intercepts.shape[1])
    odds = (bank.slopes[:, None] * number)[..., None] * ability + intercepts[..., None]
    return np.asarray(log_softmax(odds, axis=1))


def _odds(bank: Bank, ability: Floats) -> Floats:
    """Return log odds of category k or higher, k = 0..n; shape (items, n + 1, abilities)."""
    inner = bank.slopes[:, None, None] * ability + bank.intercepts[..., None]
    shape = (len(bank.slopes), 1, len(ability))
    return np.concatenate([np.full(shape, np.inf), inner, np.full(shape, -np.inf)], axis=1)


def _steps(bank: Bank, ability: Floats) -> Floats:
    return np.asarray(expit(_odds(bank, ability)))


def _graded(bank: Bank, ability: Floats) -> Floats:
    odds = _odds(bank, ability)
    upper, lower = odds[:, :-1], odds[:, 1:]
    with np.errstate(invalid="ignore", divide="ignore"):
        # The difference of two logistic curves as a product: no cancellation far out.
        gap = np.log1p(-np.exp(lower - upper))
    return np.asarray(log_expit(upper) + log_expit(-lower) + np.nan_to_num(gap, neginf=-np.inf))


def _replace_stepwise(scores: Floats, bank: Bank, ability: Floats, chance: Floats) -> None:
    steps = _steps(bank, ability)
    spread = steps * (1 - steps)
    n_categories = chance.shape[1]
    safe = np.maximum(chance, TINY)
    for row in np.flatnonzero(bank.graded | bank.guessed):
        scale = 1 - bank.guessing[row]
        scores[row] = 0.0
        scores[row, :, 0] = -scale * ability * np.diff(spread[row], axis=0) / safe[row]
        for step in range(1, n_categories):
            scores[row, step, step] = scale * spread[row, step] / safe[row, step]
            scores[row, step - 1, step] = -scale * spread[row, step] / safe[row, step - 1]
        if bank.guessed[row]:
            rise = (1 - steps[row, 1]) * bank.guessing[row] * scale
            scores[row, 1, -1] = rise / safe[row, 1]
            scores[row, 0, -1] = -rise / safe[row, 0]
