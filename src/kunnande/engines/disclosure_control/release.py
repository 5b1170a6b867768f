"""Counts of people that are told once, in fixed cells, from which no small group can be found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    People = frozenset[int]

# Both the smallest group that is told of and the step in which counts are told.
FEWEST = 5


class OverlappingPeopleError(ValueError):
    """Somebody is in two cells of one table, or on both sides of one cell."""


class Cell(NamedTuple):
    """One square of a table: what is counted, and in which of its parts that never overlap."""

    table: str
    part: str


@dataclass(frozen=True)
class Split:
    """The people of a part: those counted, and the others."""

    counted: People
    others: People

    @property
    def everybody(self) -> People:
        """Return everybody the part is about."""
        return self.counted | self.others


@dataclass(frozen=True)
class Released:
    """A count as it was when it was last told anew, and the number that is shown for it."""

    count: int
    at_least: int


def at_least(count: int) -> int:
    """Return a count rounded down to a multiple of five.

    Parameters
    ----------
    count
        People, not negative.

    Returns
    -------
    int
        The greatest multiple of `FEWEST` that is not above the count; 0 tells "fewer than five".

    References
    ----------
    docs/methods/small-numbers.md, rule 5; our own.

    Examples
    --------
    >>> at_least(13)
    10
    """
    return count - count % FEWEST


def release(cells: Mapping[Cell, Split], former: Mapping[Cell, int]) -> dict[Cell, Released]:
    """Return the cells that may be told, and what is told of each.

    A cell is told when at least five are counted and at least five are not, so that neither side
    is found by subtraction from how many there are. It is not told when, with the cells told
    before it, it lets a group of one to four be found between two tables: what remains of a side
    when the sides of another table within it are taken away, or of the sides that cover it when
    it is taken from them. A count told before stands until it has moved by five.

    Parameters
    ----------
    cells
        Who is counted in each cell and who is not; the parts of one table do not overlap.
    former
        `count` of each cell in the release before this one; empty for the first.

    Returns
    -------
    dict[Cell, Released]
        In the order of the cells' names, which is also the order in which they are tried.

    Raises
    ------
    OverlappingPeopleError
        If somebody would be counted twice in one table.

    References
    ----------
    docs/methods/small-numbers.md, rules 1 to 6; our own. Why a lower limit alone keeps nothing:
    Denning, Denning & Schwartz (1979), *The Tracker*, ACM TODS 4(1), abstract.

    Examples
    --------
    >>> people = Split(frozenset(range(7)), frozenset(range(7, 20)))
    >>> release({Cell("course", "0680"): people}, former={})
    {Cell(table='course', part='0680'): Released(count=7, at_least=5)}
    """
    _refuse_overlaps(cells)
    told: dict[Cell, Split] = {}
    for cell in sorted(cells):
        split = cells[cell]
        if min(len(split.counted), len(split.others)) >= FEWEST and not _gives_away(
            cell, split, told
        ):
            told[cell] = split
    return {cell: _told(len(split.counted), former.get(cell)) for cell, split in told.items()}


def _refuse_overlaps(cells: Mapping[Cell, Split]) -> None:
    seen: dict[str, set[int]] = defaultdict(set)
    for cell, split in cells.items():
        if split.counted & split.others or seen[cell.table] & split.everybody:
            raise OverlappingPeopleError(f"Somebody is counted twice in the table {cell.table!r}.")
        seen[cell.table] |= split.everybody


def _told(count: int, before: int | None) -> Released:
    kept = count if before is None or abs(count - before) >= FEWEST else before
    return Released(kept, at_least(kept))


def _gives_away(cell: Cell, split: Split, told: Mapping[Cell, Split]) -> bool:
    """Say whether one more cell lets a small group be found with the tables told before it."""
    tables: dict[str, list[Split]] = defaultdict(list)
    for other, its in told.items():
        if not its.everybody.isdisjoint(split.everybody):
            tables[other.table].append(its)
    own = [its for other, its in told.items() if other.table == cell.table]
    tables.pop(cell.table, None)
    return any(
        _is_small(left)
        for others in tables.values()
        for left in chain(_left(others, [*own, split]), _left([*own, split], others))
    )


def _left(table: Iterable[Split], other: Iterable[Split]) -> Iterator[People]:
    """Yield what is left when one table's sides are taken from the other's that cover them."""
    sides = list(_sides(other))
    for side in _sides(table):
        within = frozenset().union(*(one for one in sides if one <= side))
        if within:
            yield side - within
        cover = frozenset().union(*(one for one in sides if not one.isdisjoint(side)))
        if side <= cover:
            yield cover - side


def _sides(table: Iterable[Split]) -> Iterator[People]:
    for split in table:
        yield split.counted
        yield split.others


def _is_small(group: People) -> bool:
    return 0 < len(group) < FEWEST
