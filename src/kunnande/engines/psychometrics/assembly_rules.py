"""Rules of test forms, and the rows of whole numbers that say the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from .assembly_solver import Program
from .values import Floats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .values import Ints


class ImproperBlueprintError(ValueError):
    """A rule that is none."""


class Amount(NamedTuple):
    """How much of something each form holds.

    ``weight`` is 1 where an item counts, or its words, minutes ...; shape ``(n_items,)``.
    """

    name: str
    weight: Floats
    least: float
    most: float

    def check(self, n_items: int) -> None:
        """Raise ImproperBlueprintError where it is none."""
        if self.weight.shape != (n_items,) or not np.isfinite(self.weight).all():
            raise ImproperBlueprintError(f"{self.name}: every item needs a number.")
        if not self.least <= self.most:
            raise ImproperBlueprintError(f"{self.name}: the least exceeds the most.")


class Sets(NamedTuple):
    """Items that share a text or picture.

    ``member`` is the number of each item's set, -1 without one, shape ``(n_items,)``. A set is in a
    form with ``least`` to ``most`` items or not at all; ``fewest`` to ``largest`` sets are.
    """

    name: str
    member: Ints
    least: int
    most: int
    fewest: int
    largest: int

    def check(self, n_items: int) -> None:
        """Raise ImproperBlueprintError where it is none."""
        if self.member.shape != (n_items,):
            raise ImproperBlueprintError(f"{self.name}: every item needs a set, or -1.")
        if not (1 <= self.least <= self.most and 0 <= self.fewest <= self.largest):
            raise ImproperBlueprintError(f"{self.name}: the least exceeds the most.")


class Group(NamedTuple):
    """Numbers of items that a rule binds."""

    name: str
    items: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """What every form must keep.

    Attributes
    ----------
    n_forms
        How many forms.
    amounts, sets
        See there.
    enemies
        Of each group at most one item is in a form.
    together
        Of each group all items are in a form, or none.
    most_used
        In how many forms an item may be; None in all.
    overlap
        Least and most items that any two forms share; None as it falls.
    """

    n_forms: int = 1
    amounts: tuple[Amount, ...] = ()
    sets: tuple[Sets, ...] = ()
    enemies: tuple[Group, ...] = ()
    together: tuple[Group, ...] = ()
    most_used: int | None = 1
    overlap: tuple[int, int] | None = None

    def check(self, n_items: int) -> None:
        """Raise ImproperBlueprintError where a rule is none."""
        if self.n_forms < 1 or (self.most_used is not None and self.most_used < 1):
            raise ImproperBlueprintError("There is at least one form, and an item in one.")
        rules: tuple[Amount | Sets, ...] = (*self.amounts, *self.sets)
        for rule in rules:
            rule.check(n_items)
        for group in (*self.enemies, *self.together):
            if not all(0 <= item < n_items for item in group.items):
                raise ImproperBlueprintError(f"{group.name}: an item is not in the pool.")


Term = tuple[int, Floats]


@dataclass
class Rows:
    """Rows of a program under construction: one column per form and item, then others.

    ``names`` says which rule each row belongs to.
    """

    n_forms: int
    n_items: int
    names: list[str] = field(default_factory=list)
    _cells: list[tuple[Ints, Floats]] = field(default_factory=list)
    _bounds: list[tuple[float, float]] = field(default_factory=list)
    _extra: list[tuple[bool, float, float]] = field(default_factory=list)

    def column(self, *, whole: bool = True, cost: float = 0.0, upper: float = 1.0) -> int:
        """Add a column from 0 to ``upper`` and return its number."""
        self._extra.append((whole, cost, upper))
        return self.n_forms * self.n_items + len(self._extra) - 1

    def add(
        self,
        name: str,
        terms: Sequence[Term],
        others: Sequence[tuple[int, float]],
        bounds: tuple[float, float],
    ) -> None:
        """Add a row: weights of the items of forms, weights of other columns, and its bounds."""
        columns, values = [], []
        for form, weight in terms:
            used = np.flatnonzero(weight)
            columns.append(form * self.n_items + used)
            values.append(weight[used])
        columns.append(np.array([column for column, _ in others], dtype=np.int64))
        values.append(np.array([value for _, value in others], dtype=np.float64))
        self.names.append(name)
        self._cells.append((np.concatenate(columns), np.concatenate(values)))
        self._bounds.append(bounds)

    def program(
        self, *, costs: Floats | None = None, rules: frozenset[str] | None = None
    ) -> Program:
        """Return the program with costs of the first form's items; only some rules cost nothing."""
        used = [row for row, name in enumerate(self.names) if rules is None or name in rules]
        n_columns = self.n_forms * self.n_items + len(self._extra)
        lengths = [len(self._cells[row][0]) for row in used]
        matrix = sparse.csc_matrix(
            (
                np.concatenate([np.zeros(0), *(self._cells[row][1] for row in used)]),
                (
                    np.repeat(np.arange(len(used)), lengths),
                    np.concatenate(
                        [np.zeros(0, dtype=np.int64), *(self._cells[row][0] for row in used)]
                    ),
                ),
            ),
            shape=(len(used), n_columns),
        )
        whole, cost, upper = (np.array([extra[kind] for extra in self._extra]) for kind in range(3))
        items = np.zeros(self.n_forms * self.n_items) if costs is None else costs
        cost = cost if rules is None else np.zeros(len(cost))
        ones = np.ones(self.n_forms * self.n_items)
        bounds = np.array([self._bounds[row] for row in used]).reshape(-1, 2)
        return Program(
            np.concatenate([items, cost]),
            matrix,
            bounds[:, 0],
            bounds[:, 1],
            np.concatenate([ones, upper]),
            np.concatenate([ones > 0, whole > 0]),
        )


