"""Items, banks and responses: the values every part of the engine speaks about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MISSING = -1


class ImproperItemError(ValueError):
    """An item's parameters can not belong to its model."""


class ImproperResponsesError(ValueError):
    """Answers that no item response model can hold."""


class Model(StrEnum):
    """Response functions; the ability and the difficulties are in logits, with no factor 1.7."""

    RASCH = "rasch"
    TWO_PL = "2pl"
    THREE_PL = "3pl"
    GRM = "grm"
    PCM = "pcm"
    GPCM = "gpcm"
    RSM = "rsm"

    @property
    def is_dichotomous(self) -> bool:
        """Whether answers are only right or not."""
        return self in {Model.RASCH, Model.TWO_PL, Model.THREE_PL}

    @property
    def has_unit_slope(self) -> bool:
        """Whether every discrimination is 1, so that the spread of ability can be estimated."""
        return self in {Model.RASCH, Model.PCM, Model.RSM}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One calibrated item in the metric in which people talk about it.

    ``thresholds`` are the abilities where categories meet (PCM, GPCM, RSM) or where the next
    category or a higher one has probability one half (GRM); ``b`` is their mean, or the
    difficulty. ``lowest`` is the number written for the lowest category.
    """

    id: str
    model: Model
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    thresholds: tuple[float, ...] = ()
    lowest: int = 0

    def __post_init__(self) -> None:
        values = (self.a, self.b, self.c, *self.thresholds)
        if not all(np.isfinite(values)):
            raise ImproperItemError(f"Item {self.id}: every parameter must be a finite number.")
        if self.a == 0 or not 0 <= self.c < 1:
            raise ImproperItemError(f"Item {self.id}: a must not be 0 and c must be in [0, 1).")
        if self.model.is_dichotomous == bool(self.thresholds):
            raise ImproperItemError(f"Item {self.id}: {self.model} and thresholds do not agree.")


@dataclass(frozen=True)
class Bank:
    """Items as arrays, by slope and intercepts, ready for computing.

    Attributes
    ----------
    ids, models
        One per item.
    slopes
        Shape ``(n_items,)``.
    intercepts
        Shape ``(n_items, n_categories - 1)``; minus infinity where an item has fewer categories.
        Divide-by-total models: the log odds of category k against the lowest at ability 0.
        Graded model: the log odds of category k or higher at ability 0.
    guessing
        Lower asymptotes, shape ``(n_items,)``.
    lowest
        The number written for the lowest category, shape ``(n_items,)``.
    """

    ids: tuple[str, ...]
    models: tuple[Model, ...]
    slopes: Floats
    intercepts: Floats
    guessing: Floats
    lowest: Ints

    @cached_property
    def n_categories(self) -> Ints:
        """Categories per item, shape ``(n_items,)``."""
        return np.asarray(1 + np.isfinite(self.intercepts).sum(axis=1))

    @cached_property
    def graded(self) -> NDArray[np.bool_]:
        """Which items follow the graded model."""
        return np.array([model is Model.GRM for model in self.models])

    @cached_property
    def guessed(self) -> NDArray[np.bool_]:
        """Which items have a lower asymptote."""
        return np.array([model is Model.THREE_PL for model in self.models])


def bank_of(items: Sequence[Item]) -> Bank:
    """Return items as arrays.

    Raises
    ------
    ImproperItemError
        If graded thresholds do not rise.
    """
    steps = [item.thresholds or (item.b,) for item in items]
    intercepts = np.full((len(items), max(map(len, steps), default=1)), -np.inf)
    for row, (item, step) in enumerate(zip(items, steps, strict=True)):
        if item.model is Model.GRM:
            if list(step) != sorted(set(step)):
                raise ImproperItemError(f"Item {item.id}: graded thresholds must rise.")
            intercepts[row, : len(step)] = -item.a * np.array(step)
        else:
            intercepts[row, : len(step)] = -item.a * np.cumsum(step)
    return Bank(
        tuple(item.id for item in items),
        tuple(item.model for item in items),
        np.array([item.a for item in items]),
        intercepts,
        np.array([item.c for item in items]),
        np.array([item.lowest for item in items], dtype=np.int64),
    )


def thresholds_of(slope: float, intercepts: Floats, *, graded: bool) -> Floats:
    """Return thresholds in the metric of ability, shape ``(n_categories - 1,)``."""
    steps = intercepts if graded else np.diff(intercepts, prepend=0.0)
    return np.asarray(-steps / slope)


def items_of(bank: Bank) -> tuple[Item, ...]:
    """Return a bank as items."""
    items = []
    for row, (name, model) in enumerate(zip(bank.ids, bank.models, strict=True)):
        finite = bank.intercepts[row, : bank.n_categories[row] - 1]
        steps = thresholds_of(bank.slopes[row], finite, graded=bool(bank.graded[row]))
        items.append(
            Item(
                id=name,
                model=model,
                a=float(bank.slopes[row]),
                b=float(steps.mean()),
                c=float(bank.guessing[row]),
                thresholds=() if model.is_dichotomous else tuple(map(float, steps)),
                lowest=int(bank.lowest[row]),
            )
        )
    return tuple(items)


@dataclass(frozen=True)
class Responses:
    """Answers of people, or of answer patterns with weights.

    Attributes
    ----------
    items
        Item ids.
    codes
        Category numbers counted from 0, ``MISSING`` where not asked or not answered; shape
        ``(n_persons, n_items)``.
    weights
        How many people each row stands for, shape ``(n_persons,)``.
    groups
        Group number of each row, shape ``(n_persons,)``.
    lowest
        The number written for code 0, shape ``(n_items,)``.
    """

    items: tuple[str, ...]
    codes: NDArray[np.int8]
    weights: Floats
    groups: Ints
    lowest: Ints

    @property
    def observed(self) -> NDArray[np.bool_]:
        """Which answers there are, shape ``(n_persons, n_items)``."""
        return np.asarray(self.codes != MISSING)


def responses_of(
    items: Sequence[str],
    codes: NDArray[np.generic] | Sequence[Sequence[int]],
    *,
    weights: Floats | None = None,
    groups: Ints | None = None,
    lowest: Ints | None = None,
) -> Responses:
    """Return answers with equal weights and one group where nothing else is said.

    Raises
    ------
    ImproperResponsesError
        If the shapes do not agree, a weight is negative or a code lies outside -1..126.
    """
    table = np.asarray(codes)
    if table.ndim != 2 or table.shape[1] != len(items):
        raise ImproperResponsesError("Answers must have one column per item.")
    if table.size and not (table.min() >= MISSING and table.max() < 127):
        raise ImproperResponsesError("Categories must lie in 0..126; -1 is a missing answer.")
    n_persons = len(table)
    weights = np.ones(n_persons) if weights is None else np.asarray(weights, dtype=np.float64)
    groups = np.zeros(n_persons, dtype=np.int64) if groups is None else np.asarray(groups)
    if weights.shape != (n_persons,) or groups.shape != (n_persons,):
        raise ImproperResponsesError("Weights and groups must have one value per row.")
    if not (np.isfinite(weights).all() and (weights >= 0).all()):
        raise ImproperResponsesError("Weights must be finite and not negative.")
    lowest = np.zeros(len(items), dtype=np.int64) if lowest is None else np.asarray(lowest)
    return Responses(tuple(items), table.astype(np.int8), weights, groups, lowest)
