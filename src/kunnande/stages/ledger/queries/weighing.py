"""What somebody has shown in an area, weighed against what is asked of them there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from kunnande.stages.framework.queries import USUAL, add_months, list_counting_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kunnande.stages.framework.queries import Validity
    from kunnande.stages.requirements.queries import Required

ENDS_SOON_DAYS = USUAL.renewal_days
_HIGHEST_LEVEL = 4


class Weighable(Protocol):
    """As much of a statement as is weighed."""

    @property
    def area_id(self) -> int: ...
    @property
    def area_version_id(self) -> int: ...
    @property
    def level(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def stated_on(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


_Shown = TypeVar("_Shown", bound=Weighable)


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that is asked of the holder of some roles in one area, put together."""

    area_id: int
    level: int
    accepted: frozenset[str]
    since: date | None
    soon: date


class Weighed(NamedTuple):
    """The highest level that counts, whether it is enough, and whether it stays so for a while."""

    held: int
    is_met: bool
    lasts: bool


# Few outcomes, and a page weighs tens of thousands of times: each is made once.
_OUTCOMES = {
    (held, is_met, lasts): Weighed(held, is_met, lasts)
    for held in range(_HIGHEST_LEVEL + 1)
    for is_met in (False, True)
    for lasts in (False, True)
}


def recency_of(demands: Sequence[Required], rule: Validity) -> int | None:
    """Return how many months old a proof may be: the strictest demand, else the area's rule."""
    asked = [d.recency_months for d in demands if d.recency_months is not None]
    return min(asked, default=rule.recency_months)


def oldest_day(demands: Sequence[Required], rule: Validity, on: date) -> date | None:
    """Return the first day on which something shown is still recent; None when age is no matter."""
    months = recency_of(demands, rule)
    return add_months(on, -months) if months else None


def is_recent(statement: Weighable, since: date | None) -> bool:
    return since is None or statement.stated_on >= since


def ask(area_id: int, demands: Sequence[Required], rule: Validity, on: date) -> Asked | None:
    """Put together what several roles demand in an area; None when they demand nothing."""
    if not demands:
        return None
    level, accepted = _together(demands)
    soon = on + timedelta(days=rule.renewal_days)
    return Asked(area_id, level, accepted, oldest_day(demands, rule, on), soon)


def weigh(asked: Asked, statements: Sequence[Weighable]) -> Weighed:
    """Weigh in one pass over the statements, for a page has tens of thousands."""
    level, accepted, since = asked.level, asked.accepted, asked.since
    held, lasts = 0, False
    for s in statements:
        if s.kind in accepted and (since is None or s.stated_on >= since):
            held = max(held, s.level)
            if s.level >= level and not lasts:
                lasts = s.valid_until is None or s.valid_until > asked.soon
    return _OUTCOMES[held, held >= level, lasts]


def keep_counting(statements: Iterable[_Shown], on: date) -> list[_Shown]:
    """Return the statements about versions of areas that the products of the day accept."""
    kept = list(statements)
    counting = list_counting_versions((s.area_id for s in kept), on)
    return [
        s for s in kept if s.area_id not in counting or s.area_version_id in counting[s.area_id]
    ]


def _together(demands: Sequence[Required]) -> tuple[int, frozenset[str]]:
    """Return the level that meets every demand on an area, and the kinds all of them accept."""
    if len(demands) == 1:
        return demands[0].level, demands[0].accepted_kinds
    accepted = frozenset.intersection(*(demand.accepted_kinds for demand in demands))
    return max(demand.level for demand in demands), accepted
