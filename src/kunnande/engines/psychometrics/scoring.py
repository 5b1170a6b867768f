"""Abilities of people from their answers to calibrated items."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .models import Curves, curves, log_probabilities
from .quadrature import REACH
from .values import MISSING, Bank, Floats, ImproperResponsesError, Ints, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS = 241
REFINEMENTS = 60
BLOCK = 4096


class Method(StrEnum):
    """How an ability is estimated."""

    EAP = "eap"
    MAP = "map"
    ML = "ml"
    WLE = "wle"


class Prior(NamedTuple):
    """The normal distribution of ability for EAP and MAP."""

    mean: float = 0.0
    deviation: float = 1.0


class Abilities(NamedTuple):
    """Abilities and standard errors in logits, each of shape ``(n_persons,)``."""

    ability: Floats
    standard_error: Floats


def score(
    responses: Responses, bank: Bank, method: Method, prior: Prior | None = None
) -> Abilities:
    """Estimate the ability of each person.

    Parameters
    ----------
    responses
        Answers to exactly the items of the bank, in its order; missing ones are left out.
    bank
        Calibrated items.
    method
        EAP (posterior mean), MAP (posterior mode), ML, or WLE (Warm's weighted likelihood).
    prior
        For EAP and MAP; standard normal when None.

    Returns
    -------
    Abilities
        EAP: posterior standard deviation. The others: one over the root of the expected
        information (with MAP plus that of the prior). ML of extreme answers is infinite with an
        infinite standard error. Who answered nothing has the prior by EAP and MAP, NaN otherwise.

    Raises
    ------
    ImproperResponsesError
        If the items are not those of the bank, or an answer is no category of its item.

    References
    ----------
    Bock & Mislevy (1982) for EAP; Warm (1989), *Psychometrika* 54, eq. 14, and Samejima (1998)
    for WLE with any number of categories.
    """
    check(responses, bank)
    prior = prior or Prior()
    codes = responses.codes.astype(np.int64)
    estimate = _expected if method is Method.EAP else _solved
    parts = [
        estimate(codes[start : start + BLOCK], bank, method, prior)
        for start in range(0, len(codes), BLOCK)
    ]
    return Abilities(
        np.concatenate([part.ability for part in parts] or [np.zeros(0)]),
        np.concatenate([part.standard_error for part in parts] or [np.zeros(0)]),
    )


def check(responses: Responses, bank: Bank) -> None:
    """Raise when answers do not belong to the bank."""
    if responses.items != bank.ids:
        raise ImproperResponsesError("The answers must be to the items of the bank, in its order.")
    over = responses.codes.max(axis=0, initial=MISSING) >= bank.n_categories
    if over.any():
        name = bank.ids[int(np.flatnonzero(over)[0])]
        raise ImproperResponsesError(f"Item {name}: an answer is none of its categories.")


def chosen_sum(codes: Ints, table: Floats) -> Floats:
    """Return sums over items of the chosen category's value.

    ``table`` has shape ``(n_items, n_categories, n_abilities)``; the sums have
    ``(n_persons, n_abilities)``.
    """
    total = np.zeros((len(codes), table.shape[2]))
    for category in range(table.shape[1]):
        total += (codes == category).astype(np.float64) @ table[:, category]
    return total


def _expected(codes: Ints, bank: Bank, method: Method, prior: Prior) -> Abilities:  # noqa: ARG001
    grid = np.linspace(-REACH, REACH, POINTS) * prior.deviation + prior.mean
    joint = chosen_sum(codes, log_probabilities(bank, grid))
    joint -= 0.5 * ((grid - prior.mean) / prior.deviation) ** 2
    weight = np.exp(joint - joint.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = weight @ grid
    square = (weight * (grid - mean[:, None]) ** 2).sum(axis=1)
    return Abilities(mean, np.sqrt(square))


class _Terms(NamedTuple):
    """Per person and ability: derivative of the log likelihood, information, Warm's J."""

    slope: Floats
    information: Floats
    bias: Floats


def item_terms(shape: Curves) -> tuple[Floats, Floats, Floats]:
    """Return score per category, and information and Warm's J per item, by ability."""
    safe = np.where(shape.probability > 0, shape.probability, 1.0)
    ratio = shape.slope / safe
    return ratio, (shape.slope * ratio).sum(axis=1), (ratio * shape.curvature).sum(axis=1)


def _terms_on_grid(codes: Ints, bank: Bank, grid: Floats) -> _Terms:
    ratio, information, bias = item_terms(curves(bank, grid))
    asked = (codes != MISSING).astype(np.float64)
    return _Terms(chosen_sum(codes, ratio), asked @ information, asked @ bias)


def _terms_at(codes: Ints, bank: Bank, ability: Floats) -> _Terms:
    ratio, information, bias = item_terms(curves(bank, ability))
    person = np.arange(len(codes))
    asked = codes != MISSING
    own = ratio[np.arange(codes.shape[1]), np.maximum(codes, 0), person[:, None]]
    return _Terms(
        np.where(asked, own, 0.0).sum(axis=1),
        np.where(asked, information.T, 0.0).sum(axis=1),
        np.where(asked, bias.T, 0.0).sum(axis=1),
    )


def _equation(terms: _Terms, ability: Floats, method: Method, prior: Prior) -> Floats:
    """Return what is zero at the estimate and positive below it."""
    value = terms.slope
    if method is Method.MAP:
        value = value - (ability - prior.mean) / prior.deviation**2
    if method is Method.WLE:
        safe = np.maximum(terms.information, 1e-300)
        value = value + np.where(terms.information > 0, terms.bias / (2 * safe), 0.0)
    return np.asarray(value)


def search_grid(bank: Bank, prior: Prior) -> Floats:
    """Return abilities wide enough for every finite estimate."""
    finite = np.where(np.isfinite(bank.intercepts), bank.intercepts, 0.0)
    places = np.abs(finite / bank.slopes[:, None]).max(initial=0.0)
    reach = 10 + places + 12 / np.abs(bank.slopes).min()
    centre = np.linspace(-8, 8, POINTS)
    outside = np.linspace(8, max(reach, 8 + abs(prior.mean) + 8 * prior.deviation), 81)[1:]
    return np.concatenate([-outside[::-1], centre, outside])


def _solved(codes: Ints, bank: Bank, method: Method, prior: Prior) -> Abilities:
    """Find the downward crossing with the highest integral, then bisect."""
    grid = search_grid(bank, prior)
    value = _equation(_terms_on_grid(codes, bank, grid), grid, method, prior)
    area = (value[:, 1:] + value[:, :-1]) / 2 * np.diff(grid)
    height = np.concatenate([np.zeros((len(codes), 1)), np.cumsum(area, axis=1)], axis=1)
    crosses = (value[:, :-1] > 0) & (value[:, 1:] <= 0)
    place = np.where(crosses, np.maximum(height[:, 1:], height[:, :-1]), -np.inf).argmax(axis=1)
    low, high = grid[place].copy(), grid[place + 1].copy()
    for _ in range(REFINEMENTS):
        middle = (low + high) / 2
        above = _equation(_terms_at(codes, bank, middle), middle, method, prior) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
        if np.max(high - low) < 1e-10:
            break
    ability = (low + high) / 2
    information = _terms_at(codes, bank, ability).information
    if method is Method.MAP:
        information = information + prior.deviation**-2
    with np.errstate(divide="ignore"):
        error = 1 / np.sqrt(information)
    return _at_ends(codes, Abilities(ability, error), (value, crosses), method)


def _at_ends(
    codes: Ints, found: Abilities, shape: tuple[Floats, NDArray[np.bool_]], method: Method
) -> Abilities:
    """Return infinite estimates where the equation never crosses zero, NaN without answers."""
    value, crosses = shape
    ability, error = found.ability.copy(), found.standard_error.copy()
    never = ~crosses.any(axis=1)
    ability[never] = np.where(value[never, value.shape[1] // 2] > 0, np.inf, -np.inf)
    error[never] = np.inf
    if method is not Method.MAP:
        silent = (codes == MISSING).all(axis=1)
        ability[silent], error[silent] = np.nan, np.nan
    return Abilities(ability, error)
