"""Costs of a programme: what stops one from being entered, what an hour costs, and lists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F, Max, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.programme.models import (
    BudgetLine,
    ClaimState,
    CostEntry,
    CostKind,
    GrantVersion,
    PaymentClaim,
)
from kunnande.stages.programme.queries.grants import NoRuleError, Rulebook, list_partners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.programme.models import Commitment, DatedRule, Programme

_HOUR = 60
_A_DAY = 24 * _HOUR
_MOST_A_DAY = "most_minutes_a_day"


@dataclass(frozen=True)
class Cost:
    """A cost as somebody enters it: öre, or whose minutes on a line of unit cost."""

    line_code: str
    on: date
    words: str
    evidence: str
    amount_ore: int | None = None
    staff: str = ""
    minutes: int | None = None
    partner: Organisation | None = None
    commitment: Commitment | None = None
    # Which row of a file it came from.
    row: int = 1


@dataclass(frozen=True)
class CostRefused:
    """One row that can not be entered, and why."""

    row: int
    rule: str

    def __str__(self) -> str:
        return _("Rad %(row)d: %(rule)s.") % {"row": self.row, "rule": self.rule}


@dataclass(frozen=True)
class Day:
    """Which days a programme still takes costs of."""

    from_on: date
    to_on: date
    today: date
    # The last day that a sent claim covers.
    claimed_to: date | None

    @classmethod
    def of(cls, programme: Programme, *, at: datetime) -> Day:
        """Return what holds for a programme: from its first decision to its last day."""
        first = GrantVersion.objects.filter(programme=programme).order_by("number").first()
        sent = PaymentClaim.objects.filter(programme=programme, state=ClaimState.SENT)
        return cls(
            from_on=max(programme.from_on, first.from_on) if first else programme.from_on,
            to_on=programme.to_on,
            today=localdate(at),
            claimed_to=sent.aggregate(last=Max("to_on"))["last"],
        )

    def rule_against(self, line: BudgetLine, on: date, *, corrects: bool = False) -> str:
        """Return the rule that a cost on a day goes against, or nothing."""
        if not self.from_on <= on <= self.to_on:
            told = {"from": f"{self.from_on:%Y-%m-%d}", "to": f"{self.to_on:%Y-%m-%d}"}
            return _("dagen ligger utanför stödets tid, %(from)s till %(to)s") % told
        if on > self.today:
            return _("kostnaden skrivs in när den finns")
        if self.claimed_to and on <= self.claimed_to:
            told = {"day": f"{self.claimed_to:%Y-%m-%d}"}
            return _("månaden är låst: en ansökan är skickad till och med %(day)s") % told
        if line.closed_on and on > line.closed_on and not corrects:
            told = {"day": f"{line.closed_on:%Y-%m-%d}"}
            return _("budgetraden är stängd från %(day)s") % told
        return ""


@dataclass(frozen=True)
class Measures:
    """What costs are measured by, asked for once: the lines by code, and the rules of hours."""

    lines: Mapping[str, BudgetLine]
    rules: Rulebook

    @classmethod
    def of(cls, programme: Programme, costs: Sequence[Cost]) -> Measures:
        """Return what holds for these costs; rules only where some of them are hours."""
        lines = {line.code: line for line in BudgetLine.objects.filter(programme=programme)}
        rated = {_MOST_A_DAY, *(line.rate_code for line in lines.values())}
        return cls(lines, Rulebook.of(rated if any(one.minutes for one in costs) else ()))


def refusals_of(
    programme: Programme, costs: Sequence[Cost], by: Measures, *, at: datetime
) -> list[CostRefused]:
    """Return every row that goes against a rule, in order of row. Raises NoRuleError."""
    day = Day.of(programme, at=at)
    takes_part = {one.organisation_id for one in list_partners(programme)} | {programme.owner_id}
    found = []
    for cost in costs:
        line = by.lines.get(cost.line_code)
        if line is None:
            rule = _("budgetraden %(code)s finns inte") % {"code": cost.line_code}
        else:
            rule = (
                day.rule_against(line, cost.on)
                or _rule_against(line, cost, takes_part)
                or _rule_against_hours(line, cost, by.rules)
                or _rule_against_amount(line, cost)
            )
        if rule:
            found.append(CostRefused(cost.row, rule))
    wrong = {one.row for one in found}
    rest = [one for one in costs if one.row not in wrong]
    found += _too_long_days(programme, rest, by.rules)
    return sorted(found, key=lambda one: one.row)


def price_cost(line: BudgetLine, cost: Cost, rules: Rulebook) -> tuple[int, DatedRule | None]:
    """Return the öre of a cost; of hours at the rate of the day, rounded down.

    Raises NoRuleError.
    """
    if line.kind != CostKind.UNIT_COST:
        return cost.amount_ore or 0, None
    rate = rules.get(line.rate_code, on=cost.on)
    return (cost.minutes or 0) * rate.amount // _HOUR, rate


def costs_of(programme: Programme) -> QuerySet[CostEntry]:
    """Return a programme's costs and corrections, the latest first."""
    return (
        CostEntry.objects.filter(line__programme=programme)
        .select_related("line", "partner", "rate", "corrects", "claimed__claim")
        .order_by("-on", "-pk")
    )


