"""A programme with a budget, made by the real services."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kunnande.stages.programme import services
from kunnande.stages.programme.queries.costs import Cost
from kunnande.stages.programme.tests.builders import BEGINS, JANUARY, Worked

if TYPE_CHECKING:
    from kunnande.stages.programme.models import CostEntry, PaymentClaim

# The first claim's days end with March; in January and April something happens.
FIRST, LATER = date(2026, 1, 15), date(2026, 4, 15)
LINES = (
    services.Line("1", "Personal", "unit_cost", {None: 60_000_00}, "unit_cost_staff"),
    services.Line("2", "Tjänster", "actual", {2026: 30_000_00, 2027: 10_000_00}),
    services.Line("3", "Deltagare", "participants", {None: 5_000_00}),
)


def a_cost(**changed: Any) -> Cost:
    told = {"line_code": "2", "on": FIRST, "words": "Lokal", "evidence": "Faktura 7"}
    if "minutes" not in changed:
        told["amount_ore"] = 1_234_56
    return Cost(**{**told, **changed})


def some_hours(minutes: int = 450, **changed: Any) -> Cost:
    told = {"line_code": "1", "words": "Projektledning", "evidence": "Tidrapport"}
    return a_cost(**{**told, "minutes": minutes, "staff": "417", **changed})


class Budgeted(Worked):
    """A programme whose grant is divided among three lines."""

    def __init__(self) -> None:
        super().__init__()
        self.grant = services.enter_grant(
            programme=self.programme,
            grant=services.Grant(BEGINS, people=10, amount_ore=105_000_00, source="Beslut 1"),
            **self.acting,
        )
        self.money: dict[str, Any] = {"by": self.economist, "at": JANUARY}
        self.lines = services.set_budget(grant=self.grant, lines=LINES, **self.money)

    def cost(self, cost: Cost | None = None) -> CostEntry:
        return services.enter_cost(programme=self.programme, cost=cost or a_cost(), **self.money)

    def claim(self) -> PaymentClaim:
        return services.open_claim(programme=self.programme, **self.money)

    def send(self, claim: PaymentClaim) -> PaymentClaim:
        return services.send_claim(claim=claim, **self.money)
