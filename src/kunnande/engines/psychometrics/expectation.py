"""The E step: where each person probably is, and what that says about each item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .values import MISSING, Floats, Ints, Responses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import DTypeLike, NDArray

BLOCK_CELLS = 1_000_000
LARGE = 40_000_000  # persons x items x abilities from which single precision pays


class Expected(NamedTuple):
    """What the E step says.

    Attributes
    ----------
    counts
        Expected number of answers, shape ``(n_items, n_categories, n_abilities)``.
    mass
        Expected number of people, shape ``(n_groups, n_abilities)``.
    log_likelihood
        Weighted sum over people.
    smallest_deviation
        A low quantile of the posterior standard deviations, in logits.
    """

    counts: Floats
    mass: Floats
    log_likelihood: float
    smallest_deviation: float


@dataclass(frozen=True)
class Sheet:
    """Answers laid out for matrix products."""

    responses: Responses
    n_categories: int
    n_groups: int
    dtype: DTypeLike

    @cached_property
    def complete(self) -> bool:
        """Whether everybody answered everything."""
        return bool((self.responses.codes != MISSING).all())


class Block(NamedTuple):
    """Some rows of the answers.

    ``chosen`` has one column per item and category from the second, ``asked`` one per item.
    """

    rows: slice
    chosen: NDArray[np.floating]
    asked: NDArray[np.floating] | None
    weights: Floats
    groups: Ints


def blocks(sheet: Sheet, n_abilities: int) -> Iterator[Block]:
    """Yield the answers in blocks of bounded memory."""
    codes, complete = sheet.responses.codes, sheet.complete
    n_columns = codes.shape[1] * (sheet.n_categories - 1)
    height = max(1, BLOCK_CELLS // max(n_columns, n_abilities, 1))
    for start in range(0, len(codes), height):
        rows = slice(start, min(start + height, len(codes)))
        part = codes[rows]
        chosen = [part == category for category in range(1, sheet.n_categories)]
        yield Block(
            rows,
            np.stack(chosen, axis=2).reshape(len(part), n_columns).astype(sheet.dtype),
            None if complete else (part != MISSING).astype(sheet.dtype),
            sheet.responses.weights[rows],
            sheet.responses.groups[rows],
        )


def log_likelihoods(block: Block, logs: Floats) -> NDArray[np.floating]:
    """Return log likelihoods of the answers, shape ``(n_rows, n_abilities)``.

    ``logs`` are log probabilities, shape ``(n_items, n_categories, n_abilities)``.
    """
    rises = (logs[:, 1:] - logs[:, :1]).reshape(-1, logs.shape[2])
    likelihood = block.chosen @ rises.astype(block.chosen.dtype)
    if block.asked is None:
        likelihood += logs[:, 0].sum(axis=0).astype(block.chosen.dtype)
    else:
        likelihood += block.asked @ logs[:, 0].astype(block.chosen.dtype)
    return likelihood


def posteriors(
    block: Block, logs: Floats, log_weights: Floats
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Return posteriors, shape ``(n_rows, n_abilities)``, and log marginal likelihoods."""
    joint = log_likelihoods(block, logs)
    joint += log_weights.astype(joint.dtype)[block.groups]
    top = joint.max(axis=1, keepdims=True)
    joint -= top
    np.exp(joint, out=joint)
    total = joint.sum(axis=1, keepdims=True)
    joint /= total
    return joint, (top + np.log(total))[:, 0]


def expect(sheet: Sheet, logs: Floats, log_weights: Floats, grid: Floats) -> Expected:
    """Return expected counts over the grid.

    Parameters
    ----------
    sheet
        The answers.
    logs
        Log probabilities, shape ``(n_items, n_categories, n_abilities)``.
    log_weights
        Prior per group, shape ``(n_groups, n_abilities)``.
    grid
        Abilities, shape ``(n_abilities,)``.
    """
    n_items, n_categories, n_abilities = logs.shape
    chosen = np.zeros((n_items * (n_categories - 1), n_abilities))
    asked = np.zeros((n_items, n_abilities))
    mass = np.zeros((sheet.n_groups, n_abilities))
    likelihood = 0.0
    moments = np.stack([grid, grid**2], axis=1)
    deviations = []
    for block in blocks(sheet, n_abilities):
        posterior, marginal = posteriors(block, logs, log_weights)
        likelihood += float(block.weights @ marginal.astype(np.float64))
        mean, square = (posterior @ moments.astype(posterior.dtype)).T
        deviations.append(np.sqrt(np.maximum(square - mean**2, 0)))
        posterior *= block.weights[:, None].astype(posterior.dtype)
        for group in range(sheet.n_groups):
            mass[group] += posterior[block.groups == group].sum(axis=0, dtype=np.float64)
        chosen += block.chosen.T @ posterior
        if block.asked is not None:
            asked += block.asked.T @ posterior
    if sheet.complete:
        asked += mass.sum(axis=0)
    counts = np.concatenate([asked[:, None], chosen.reshape(n_items, -1, n_abilities)], axis=1)
    counts[:, 0] -= counts[:, 1:].sum(axis=1)
    return Expected(
        np.maximum(counts, 0.0),
        mass,
        likelihood,
        float(np.quantile(np.concatenate(deviations), 0.05)),
    )
