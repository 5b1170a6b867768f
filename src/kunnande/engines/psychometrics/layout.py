"""Which parameters of which items are free, as one vector."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .values import Bank, Floats, Model

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Layout:
    """The free parameters of a bank: slopes, intercepts and logits of lower asymptotes.

    Attributes
    ----------
    bank
        Start values, and the values of what is not free.
    free
        Shape ``(n_items, n_parameters)``; a parameter of the item itself.
    shared
        Shape ``(n_items * n_parameters, n_free)``: how every parameter depends on the free ones
        where items share some (RSM); None where they share none.
    """

    bank: Bank
    free: NDArray[np.bool_]
    shared: Floats | None = None

    @property
    def start(self) -> Floats:
        """The free parameters of the bank given, shape ``(n_free,)``."""
        table = table_of(self.bank)
        if self.shared is None:
            return np.asarray(table[self.free])
        flat = np.where(np.isfinite(table), table, 0.0).ravel()
        fixed = self._fixed()
        return np.asarray(np.linalg.lstsq(self.shared, flat - fixed, rcond=None)[0])

    def _fixed(self) -> Floats:
        flat = np.zeros(self.free.shape)
        flat[:, 0] = self.bank.slopes
        return flat.ravel()

    def table(self, vector: Floats) -> Floats:
        """Return all parameters, shape ``(n_items, n_parameters)``."""
        table = table_of(self.bank)
        if self.shared is None:
            table[self.free] = vector
            return table
        full = (self._fixed() + self.shared @ vector).reshape(table.shape)
        return np.where(np.isfinite(table), full, table)

    def bank_at(self, vector: Floats) -> Bank:
        """Return the bank with these free parameters."""
        return with_table(self.bank, self.table(vector))

    def gradient(self, scores: Floats) -> Floats:
        """Return the derivative by the free parameters from that by all of them."""
        if self.shared is None:
            return np.asarray(scores[self.free])
        return np.asarray(self.shared.T @ scores.ravel())


def table_of(bank: Bank) -> Floats:
    """Return parameters per item: slope, intercepts, logit of the lower asymptote."""
    with np.errstate(divide="ignore"):
        logit = np.log(bank.guessing) - np.log1p(-bank.guessing)
    return np.column_stack([bank.slopes, bank.intercepts, logit])


def with_table(bank: Bank, table: Floats) -> Bank:
    """Return the bank with other parameters."""
    guessing = 1 / (1 + np.exp(np.minimum(-table[:, -1], 700)))
    guessing = np.where(np.isfinite(table[:, -1]), guessing, 0.0)
    return replace(bank, slopes=table[:, 0], intercepts=table[:, 1:-1], guessing=guessing)


def free_layout(bank: Bank, anchored: NDArray[np.bool_]) -> Layout:
    """Return the layout in which all items but the anchored are free."""
    unit = np.array([model.has_unit_slope for model in bank.models])
    free = np.column_stack([~unit, np.isfinite(bank.intercepts), bank.guessed])
    free &= ~anchored[:, None]
    if Model.RSM not in bank.models:
        return Layout(bank, free)
    return Layout(bank, free, _rating_scale(bank, free.shape[1]))


def _rating_scale(bank: Bank, n_parameters: int) -> Floats:
    """Intercept k of item i is -(k location_i + total of the first k shared steps).

    The shared steps sum to zero, so the last total is none.
    """
    n_items, n_steps = bank.intercepts.shape
    design = np.zeros((n_items, n_parameters, n_items + n_steps - 1))
    for step in range(n_steps):
        design[np.arange(n_items), 1 + step, np.arange(n_items)] = -(step + 1)
        if step < n_steps - 1:
            design[:, 1 + step, n_items + step] = -1.0
    return design.reshape(n_items * n_parameters, -1)
