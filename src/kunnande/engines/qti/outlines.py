"""What a test is: parts, sections, places for items, limits and outcome processing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from .declarations import OutcomeDeclaration
from .documents import Element


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long something may or must take, in seconds; None where nothing is said."""

    least: Decimal | None = None
    most: Decimal | None = None
    allow_late: bool = False


@dataclass(frozen=True, slots=True)
class SessionControl:
    """What the candidate may do with an item; inherited from the parts around it.

    ``max_attempts`` 0 means any number. ``allowed`` holds the names of what is allowed.
    """

    max_attempts: int = 1
    allowed: frozenset[str] = frozenset({"allow-review", "allow-skipping"})


@dataclass(frozen=True, slots=True)
class Selection:
    """How many of a section's children are drawn."""

    select: int
    with_replacement: bool


@dataclass(frozen=True, slots=True)
class Node:
    """What items, sections and parts share; ``conditions`` and ``branches`` steer the way on."""

    identifier: str
    required: bool
    fixed: bool
    limits: TimeLimits
    conditions: tuple[Element, ...]
    branches: tuple[Element, ...]
    control: SessionControl


@dataclass(frozen=True, slots=True)
class ItemReference(Node):
    """An item's place in a test."""

    href: str
    categories: frozenset[str]
    weights: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Section(Node):
    """A group of items and sections."""

    title: str
    visible: bool
    keep_together: bool
    selection: Selection | None
    shuffle: bool
    rubrics: tuple[Element, ...]
    children: tuple["Section | ItemReference", ...]


@dataclass(frozen=True, slots=True)
class Part(Node):
    """A part of a test; ``linear`` means that the way goes forward only."""

    linear: bool
    individual: bool
    sections: tuple[Section, ...]


Child: TypeAlias = Section | ItemReference


@dataclass(frozen=True, slots=True)
class Assessment:
    """A test; holds no items, only where they lie."""

    identifier: str
    title: str
    limits: TimeLimits
    parts: tuple[Part, ...]
    outcome_declarations: Mapping[str, OutcomeDeclaration]
    rules: tuple[Element, ...]
    feedback: tuple[Element, ...]


def list_references(assessment: Assessment) -> tuple[ItemReference, ...]:
    """Return all references to items, in document order."""
    found: list[ItemReference] = []

    def visit(child: Child) -> None:
        if isinstance(child, ItemReference):
            found.append(child)
        else:
            for each in child.children:
                visit(each)

    for part in assessment.parts:
        for section in part.sections:
            visit(section)
    return tuple(found)
