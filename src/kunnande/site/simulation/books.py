"""The simulated programme's money: a budget for each decision, costs by month, claims sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
from django.utils.timezone import localdate, make_aware

from kunnande.site.simulation.parties import Acting
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import list_grants
from kunnande.stages.programme.queries.claims import next_period
from kunnande.stages.programme.queries.months import (
    bounds_of,
    list_months,
    month_of,
    months_later,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kunnande.site.simulation.funding import Funded
    from kunnande.stages.programme.queries import (
        BudgetLine,
        Commitment,
        CostEntry,
        GrantVersion,
    )

_ROOMS, _COURSES, _LEADER, _NODES, _JOURNEYS = "12345"
# Code, name, kind, rate, and how many of a hundred of what was granted.
_LINES = (
    (_ROOMS, "Rum och utrustning", "actual", "", 8),
    (_COURSES, "Köpta kurser och prov", "actual", "", 40),
    (_LEADER, "Projektledning", "unit_cost", "unit_cost_leader", 20),
    (_NODES, "Nodernas samordnare", "unit_cost", "unit_cost_staff", 26),
    (_JOURNEYS, "Deltagarnas resor", "participants", "", 5),
)
_RENT, _ORDER, _AGREEMENT = "Hyra av rum", "Påhittad beställning av kurser", "Påhittat avtal"
_INVOICE, _TIME_SHEET, _LIST = "Påhittad faktura", "Påhittad tidrapport", "Reseräkningar"
_TWICE, _CREDIT = "Fakturerat två gånger", "Påhittad kreditfaktura"
# What somebody has written, in the language they wrote it in.
BOOKED = (
    *(name for _code, name, *_rest in _LINES),
    *(_RENT, _ORDER, _AGREEMENT, _INVOICE, _TIME_SHEET, _LIST, _TWICE, _CREDIT),
)
_RENT_ORE, _ORDERED_ORE, _CREDIT_ORE = 18_500_00, 480_000_00, 1_250_00
# Whole days of a leader, and of the coordinator of each node, in one month.
_LEADER_DAYS, _NODE_DAYS, _A_DAY_MINUTES = 8, 6, 480
_ORDERS_EVERY, _CORRECTS_EVERY = 6, 8
_ENTERED_AFTER, _SENT_AFTER = timedelta(days=4, hours=10), timedelta(days=25, hours=10)
# The latest quarters wait for whoever tries the demonstration as its economist.
_CLAIMS_LEFT = 2


@dataclass
class _Books:
    """One programme's books: what is open in them, and what chance decides."""

    funded: Funded
    lines: dict[str, BudgetLine]
    generator: np.random.Generator
    order: Commitment | None = None
    corrects: CostEntry | None = None

    def acting(self, at: datetime) -> Acting:
        return Acting(by=self.funded.economist, at=at)


def keep_books(funded: Funded, *, seed: int, now: datetime) -> None:
    """Let the economist divide each decision, enter every month's costs and send the claims."""
    lines: dict[str, BudgetLine] = {}
    for grant in list_grants(funded.programme):
        lines |= {line.code: line for line in _set_budget(funded, grant)}
    books = _Books(funded, lines, np.random.default_rng([seed, 3]))
    latest_on = months_later(month_of(localdate(now)), -1)
    months = reversed(list(list_months(funded.programme.from_on, latest_on)))
    sent_to = months_later(latest_on, -3 * _CLAIMS_LEFT)
    for number, month_on in enumerate(months):
        end = bounds_of(month_on)[1]
        if end + _ENTERED_AFTER < now:
            _enter_month(books, number, month_on, end + _ENTERED_AFTER)
        if month_on <= sent_to and end + _SENT_AFTER < now:
            _send_due(books, month_on, end + _SENT_AFTER)


def _set_budget(funded: Funded, grant: GrantVersion) -> list[BudgetLine]:
    first, last = funded.programme.from_on.year, funded.programme.to_on.year
    years = range(first, last + 1)
    told = []
    for code, name, kind, rate, percent in _LINES:
        ore = grant.amount_ore * percent // 100
        # What is paid by unit cost has its amount by year, since the rates are by year.
        amounts: dict[int | None, int] = {None: ore}
        if rate:
            amounts = {year: ore // len(years) for year in years}
        told.append(services.Line(code, name, kind, amounts, rate))
    at = make_aware(datetime.combine(grant.from_on, time(hour=15)))
    return services.set_budget(grant=grant, lines=told, by=funded.economist, at=at)


def _enter_month(books: _Books, number: int, month_on: date, at: datetime) -> None:
    if number % _ORDERS_EVERY == 0:
        told = f"{_AGREEMENT} {month_on:%Y-%m}"
        promise = services.Promise(month_on, _ORDER, _ORDERED_ORE, told)
        books.order = services.commit_money(
            line=books.lines[_COURSES], promise=promise, **books.acting(at)
        )
    costs = [*_invoices(books, month_on), *_days_of_staff(books, month_on)]
    made = services.enter_costs(programme=books.funded.programme, costs=costs, **books.acting(at))
    if number % _CORRECTS_EVERY == _CORRECTS_EVERY - 1 and books.corrects:
        told = f"{_CREDIT} {month_on:%Y-%m}"
        wrong = services.Correction(month_on, -_CREDIT_ORE, _TWICE, told)
        services.correct_cost(entry=books.corrects, correction=wrong, **books.acting(at))
    books.corrects = made[1]


def _invoices(books: _Books, month_on: date) -> Iterator[services.Cost]:
    """Yield the month's rent, its courses, which are part of an order, and its journeys."""
    month, draw = f"{month_on:%Y-%m}", books.generator.integers
    rent, bought = f"{_INVOICE} H{month}", f"{_INVOICE} K{month}"
    courses, journeys = int(draw(45, 95)) * 1_000_00, int(draw(30, 90)) * 100_00
    yield services.Cost(_ROOMS, month_on, _RENT, rent, _RENT_ORE)
    on = month_on + timedelta(days=14)
    name = books.lines[_COURSES].name
    yield services.Cost(_COURSES, on, name, bought, courses, commitment=books.order)
    name = books.lines[_JOURNEYS].name
    yield services.Cost(_JOURNEYS, on, name, f"{_LIST} {month}", journeys)


def _days_of_staff(books: _Books, month_on: date) -> Iterator[services.Cost]:
    """Yield whole days of work, whose hours cost what the rate of their year says."""
    staff = [("100", _LEADER, _LEADER_DAYS)]
    staff += [(f"{200 + n}", _NODES, _NODE_DAYS) for n in range(len(books.funded.nodes))]
    for number, code, days in staff:
        told = f"{_TIME_SHEET} {number} {month_on:%Y-%m}"
        for day in range(days):
            yield services.Cost(
                code,
                month_on + timedelta(days=1 + 3 * day),
                books.lines[code].name,
                told,
                staff=number,
                minutes=_A_DAY_MINUTES,
            )


def _send_due(books: _Books, month_on: date, at: datetime) -> None:
    """Send the claim whose last month this is, if it is one's last month."""
    period = next_period(books.funded.programme)
    if period and month_of(period[1]) == month_on:
        claim = services.open_claim(programme=books.funded.programme, **books.acting(at))
        services.send_claim(claim=claim, **books.acting(at + timedelta(hours=2)))
