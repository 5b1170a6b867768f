"""Costs are entered one by one or by file, and corrected in a month that is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme.models import CostEntry, Programme
from kunnande.stages.programme.queries.costs import (
    CostRefused,
    Day,
    Measures,
    price_cost,
    refusals_of,
)
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.programme.translate_costs import read_costs
from kunnande.stages.trail.services import Act, record_acts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.queries.costs import Cost


class ImproperCostError(ValueError):
    """Some rows go against a rule, each named with it; nothing was saved."""

    def __init__(self, problems: Sequence[CostRefused]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Correction:
    """By how much a cost was wrong, on which open day it is put right, why, and what says so."""

    on: date
    amount_ore: int
    reason: str
    evidence: str


@transaction.atomic
def enter_cost(*, programme: Programme, cost: Cost, by: User, at: datetime) -> CostEntry:
    """Enter one cost. Raises NotYourProgrammeError, ImproperCostError."""
    (made,) = enter_costs(programme=programme, costs=[cost], by=by, at=at)
    return made


@transaction.atomic
def enter_costs(
    *, programme: Programme, costs: Sequence[Cost], by: User, at: datetime
) -> list[CostEntry]:
    """Enter costs, all of them or none. Raises NotYourProgrammeError, ImproperCostError."""
    refuse_all_but_the_owner(programme, by, at, Role.ECONOMIST)
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    measures = Measures.of(locked, costs)
    problems = refusals_of(locked, costs, measures, at=at)
    if problems:
        raise ImproperCostError(problems)
    made = CostEntry.objects.bulk_create(_entry(measures, cost, by, at) for cost in costs)
    _record(locked, made, "cost_entered", by=by, at=at)
    return made


@transaction.atomic
def import_costs(
    *, programme: Programme, file_name: str, content: bytes, by: User, at: datetime
) -> list[CostEntry]:
    """Take in a file of costs, all of it or none.

    Raises NotYourProgrammeError, ImproperCostError.
    """
    refuse_all_but_the_owner(programme, by, at, Role.ECONOMIST)
    costs, problems = read_costs(programme, file_name, content)
    if problems:
        raise ImproperCostError(problems)
    return enter_costs(programme=programme, costs=costs, by=by, at=at)


@transaction.atomic
def correct_cost(*, entry: CostEntry, correction: Correction, by: User, at: datetime) -> CostEntry:
    """Put a cost right by a row of its own, on a day that no sent claim covers.

    Raises NotYourProgrammeError, ImproperCostError.
    """
    programme = entry.line.programme
    refuse_all_but_the_owner(programme, by, at, Role.ECONOMIST)
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    rule = _wrong_with(locked, entry, correction, at)
    if rule:
        raise ImproperCostError([CostRefused(1, rule)])
    made = CostEntry.objects.create(
        line=entry.line,
        on=correction.on,
        words=entry.words,
        amount_ore=correction.amount_ore,
        evidence=correction.evidence.strip(),
        partner=entry.partner,
        commitment=entry.commitment,
        corrects=entry,
        reason=correction.reason.strip(),
        entered_by=by,
        entered_at=at,
    )
    _record(locked, [made], "cost_corrected", by=by, at=at)
    return made


def _wrong_with(
    programme: Programme, entry: CostEntry, correction: Correction, at: datetime
) -> str:
    if entry.corrects_id or not (correction.reason.strip() and correction.evidence.strip()):
        return _("rätta den första raden, och skriv varför och underlag")
    earlier = entry.corrections.aggregate(ore=Sum("amount_ore"))["ore"] or 0
    if not correction.amount_ore or entry.amount_ore + earlier + correction.amount_ore < 0:
        return _("en rättelse är inte noll, och kostnaden blir aldrig mindre än noll")
    return Day.of(programme, at=at).rule_against(entry.line, correction.on, corrects=True)


def _entry(measures: Measures, cost: Cost, by: User, at: datetime) -> CostEntry:
    line = measures.lines[cost.line_code]
    amount_ore, rate = price_cost(line, cost, measures.rules)
    return CostEntry(
        line=line,
        on=cost.on,
        words=cost.words.strip(),
        amount_ore=amount_ore,
        staff=cost.staff.strip(),
        minutes=cost.minutes,
        rate=rate,
        evidence=cost.evidence.strip(),
        partner=cost.partner,
        commitment=cost.commitment,
        entered_by=by,
        entered_at=at,
    )


def _record(
    programme: Programme, entries: Sequence[CostEntry], act: str, *, by: User, at: datetime
) -> None:
    acts = [
        Act(
            act,
            entry.trail_name,
            {"line": entry.line_id, "on": entry.on.isoformat(), "ore": entry.amount_ore},
        )
        for entry in entries
    ]
    record_acts(chain=programme.trail_name, acts=acts, by=by, at=at)
