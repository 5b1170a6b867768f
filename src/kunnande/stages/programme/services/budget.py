"""A budget is entered with the decision it belongs to; money is promised and lines are closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme.models import (
    BudgetAmount,
    BudgetLine,
    Commitment,
    CostKind,
    DatedRule,
    Programme,
)
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.models import GrantVersion


class ImproperBudgetError(ValueError):
    """A budget has lines with names and amounts, once for each decision and within it."""


class ImproperCommitmentError(ValueError):
    """A promise is of money on an open line, within the programme, with its evidence."""


class LineClosedError(ValueError):
    """The line is closed from a day."""


@dataclass(frozen=True)
class Line:
    """A line as a decision has it: öre for the whole of it under None, or year by year."""

    code: str
    name: str
    kind: str
    amounts: Mapping[int | None, int] = field(default_factory=dict)
    rate_code: str = ""


@dataclass(frozen=True)
class Promise:
    """What was promised on a day, how much, and where it is written."""

    on: date
    words: str
    amount_ore: int
    evidence: str


@transaction.atomic
def set_budget(
    *, grant: GrantVersion, lines: Sequence[Line], by: User, at: datetime
) -> list[BudgetLine]:
    """Divide what was granted among lines; an earlier decision's division stays on record.

    Raises NotYourProgrammeError, ImproperBudgetError.
    """
    refuse_all_but_the_owner(grant.programme, by, at, Role.ECONOMIST)
    Programme.objects.select_for_update().get(pk=grant.programme_id)
    if BudgetAmount.objects.filter(grant=grant).exists():
        raise ImproperBudgetError(_("Beslutet har redan en budget."))
    _refuse_improper(lines)
    total = sum(sum(line.amounts.values()) for line in lines)
    if total > grant.amount_ore:
        raise ImproperBudgetError(_("Raderna är tillsammans mer än vad som beviljats."))
    made = [_line_of(grant.programme, told) for told in lines]
    BudgetAmount.objects.bulk_create(
        BudgetAmount(line=line, grant=grant, year=year, amount_ore=ore)
        for line, told in zip(made, lines, strict=True)
        for year, ore in told.amounts.items()
    )
    record(
        chain=grant.programme.trail_name,
        act="budget_set",
        subject=grant.trail_name,
        by=by,
        at=at,
        facts={"lines": len(made), "ore": total},
    )
    return made


@transaction.atomic
def close_line(*, line: BudgetLine, on: date, by: User, at: datetime) -> BudgetLine:
    """Let no cost after a day belong to a line.

    Raises NotYourProgrammeError, LineClosedError.
    """
    refuse_all_but_the_owner(line.programme, by, at, Role.ECONOMIST)
    locked = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if locked.closed_on or locked.entries.filter(on__gt=on).exists():
        raise LineClosedError(_("Raden är redan stängd, eller har kostnader efter den dagen."))
    locked.closed_on = on
    locked.save(update_fields=["closed_on"])
    record(
        chain=line.programme.trail_name,
        act="budget_line_closed",
        subject=line.trail_name,
        by=by,
        at=at,
        facts={"on": on.isoformat()},
    )
    return locked


@transaction.atomic
def commit_money(*, line: BudgetLine, promise: Promise, by: User, at: datetime) -> Commitment:
    """Note an order or a contract whose costs will come.

    Raises NotYourProgrammeError, ImproperCommitmentError.
    """
    refuse_all_but_the_owner(line.programme, by, at, Role.ECONOMIST)
    written = promise.words.strip() and promise.evidence.strip()
    inside = line.programme.from_on <= promise.on <= line.programme.to_on
    if not written or promise.amount_ore < 1 or not inside:
        raise ImproperCommitmentError(_("Skriv vad, hur mycket, underlag och en dag i programmet."))
    if line.closed_on and promise.on > line.closed_on:
        raise ImproperCommitmentError(_("Budgetraden är stängd den dagen."))
    made = Commitment.objects.create(
        line=line,
        on=promise.on,
        words=promise.words.strip(),
        amount_ore=promise.amount_ore,
        evidence=promise.evidence.strip(),
        entered_by=by,
        entered_at=at,
    )
    record(
        chain=line.programme.trail_name,
        act="money_committed",
        subject=made.trail_name,
        by=by,
        at=at,
        facts={"line": line.pk, "ore": made.amount_ore},
    )
    return made


def _refuse_improper(lines: Sequence[Line]) -> None:
    if not lines or len({line.code for line in lines}) < len(lines):
        raise ImproperBudgetError(_("Budgeten har minst en rad, och varje rad en egen kod."))
    for line in lines:
        told = {"code": line.code}
        if not (line.code.strip() and line.name.strip() and line.amounts):
            raise ImproperBudgetError(_("Rad %(code)s behöver kod, namn och belopp.") % told)
        if line.kind not in CostKind or any(ore < 0 for ore in line.amounts.values()):
            raise ImproperBudgetError(_("Rad %(code)s behöver ett slag och ett belopp.") % told)
        is_unit = line.kind == CostKind.UNIT_COST
        known = DatedRule.objects.filter(code=line.rate_code, unit="ore").exists()
        if is_unit != bool(line.rate_code) or (is_unit and not known):
            msg = _("Rad %(code)s: bara en enhetskostnad har en taxa, och taxan ska finnas.")
            raise ImproperBudgetError(msg % told)


def _line_of(programme: Programme, told: Line) -> BudgetLine:
    line, is_new = BudgetLine.objects.get_or_create(
        programme=programme,
        code=told.code.strip(),
        defaults={"name": told.name.strip(), "kind": told.kind, "rate_code": told.rate_code},
    )
    if not is_new and (line.kind, line.rate_code) != (told.kind, told.rate_code):
        msg = _("Rad %(code)s var av ett annat slag i ett tidigare beslut.")
        raise ImproperBudgetError(msg % {"code": told.code})
    return line