def kronor_of(costs: QuerySet[CostEntry]) -> Decimal:
    """Return what costs are together."""
    return Decimal(costs.aggregate(ore=Sum("amount_ore"))["ore"] or 0) / 100


def _rule_against(line: BudgetLine, cost: Cost, takes_part: set[int]) -> str:
    if not (cost.words.strip() and cost.evidence.strip()):
        return _("skriv vad det är och vilket underlag som finns")
    if cost.partner and cost.partner.pk not in takes_part:
        return _("%(partner)s är inte med i programmet") % {"partner": cost.partner.name}
    if cost.commitment and cost.commitment.line_id != line.pk:
        return _("åtagandet hör till en annan budgetrad")
    return ""


def _rule_against_hours(line: BudgetLine, cost: Cost, rules: Rulebook) -> str:
    if line.kind != CostKind.UNIT_COST:
        return _("bara en enhetskostnad har timmar") if cost.minutes or cost.staff else ""
    if not cost.staff.strip() or not cost.minutes or cost.minutes < 0:
        return _("en enhetskostnad har anställningsnummer och timmar")
    if cost.amount_ore is not None:
        return _("beloppet räknas av timmarna")
    try:
        rules.get(line.rate_code, on=cost.on)
    except NoRuleError as error:
        return str(error).rstrip(".")
    return ""


def _rule_against_amount(line: BudgetLine, cost: Cost) -> str:
    if line.kind != CostKind.UNIT_COST and (cost.amount_ore or 0) < 1:
        return _("beloppet är mer än noll")
    return ""


def _too_long_days(
    programme: Programme, costs: Sequence[Cost], rules: Rulebook
) -> list[CostRefused]:
    """Return the rows after which somebody has worked longer than a day allows."""
    asked = [one for one in costs if one.minutes]
    spent: dict[tuple[str, date], int] = defaultdict(int)
    known = CostEntry.objects.filter(
        line__programme=programme, on__in={one.on for one in asked}, minutes__isnull=False
    ).annotate(left=F("amount_ore") + Coalesce(Sum("corrections__amount_ore"), 0))
    for staff, on, minutes in known.filter(left__gt=0).values_list("staff", "on", "minutes"):
        spent[staff, on] += minutes or 0
    found = []
    for one in asked:
        most = min(rules.get(_MOST_A_DAY, on=one.on).amount, _A_DAY)
        spent[one.staff.strip(), one.on] += one.minutes or 0
        if spent[one.staff.strip(), one.on] > most:
            told = {"spent": spent[one.staff.strip(), one.on], "most": most}
            rule = _("%(spent)d minuter samma dag, högst %(most)d får räknas") % told
            found.append(CostRefused(one.row, rule))
    return found
