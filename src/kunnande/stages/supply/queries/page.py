"""What the page of a matrix holds, complete before it is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kunnande.stages.requirements.queries import NeededRole


DIGITS = ("0", "1", "2", "3", "4")
# What stands after a square's level: a course is planned, a test is booked.
MARKS = {"": "", "planned": "k", "booked": "p"}


@dataclass(frozen=True)
class Column:
    area_id: int
    code: str
    name: str
    family: str
    can_alone: int
    needed: int
    met: int
    remaining: int

    @property
    def is_short(self) -> bool:
        return self.can_alone < self.needed


class Cell(NamedTuple):
    """One person and one area: what is required, what is shown, and the state in words.

    `state` is met, soon, remaining, unshared, exempt, withdrawn or none; `held` is the highest
    level shown by an accepted kind of proof, 0 when nothing is shown or it may not be used now.
    `mark` is planned (a course), booked (a test) or nothing: it changes no count.
    """

    area_id: int
    state: str
    held: int
    required: int
    mark: str = ""

    def written(self, signs: Sequence[str] = DIGITS) -> str:
        """Say the state without colour, in the company's own signs for the levels."""
        if self.state in {"met", "soon"}:
            return signs[self.held] + MARKS[self.mark]
        if self.state == "remaining":
            return f"{signs[self.held]}/{signs[self.required]}{MARKS[self.mark]}"
        words = {"unshared": "–", "exempt": "x", "withdrawn": "||"}
        return words.get(self.state, "·") + MARKS[self.mark]

    @property
    def tone(self) -> str:
        tones = {"met": "ok", "remaining": "gap", "unshared": "self", "exempt": "none"}
        if self.mark and self.state == "remaining":
            return "plan"
        return tones.get(self.state, "gap" if self.state == "withdrawn" else self.state)


@dataclass(frozen=True)
class Row:
    person_id: int
    name: str
    team: str
    roles: tuple[str, ...]
    cells: tuple[Cell, ...]
    shift: str = ""
    site: str = ""

    @property
    def required(self) -> int:
        return self.met + self.remaining

    @property
    def remaining(self) -> int:
        return self.states["remaining"] + self.states["withdrawn"]

    @property
    def met(self) -> int:
        return self.states["met"] + self.states["soon"]

    @property
    def unshared(self) -> int:
        return self.states["unshared"]

    @cached_property
    def states(self) -> Counter[str]:
        return Counter([cell.state for cell in self.cells])


@dataclass(frozen=True)
class Team:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Family:
    """Areas that stand beside each other under one heading."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Choices:
    """What a reader can narrow the matrix to, whatever it is narrowed to now."""

    teams: tuple[str, ...]
    shifts: tuple[str, ...]
    sites: tuple[str, ...]
    roles: tuple[NeededRole, ...]
    families: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    columns: tuple[Column, ...]
    teams: tuple[Team, ...]
    on: date
    choices: Choices
    signs: tuple[str, ...] = DIGITS

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for team in self.teams for row in team.rows)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        grouped = groupby(self.columns, key=lambda column: column.family)
        return tuple(Family(name, tuple(columns)) for name, columns in grouped)

    @property
    def is_grouped(self) -> bool:
        return any(family.name for family in self.families)

    @cached_property
    def family_starts(self) -> frozenset[int]:
        """The areas that a family begins with, by id."""
        return frozenset(family.columns[0].area_id for family in self.families)

    @cached_property
    def met(self) -> int:
        return sum(row.met for row in self.rows)

    @cached_property
    def required(self) -> int:
        return sum(row.required for row in self.rows)

    @property
    def remaining(self) -> int:
        return self.required - self.met

    @property
    def percent(self) -> int:
        return round(100 * self.met / self.required) if self.required else 0

    @property
    def unshared_people(self) -> int:
        return sum(bool(row.unshared) for row in self.rows)


@dataclass(frozen=True)
class Selection:
    """What a reader narrows the matrix to; empty means everything.

    A state keeps those who have a square in it; a square keeps its meaning whatever is shown.
    """

    team: str = ""
    role_id: int | None = None
    family: str = ""
    state: str = ""
    shift: str = ""
    site: str = ""

    @property
    def is_part(self) -> bool:
        """Whether only some of the people are asked for, so that the company's need says little."""
        return bool(self.team or self.state or self.shift or self.site)
