"""What a claim asks for and rests on, and what stops it from being sent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from kunnande.stages.programme.models import (
    Attestation,
    AttestationState,
    ClaimedCost,
    ClaimedMonth,
    ClaimState,
    CostEntry,
    PaymentClaim,
)
from kunnande.stages.programme.queries.cofinancing import get_cofinancing
from kunnande.stages.programme.queries.grants import get_rule
from kunnande.stages.programme.queries.months import last_of, month_of, months_later

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.programme.models import Programme


@dataclass(frozen=True)
class MonthRow:
    """One locked month as a claim tells of it, or by how much it was corrected."""

    attestation: Attestation
    minutes: int
    hours: int
    value_ore: int

    @property
    def value_kronor(self) -> Decimal:
        return Decimal(self.value_ore) / 100


@dataclass(frozen=True)
class Contents:
    """Everything that a claim rests on."""

    costs: tuple[CostEntry, ...]
    months: tuple[MonthRow, ...]

    @property
    def cost_ore(self) -> int:
        return sum(entry.amount_ore for entry in self.costs)

    @property
    def hours(self) -> int:
        return sum(row.hours for row in self.months)

    @property
    def cofinancing_ore(self) -> int:
        return sum(row.value_ore for row in self.months)

    @property
    def cost_kronor(self) -> Decimal:
        return Decimal(self.cost_ore) / 100

    @property
    def cofinancing_kronor(self) -> Decimal:
        return Decimal(self.cofinancing_ore) / 100

    @property
    def by_line(self) -> list[tuple[str, Decimal]]:
        """Return what each budget line is claimed for, in order of its code."""
        ore: dict[str, int] = defaultdict(int)
        for entry in self.costs:
            ore[str(entry.line)] += entry.amount_ore
        return [(name, Decimal(amount) / 100) for name, amount in sorted(ore.items())]


def claims_of(programme: Programme) -> QuerySet[PaymentClaim]:
    return PaymentClaim.objects.filter(programme=programme).order_by("-number")


def list_sent_by(programme: Programme, *, on: date) -> list[PaymentClaim]:
    """Return the claims that were sent by a day, in order."""
    sent = PaymentClaim.objects.filter(
        programme=programme, state=ClaimState.SENT, sent_at__date__lte=on
    )
    return list(sent.order_by("number"))


def next_period(programme: Programme) -> tuple[date, date] | None:
    """Return the days that the next claim covers; none when every day is claimed."""
    last = claims_of(programme).first()
    from_on = last_of(last.to_on) if last else None
    first = months_later(month_of(from_on), 1) if from_on else programme.from_on
    if first > programme.to_on:
        return None
    months = get_rule("claim_every", on=first).amount
    end = last_of(months_later(month_of(first), months - 1))
    return first, min(end, programme.to_on)


def get_contents(claim: PaymentClaim) -> Contents:
    """Return what a claim rests on: frozen where it is sent, as it is now where it is a draft."""
    if claim.state == ClaimState.SENT:
        return _sent(claim)
    costs = CostEntry.objects.filter(
        line__programme_id=claim.programme_id, on__lte=claim.to_on, claimed__isnull=True
    ).select_related("line", "partner", "corrects")
    return Contents(tuple(costs.order_by("line__code", "on", "pk")), tuple(_unclaimed(claim)))


def _sent(claim: PaymentClaim) -> Contents:
    costs = CostEntry.objects.filter(claimed__claim=claim).select_related(
        "line", "partner", "corrects"
    )
    months = ClaimedMonth.objects.filter(claim=claim).select_related(
        "attestation__participation__company",
        *(f"attestation__{who}__person" for who in ("signed_by", "locked_by")),
    )
    return Contents(
        tuple(costs.order_by("line__code", "on", "pk")),
        tuple(
            MonthRow(one.attestation, one.minutes, one.hours, one.value_ore)
            for one in months.order_by("attestation__month_on", "attestation_id")
        ),
    )


def _unclaimed(claim: PaymentClaim) -> list[MonthRow]:
    """Return every locked month no claim tells of, less what claims told before a correction."""
    counted = {
        one.attestation_id: one
        for one in get_cofinancing(
            claim.programme, first_on=month_of(claim.programme.from_on), last_on=claim.to_on
        ).months
    }
    told = {
        (row["attestation__participation_id"], row["attestation__month_on"]): row
        for row in ClaimedMonth.objects.filter(claim__programme_id=claim.programme_id)
        .values("attestation__participation_id", "attestation__month_on")
        .annotate(m=Sum("minutes"), h=Sum("hours"), ore=Sum("value_ore"))
        .order_by()
    }
    new = (
        Attestation.objects.filter(pk__in=counted, claimed__isnull=True)
        .select_related("participation__company", "signed_by__person", "locked_by__person")
        .order_by("month_on", "pk")
    )
    rows = []
    for one in new:
        now, before = counted[one.pk], told.get((one.participation_id, one.month_on))
        less = (before["m"], before["h"], before["ore"]) if before else (0, 0, 0)
        rows.append(
            MonthRow(
                one,
                minutes=now.counting_minutes - less[0],
                hours=now.hours - less[1],
                value_ore=now.value_ore - less[2],
            )
        )
    return rows


def count_unlocked(claim: PaymentClaim) -> int:
    """Return how many months of the period are begun and not yet locked."""
    going_on = (AttestationState.OPENED, AttestationState.SIGNED)
    return Attestation.objects.filter(
        participation__programme_id=claim.programme_id,
        month_on__lte=claim.to_on,
        state__in=going_on,
    ).count()


def count_claimed(programme: Programme) -> int:
    """Return the öre of every sent claim."""
    sent = ClaimedCost.objects.filter(claim__programme=programme)
    return sent.aggregate(ore=Sum("amount_ore"))["ore"] or 0


def kronor_of_sent(programme: Programme) -> tuple[Decimal, Decimal]:
    """Return the costs and the co-financing of every sent claim."""
    sent = claims_of(programme).filter(state=ClaimState.SENT)
    ore = sent.aggregate(costs=Sum("cost_ore"), cofinancing=Sum("cofinancing_ore"))
    return Decimal(ore["costs"] or 0) / 100, Decimal(ore["cofinancing"] or 0) / 100


def title_of(claim: PaymentClaim) -> str:
    return _("Ansökan %(number)d") % {"number": claim.number}
