"""What can be estimated at all, and where the search begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from .values import (
    MISSING,
    Bank,
    Floats,
    ImproperResponsesError,
    Ints,
    Model,
    Responses,
    bank_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .layout import Layout
    from .quadrature import Latent
    from .values import Item

START_GUESSING = 0.15


class Status(StrEnum):
    """What became of an item."""

    OK = "ok"
    ANCHORED = "anchored"
    NO_ANSWERS = "no_answers"
    ALL_SOLVED = "all_solved"
    NONE_SOLVED = "none_solved"
    ONE_CATEGORY = "one_category"
    UNUSED_CATEGORY = "unused_category"
    TOO_MANY_CATEGORIES = "too_many_categories"
    NEGATIVE_DISCRIMINATION = "negative_discrimination"
    DIVERGING = "diverging"
    NO_ASYMPTOTE = "no_asymptote"
    BEYOND_SAMPLE = "difficulty_beyond_sample"

    @property
    def is_estimated(self) -> bool:
        """Whether the item has parameters."""
        return self not in _NOT_ESTIMATED

    @property
    def is_sound(self) -> bool:
        """Whether the item's parameters and their errors can be compared with others."""
        return self in {Status.OK, Status.ANCHORED, Status.NO_ASYMPTOTE}


_NOT_ESTIMATED = {
    Status.NO_ANSWERS,
    Status.ALL_SOLVED,
    Status.NONE_SOLVED,
    Status.ONE_CATEGORY,
    Status.UNUSED_CATEGORY,
    Status.TOO_MANY_CATEGORIES,
}


@dataclass(frozen=True)
class Prepared:
    """The answers to items that can be estimated or are anchored, and start values."""

    responses: Responses
    bank: Bank
    anchored: NDArray[np.bool_]
    status: dict[str, Status]

    def judge(self, bank: Bank, layout: Layout, latent: Latent) -> dict[str, Status]:
        """Return the status of every item after the search."""
        low = float((latent.means - 6 * latent.deviations).min())
        high = float((latent.means + 6 * latent.deviations).max())
        judged = dict(self.status)
        for row, name in enumerate(bank.ids):
            if self.anchored[row]:
                continue
            slope, first = bank.slopes[row], bank.intercepts[row, 0]
            if not np.isfinite(slope) or abs(slope) > 25:
                judged[name] = Status.DIVERGING
            elif slope < 0:
                judged[name] = Status.NEGATIVE_DISCRIMINATION
            elif bank.guessed[row] and not layout.free[row, -1]:
                judged[name] = Status.NO_ASYMPTOTE
            elif bank.models[row].is_dichotomous and not low < -first / slope < high:
                judged[name] = Status.BEYOND_SAMPLE
        return judged


def counts_of(responses: Responses) -> Floats:
    """Return weighted answers per item and category, shape ``(n_items, n_categories)``."""
    top = int(responses.codes.max(initial=0)) + 1
    # One item at a time: the whole table as numbers of 8 bytes would be the largest thing around.
    shares = [
        np.bincount(codes[codes != MISSING], responses.weights[codes != MISSING], minlength=top)
        for codes in responses.codes.T
    ]
    return np.stack(shares)


def prepare(responses: Responses, model: Model, anchors: Sequence[Item]) -> Prepared:
    """Return what can be estimated, with start values from the shares of the categories.

    Raises
    ------
    ImproperResponsesError
        If nothing can be estimated.
    """
    known = {item.id: item for item in anchors}
    counts = counts_of(responses)
    status = {
        name: Status.ANCHORED if name in known else _status(counts[row], model)
        for row, name in enumerate(responses.items)
    }
    kept = np.array([status[name].is_estimated for name in responses.items], dtype=bool)
    if not kept.any():
        raise ImproperResponsesError("No item has answers in at least two categories.")
    rows = np.flatnonzero(kept)
    names = [responses.items[row] for row in rows]
    bank = _start(names, counts[rows], model, responses.lowest[rows])
    bank = _anchor(bank, known)
    left = replace(
        responses,
        items=tuple(names),
        codes=np.ascontiguousarray(responses.codes[:, rows]),
        lowest=responses.lowest[rows],
    )
    anchored = np.array([name in known for name in names])
    over = left.codes.max(axis=0, initial=MISSING) >= bank.n_categories
    if over.any():
        culprit = names[int(np.flatnonzero(over)[0])]
        raise ImproperResponsesError(f"Item {culprit}: more categories than its anchor has.")
    return Prepared(left, bank, anchored, status)


def _status(counts: Floats, model: Model) -> Status:
    used = np.flatnonzero(counts > 0)
    verdict = Status.OK
    if not used.size:
        verdict = Status.NO_ANSWERS
    elif used.size == 1 and model.is_dichotomous:
        verdict = Status.ALL_SOLVED if used[0] else Status.NONE_SOLVED
    elif used.size == 1:
        verdict = Status.ONE_CATEGORY
    elif model.is_dichotomous and used[-1] > 1:
        verdict = Status.TOO_MANY_CATEGORIES
    elif used.size <= used[-1]:
        verdict = Status.UNUSED_CATEGORY
    return verdict


def _start(names: list[str], counts: Floats, model: Model, lowest: Ints) -> Bank:
    n_steps = max(1, int(np.flatnonzero(counts.sum(axis=0) > 0).max(initial=1)))
    share = counts[:, : n_steps + 1] / np.maximum(counts.sum(axis=1, keepdims=True), 1e-9)
    intercepts = np.full((len(names), n_steps), -np.inf)
    for row, part in enumerate(share):
        top = int(np.flatnonzero(part > 0).max(initial=1))
        part = np.maximum(part[: top + 1], 1e-6)  # noqa: PLW2901  an anchor may lack a category
        if model is Model.GRM or model.is_dichotomous:
            above = np.cumsum(part[::-1])[::-1][1:]
            intercepts[row, :top] = 1.2 * np.log(above / (part.sum() - above + 1e-9))
        else:
            intercepts[row, :top] = np.log(part[1:] / part[0])
    guessing = START_GUESSING if model is Model.THREE_PL else 0.0
    return Bank(
        tuple(names),
        (model,) * len(names),
        np.ones(len(names)),
        intercepts,
        np.full(len(names), guessing),
        lowest,
    )


def _anchor(bank: Bank, known: dict[str, Item]) -> Bank:
    """Return the bank with known items in their places."""
    here = [row for row, name in enumerate(bank.ids) if name in known]
    if not here:
        return bank
    fixed = bank_of([known[bank.ids[row]] for row in here])
    width = max(bank.intercepts.shape[1], fixed.intercepts.shape[1])
    intercepts = np.full((len(bank.ids), width), -np.inf)
    intercepts[:, : bank.intercepts.shape[1]] = bank.intercepts
    intercepts[here] = -np.inf
    intercepts[here, : fixed.intercepts.shape[1]] = fixed.intercepts
    models, slopes, guessing = list(bank.models), bank.slopes.copy(), bank.guessing.copy()
    slopes[here], guessing[here] = fixed.slopes, fixed.guessing
    for row, model in zip(here, fixed.models, strict=True):
        models[row] = model
    return replace(
        bank, models=tuple(models), slopes=slopes, guessing=guessing, intercepts=intercepts
    )
