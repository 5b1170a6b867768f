"""What scores amount to in an area, and where two assessors have to talk.

Argued in docs/methods/practical-assessment.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HIGHEST_SCORE = 3
# Scores this far apart describe different pieces of work, not the same one seen by two.
TALK_FROM = 2


@dataclass(frozen=True)
class Limits:
    """The pass rule of a protocol."""

    no_zero: bool
    critical_minimum: int
    minimum_percent: int


@dataclass(frozen=True)
class Weighed:
    """A criterion as the rule sees it; without an area tried it stands for the whole task."""

    id: int
    weight: int
    is_critical: bool
    area_version_ids: frozenset[int]


@dataclass(frozen=True)
class AreaScore:
    """What the scores say of one area."""

    area_version_id: int
    percent: Fraction
    held_back_by: tuple[int, ...]
    criteria: int
    is_reached: bool


def score_area(
    area_version_id: int,
    criteria: Sequence[Weighed],
    scores: Mapping[int, Fraction],
    limits: Limits,
) -> AreaScore:
    """Return whether an area reaches the limits: no zero, critical minimum, weighted percent.

    Criteria of the whole task hold an area back by a limit of their own, and add no percent.
    """
    own = [row for row in criteria if area_version_id in row.area_version_ids]
    gates = own + [row for row in criteria if not row.area_version_ids]
    held_back = tuple(row.id for row in gates if scores[row.id] < _least(row, limits))
    highest = HIGHEST_SCORE * sum(row.weight for row in own)
    earned = sum((row.weight * scores[row.id] for row in own), Fraction(0))
    percent = 100 * earned / highest if highest else Fraction(0)
    return AreaScore(
        area_version_id=area_version_id,
        percent=percent,
        held_back_by=held_back,
        criteria=len(own),
        is_reached=bool(own) and not held_back and percent >= limits.minimum_percent,
    )


def must_talk_about(criterion: Weighed, scores: Iterable[int], limits: Limits) -> bool:
    """Tell whether scores differ by two or more, or stand on different sides of a limit."""
    low, high = _span(scores)
    return high - low >= TALK_FROM or low < _least(criterion, limits) <= high


def joint_score(scores: Iterable[int]) -> Fraction:
    """Return the mean: of two readings of the same work neither is the truer."""
    given = list(scores)
    return Fraction(sum(given), len(given))


def _least(criterion: Weighed, limits: Limits) -> int:
    """Return the lowest score that does not by itself hold an area back."""
    return max(int(limits.no_zero), limits.critical_minimum if criterion.is_critical else 0)


def _span(scores: Iterable[int]) -> tuple[int, int]:
    given = list(scores)
    return min(given), max(given)
