"""Ratings laid out as items, one per item, rater and occasion, that share their parameters."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .layout import Layout
from .values import MISSING, Bank, Floats, ImproperResponsesError, Ints, Model, Responses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Steps(StrEnum):
    """Whether each item has thresholds of its own, or all share their distances."""

    ITEM = "item"
    COMMON = "common"


class Ratings(NamedTuple):
    """One rating per row: who was rated, by whom, on which item, and the category from 0."""

    persons: Ints
    raters: Ints
    items: Ints
    codes: Ints
    person_names: tuple[str, ...]
    rater_names: tuple[str, ...]
    item_names: tuple[str, ...]

    def only(self, rows: NDArray[np.bool_]) -> Ratings:
        """Return some of the ratings; the names stay."""
        return self._replace(
            persons=self.persons[rows],
            raters=self.raters[rows],
            items=self.items[rows],
            codes=self.codes[rows],
        )

    def steps(self) -> Ints:
        """Return the highest category of each item, shape ``(n_items,)``; 0 without ratings."""
        top = np.zeros(len(self.item_names), dtype=np.int64)
        np.maximum.at(top, self.items, self.codes)
        return top


def ratings_of(
    persons: Sequence[str],
    raters: Sequence[str],
    items: Sequence[str],
    codes: NDArray[np.generic] | Sequence[Sequence[int]],
) -> Ratings:
    """Return ratings from one row per person and rater, ``MISSING`` where an item was not rated.

    Raises
    ------
    ImproperResponsesError
        If the shapes do not agree or a category is negative.
    """
    table = np.asarray(codes, dtype=np.int64)
    if table.shape != (len(persons), len(items)) or len(raters) != len(persons):
        raise ImproperResponsesError("Ratings need one person and one rater per row.")
    if table.size and table.min() < MISSING:
        raise ImproperResponsesError("Categories count from 0; -1 is a missing rating.")
    person_names, person = np.unique(np.asarray(persons, dtype=str), return_inverse=True)
    rater_names, rater = np.unique(np.asarray(raters, dtype=str), return_inverse=True)
    row, item = np.nonzero(table != MISSING)
    return Ratings(
        person[row],
        rater[row],
        item,
        table[row, item],
        tuple(map(str, person_names)),
        tuple(map(str, rater_names)),
        tuple(items),
    )


class Design(NamedTuple):
    """Ratings as responses, and how their intercepts depend on the free parameters.

    Attributes
    ----------
    responses
        One column per item, rater and occasion.
    layout
        The free parameters: difficulties, totals of the first thresholds, severities but the last.
    columns
        Item and rater of each column, shape ``(n_columns, 2)``.
    reported
        Shape ``(n_reported, n_free)``: difficulties, thresholds (item by item) and severities
        from the free parameters.
    steps
        Thresholds of each item, shape ``(n_items,)``.
    """

    responses: Responses
    layout: Layout
    columns: Ints
    reported: Floats
    steps: Ints


def lay_out(ratings: Ratings, kind: Steps) -> Design:
    """Return the ratings as responses to items that share parameters.

    Every item and rater of the names must have ratings, and every category of an item.
    """
    columns, responses = _wide(ratings)
    steps = ratings.steps()
    parameters = _Parameters(steps, len(ratings.rater_names), kind)
    width = int(steps.max())
    design = np.zeros((len(columns), width + 2, parameters.count))
    intercepts = np.full((len(columns), width), -np.inf)
    share = _above(ratings, steps)
    for column, (item, rater) in enumerate(columns):
        total = np.zeros(parameters.count)
        for step in range(steps[item]):
            total = total + parameters.threshold(item, step) + parameters.severity(rater)
            design[column, 1 + step] = -total
        intercepts[column, : steps[item]] = share[item, : steps[item]]
    bank = Bank(
        responses.items,
        (Model.PCM,) * len(columns),
        np.ones(len(columns)),
        intercepts,
        np.zeros(len(columns)),
        np.zeros(len(columns), dtype=np.int64),
    )
    free = np.column_stack(
        [np.zeros(len(columns)), np.isfinite(intercepts), np.zeros(len(columns))]
    )
    layout = Layout(bank, free > 0, design.reshape(-1, parameters.count))
    return Design(responses, layout, columns, parameters.reported(), steps)


class _Parameters:
    """Where each parameter stands among the free ones."""

    def __init__(self, steps: Ints, n_raters: int, kind: Steps) -> None:
        self.steps, self.n_raters, self.n_items = steps, n_raters, len(steps)
        self.kind = kind
        if kind is Steps.COMMON and len(set(steps.tolist())) > 1:
            raise ImproperResponsesError("Items with common steps need equally many categories.")
        inner = steps - 1 if kind is Steps.ITEM else np.array([steps[0] - 1])
        self.first = self.n_items + np.concatenate([[0], np.cumsum(inner)])
        self.count = int(self.first[-1]) + n_raters - 1

    def threshold(self, item: int, step: int) -> Floats:
        """Return one threshold by the free parameters: thresholds of an item average to its own."""
        row = np.zeros(self.count)
        row[item] = 1.0
        first = self.first[item if self.kind is Steps.ITEM else 0]
        if step < self.steps[item] - 1:
            row[first + step] += 1.0
        if step > 0:
            row[first + step - 1] -= 1.0
        return row

    def severity(self, rater: int) -> Floats:
        """Return one severity by the free parameters: severities sum to zero."""
        row = np.zeros(self.count)
        start = self.count - self.n_raters + 1
        if rater < self.n_raters - 1:
            row[start + rater] = 1.0
        else:
            row[start:] = -1.0
        return row

    def reported(self) -> Floats:
        rows = list(np.eye(self.count)[: self.n_items])
        for item in range(self.n_items):
            rows += [self.threshold(item, step) for step in range(self.steps[item])]
        rows += [self.severity(rater) for rater in range(self.n_raters)]
        return np.array(rows)


def _wide(ratings: Ratings) -> tuple[Ints, Responses]:
    """Return item and rater of each column, and the responses; a second rating is a new column."""
    order = np.lexsort((ratings.raters, ratings.items, ratings.persons))
    key = np.stack([ratings.persons, ratings.items, ratings.raters], axis=1)[order]
    again = np.concatenate([[False], (key[1:] == key[:-1]).all(axis=1)])
    start = np.maximum.accumulate(np.where(again, 0, np.arange(len(key))))
    cells = np.column_stack([key[:, 1:], np.arange(len(key)) - start])
    columns, place = np.unique(cells, axis=0, return_inverse=True)
    persons, row = np.unique(key[:, 0], return_inverse=True)
    codes = np.full((len(persons), len(columns)), MISSING, dtype=np.int8)
    codes[row, place.ravel()] = ratings.codes[order]
    names = tuple(
        f"{ratings.item_names[item]}|{ratings.rater_names[rater]}|{occasion}"
        for item, rater, occasion in columns
    )
    n = len(persons)
    responses = Responses(
        names, codes, np.ones(n), np.zeros(n, dtype=np.int64), np.zeros(len(names), dtype=np.int64)
    )
    return columns[:, :2], responses


def _above(ratings: Ratings, steps: Ints) -> Floats:
    """Return start values: log odds of each category against the lowest, per item."""
    counts = np.zeros((len(steps), int(steps.max()) + 1))
    np.add.at(counts, (ratings.items, ratings.codes), 1.0)
    return np.asarray(np.log((counts[:, 1:] + 0.5) / (counts[:, :1] + 0.5)))
