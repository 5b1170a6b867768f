"""Budget against what was spent, claimed and promised, and where the end of it points."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import (
    BooleanField,
    Case,
    DecimalField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from kunnande.stages.programme.models import (
    BudgetAmount,
    BudgetLine,
    ClaimedCost,
    Commitment,
    CostEntry,
    DatedRule,
    GrantVersion,
    Unit,
)
from kunnande.stages.programme.queries.grants import list_grants
from kunnande.stages.programme.queries.months import list_months

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import TypedDict

    from django.db.models.expressions import Combinable, CombinedExpression
    from django_stubs_ext import WithAnnotations

    from kunnande.stages.programme.models import Programme

    class _Left(TypedDict):
        used: int
        left: int
        is_ahead: bool
        used_kronor: Decimal
        left_kronor: Decimal

    Promised = WithAnnotations[Commitment, _Left]

_ORE_OF_A_KRONA = Decimal(100)


@dataclass(frozen=True)
class LineRow:
    """One line in öre: budgeted, spent, claimed, promised and not yet spent, and ahead."""

    line: BudgetLine | None
    budgeted: int
    spent: int
    claimed: int
    committed: int
    ahead: int

    @property
    def forecast(self) -> int:
        return self.spent + self.committed + self.ahead

    @property
    def remaining(self) -> int:
        return self.budgeted - self.spent

    @property
    def kronor(self) -> dict[str, Decimal]:
        """Return every amount in kronor, by its name."""
        names = ("budgeted", "spent", "claimed", "committed", "ahead", "forecast", "remaining")
        return {name: Decimal(getattr(self, name)) / 100 for name in names}


@dataclass(frozen=True)
class Budget:
    """Every line on a day, and the months that the forecast is drawn from and over."""

    grant: GrantVersion | None
    rows: tuple[LineRow, ...]
    months_behind: int
    months_ahead: int

    @property
    def total(self) -> LineRow:
        names = ("budgeted", "spent", "claimed", "committed", "ahead")
        return LineRow(
            None, **{name: sum(getattr(row, name) for row in self.rows) for name in names}
        )


def get_budget(programme: Programme, *, on: date) -> Budget:
    """Return the budget of the decision that applies, beside what has come of it by a day.

    What is ahead is a straight line: what was spent without a promise, by the months begun so far,
    times the months that remain, rounded down.
    """
    grant = _grant_with_budget(programme, on)
    behind, ahead = _months(programme, on)
    lines = list(BudgetLine.objects.filter(programme=programme).order_by("code", "pk"))
    budgeted = _sums(BudgetAmount.objects.filter(grant=grant))
    costs = CostEntry.objects.filter(line__programme=programme, on__lte=on)
    spent, unpromised = _sums(costs), _sums(costs.filter(commitment__isnull=True))
    claimed = _sums(ClaimedCost.objects.filter(entry__line__programme=programme), "entry__line_id")
    committed = _committed(programme, on)
    return Budget(
        grant=grant,
        rows=tuple(
            LineRow(
                line=line,
                budgeted=budgeted.get(line.pk, 0),
                spent=spent.get(line.pk, 0),
                claimed=claimed.get(line.pk, 0),
                committed=committed.get(line.pk, 0),
                ahead=0
                if line.closed_on and line.closed_on <= on
                else max(unpromised.get(line.pk, 0), 0) * ahead // max(behind, 1),
            )
            for line in lines
        ),
        months_behind=behind,
        months_ahead=ahead,
    )


def lines_of(programme: Programme) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(programme=programme).order_by("code", "pk")


def list_commitments(programme: Programme) -> QuerySet[Commitment]:
    return (
        Commitment.objects.filter(line__programme=programme)
        .select_related("line")
        .order_by("-on", "-pk")
    )


def promises_of(programme: Programme, *, on: date) -> QuerySet[Promised]:
    """Return a programme's orders, each with what of it is a cost by a day, and what is left.

    An order of a later day is there with nothing left: it counts from its own day.
    """
    used = Coalesce(Sum("entries__amount_ore", filter=Q(entries__on__lte=on)), 0)
    left = Greatest(F("amount_ore") - F("used"), 0)
    return (
        list_commitments(programme)
        .annotate(used=used, is_ahead=ExpressionWrapper(Q(on__gt=on), BooleanField()))
        .annotate(left=Case(When(on__gt=on, then=Value(0)), default=left))
        .annotate(used_kronor=_in_kronor(F("used")), left_kronor=_in_kronor(F("left")))
    )


def amounts_of(line: BudgetLine) -> QuerySet[BudgetAmount]:
    """Return what each decision has given a line, the first decision first."""
    rows = BudgetAmount.objects.filter(line=line).select_related("grant")
    return rows.order_by("grant__number", "year", "pk")


def list_divided(programme: Programme) -> QuerySet[GrantVersion]:
    """Return the decisions, each with what of it is divided among lines: none where nothing is."""
    return (
        GrantVersion.objects.filter(programme=programme)
        .annotate(divided=Sum("amounts__amount_ore"))
        .annotate(divided_kronor=_in_kronor(F("divided")))
        .order_by("number")
    )


def list_rates() -> list[tuple[str, str]]:
    """Return every rate of öre an hour that a line may have: its code, and what it is now."""
    rules = DatedRule.objects.filter(unit=Unit.ORE).order_by("code", "from_on", "pk")
    return list({rule.code: (rule.code, rule.source) for rule in rules}.values())


def _grant_with_budget(programme: Programme, on: date) -> GrantVersion | None:
    """Return the latest decision in force that has been divided among lines."""
    divided = set(
        BudgetAmount.objects.filter(grant__programme=programme).values_list("grant_id", flat=True)
    )
    held = [one for one in list_grants(programme) if one.from_on <= on and one.pk in divided]
    return held[-1] if held else None


def _months(programme: Programme, on: date) -> tuple[int, int]:
    until = min(max(on, programme.from_on), programme.to_on)
    behind = sum(1 for _month in list_months(programme.from_on, until))
    return behind, sum(1 for _month in list_months(programme.from_on, programme.to_on)) - behind


def _sums(rows: QuerySet, by: str = "line_id") -> Mapping[int, int]:  # type: ignore[type-arg]
    return dict(rows.order_by().values_list(by).annotate(ore=Sum("amount_ore")))


def _committed(programme: Programme, on: date) -> Mapping[int, int]:
    """Return, line by line, what is promised and has not become a cost."""
    left: dict[int, int] = defaultdict(int)
    for line_id, ore in promises_of(programme, on=on).values_list("line_id", "left"):
        left[line_id] += ore
    return left


def _in_kronor(ore: Combinable) -> ExpressionWrapper[CombinedExpression]:
    kronor = DecimalField(max_digits=20, decimal_places=2)
    return ExpressionWrapper(ore / Value(_ORE_OF_A_KRONA), output_field=kronor)
