"""What a start page of work is made of: a finding, one next step, numbers, and who waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.framework.queries import localised

if TYPE_CHECKING:
    from datetime import date

    from kunnande.site.home.steps import Step
    from kunnande.stages.cases.queries import Case


@dataclass(frozen=True)
class Number:
    value: int
    words: str


@dataclass(frozen=True)
class WaitingRow:
    """Somebody's case in a list: where it is and what to press, never a result."""

    name: str
    state: str
    what: str
    on: date | None
    action: str = ""
    address: str = ""


@dataclass(frozen=True)
class WaitingList:
    """A list under its heading; `what` and `on` head the two columns that differ."""

    heading: str
    nothing: str
    what: str
    on: str
    rows: tuple[WaitingRow, ...]
    # How many there are besides the rows, and where all of them are listed.
    more: int = 0
    more_address: str = ""

    @property
    def total(self) -> int:
        return len(self.rows) + self.more


@dataclass(frozen=True)
class Section:
    """The start of one role's work."""

    kicker: str
    step: Step
    numbers: tuple[Number, ...] = ()
    lists: tuple[WaitingList, ...] = ()


def row_of(case: Case, action: str = "", view_name: str = "") -> WaitingRow:
    return WaitingRow(
        name=case.person.name,
        state=str(CaseState(case.state).label),
        what=localised(case.product_version.product, "name"),
        on=timezone.localdate(case.changed_at),
        action=action,
        address=reverse(view_name, args=[case.pk]) if view_name else "",
    )
