"""What each decision gave, and what was spent and claimed of the days that it applied."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import Sum

from kunnande.stages.programme.models import ClaimedCost, CostEntry
from kunnande.stages.programme.queries.budget import LineRow, get_budget

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kunnande.stages.programme.models import GrantVersion, Programme


@dataclass(frozen=True)
class GrantMoney:
    """One decision in öre: granted, and the costs of the days from it until the next."""

    grant: GrantVersion
    spent: int
    claimed: int

    @property
    def kronor(self) -> dict[str, Decimal]:
        return {name: Decimal(getattr(self, name)) / 100 for name in ("spent", "claimed")}


@dataclass(frozen=True)
class Money:
    """The decisions in force by a day, the latest last, and every budget line together."""

    grants: tuple[GrantMoney, ...]
    # Of the latest decision that is divided among lines; nothing where none is.
    budgeted_by: GrantVersion | None
    total: LineRow
    lines: tuple[LineRow, ...]


def get_money(programme: Programme, *, on: date, grants: Sequence[GrantVersion]) -> Money:
    """Return the costs of a programme by a day, in as many questions however many there are."""
    costs = CostEntry.objects.filter(line__programme=programme, on__lte=on)
    spent = dict(costs.order_by().values_list("on").annotate(ore=Sum("amount_ore")))
    asked = ClaimedCost.objects.filter(claim__programme=programme, entry__on__lte=on)
    claimed = dict(asked.order_by().values_list("entry__on").annotate(ore=Sum("amount_ore")))
    applied = [one for one in grants if one.from_on <= on]
    budget = get_budget(programme, on=on)
    return Money(
        grants=tuple(
            GrantMoney(one, _between(spent, one, after), _between(claimed, one, after))
            for one, after in pairwise([*applied, None])
            if one
        ),
        budgeted_by=budget.grant,
        total=budget.total,
        lines=budget.rows,
    )


def _between(ore: Mapping[date, int], grant: GrantVersion, after: GrantVersion | None) -> int:
    return sum(
        amount
        for on, amount in ore.items()
        if grant.from_on <= on and (after is None or on < after.from_on)
    )