def lay_rows(blueprint: Blueprint, n_items: int) -> Rows:
    """Return the rows of a blueprint.

    Raises
    ------
    ImproperBlueprintError
        If a rule is none.
    """
    blueprint.check(n_items)
    rows = Rows(blueprint.n_forms, n_items)
    for form in range(blueprint.n_forms):
        _add_form(rows, form, blueprint)
    if blueprint.most_used is not None and blueprint.most_used < blueprint.n_forms:
        for item in range(n_items):
            weight = _mask((item,), n_items)
            terms = [(form, weight) for form in range(blueprint.n_forms)]
            rows.add("most_used", terms, [], (0.0, float(blueprint.most_used)))
    if blueprint.overlap is not None:
        for pair in combinations(range(blueprint.n_forms), 2):
            _add_overlap(rows, pair, blueprint.overlap)
    return rows


def _add_form(rows: Rows, form: int, blueprint: Blueprint) -> None:
    for amount in blueprint.amounts:
        rows.add(amount.name, [(form, amount.weight)], [], (amount.least, amount.most))
    for group in blueprint.enemies:
        rows.add(group.name, [(form, _mask(group.items, rows.n_items))], [], (0.0, 1.0))
    for group in blueprint.together:
        first = _mask(group.items[:1], rows.n_items)
        for item in group.items[1:]:
            rows.add(group.name, [(form, first - _mask((item,), rows.n_items))], [], (0.0, 0.0))
    for shared in blueprint.sets:
        _add_sets(rows, form, shared)


def _mask(items: tuple[int, ...], n_items: int) -> Floats:
    weight = np.zeros(n_items)
    weight[list(items)] = 1.0
    return weight


def _add_sets(rows: Rows, form: int, shared: Sets) -> None:
    used = []
    for number in np.unique(shared.member[shared.member >= 0]):
        weight = (shared.member == number).astype(np.float64)
        is_used = rows.column()
        used.append((is_used, 1.0))
        rows.add(shared.name, [(form, weight)], [(is_used, -float(shared.least))], (0.0, np.inf))
        rows.add(shared.name, [(form, weight)], [(is_used, -float(shared.most))], (-np.inf, 0.0))
    rows.add(shared.name, [], used, (float(shared.fewest), float(shared.largest)))


def _add_overlap(rows: Rows, pair: tuple[int, int], limits: tuple[int, int]) -> None:
    both = []
    for item in range(rows.n_items):
        weight = _mask((item,), rows.n_items)
        is_both = rows.column()
        both.append((is_both, 1.0))
        for form in pair:
            rows.add("overlap", [(form, weight)], [(is_both, -1.0)], (0.0, np.inf))
        terms = [(form, weight) for form in pair]
        rows.add("overlap", terms, [(is_both, -1.0)], (-np.inf, 1.0))
    rows.add("overlap", [], both, (float(limits[0]), float(limits[1])))
