from datetime import date
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from kunnande.stages.programme.api.schemas import Day, Filled
from kunnande.stages.programme.models import CostKind
from kunnande.stages.programme.services import Correction, Line, Promise

_MOST_ORE = 100_000_000_000
_MOST_MINUTES = 24 * 60
_MOST_ID = 2**63 - 1

Ore = Annotated[int, Field(ge=0, le=_MOST_ORE, examples=[1_250_000])]
_Year = Annotated[int, Field(ge=2000, le=2100)]
_Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_Rate = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
_Staff = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class LineIn(Schema):
    """A line of a budget; what it is worth as a whole, or year by year."""

    code: _Code
    name: _Words
    kind: CostKind
    whole_ore: Ore | None = None
    ore_by_year: Annotated[dict[_Year, Ore], Field(default_factory=dict)]
    # The dated rule of öre an hour, for a line of unit cost.
    rate_code: _Rate = ""

    def read(self) -> Line:
        amounts: dict[int | None, int] = dict(self.ore_by_year.items())
        if self.whole_ore is not None:
            amounts[None] = self.whole_ore
        return Line(self.code, self.name, self.kind, amounts, self.rate_code)


class BudgetIn(Schema):
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=200)]


class BudgetLineOut(Schema):
    id: int
    code: str
    name: str
    kind: CostKind
    rate_code: str
    closed_on: date | None


class LineRowOut(Schema):
    """A line in öre today: budgeted, spent, claimed, promised, a straight line ahead, left."""

    line: BudgetLineOut
    budgeted: int
    spent: int
    claimed: int
    committed: int
    ahead: int
    forecast: int
    remaining: int


class BudgetOut(Schema):
    """The budget of the decision that applies, and the months that the forecast is drawn over."""

    grant_id: int | None
    source: str
    months_behind: int
    months_ahead: int
    lines: list[LineRowOut]


class ClosingIn(Schema):
    on: Day


class PromiseIn(Schema):
    on: Day
    words: _Words
    amount_ore: Annotated[Ore, Field(ge=1)]
    evidence: Filled

    def read(self) -> Promise:
        return Promise(self.on, self.words, self.amount_ore, self.evidence)


class CommitmentOut(Schema):
    id: int
    line_id: int
    on: date
    words: str
    amount_ore: int
    evidence: str


class CostIn(Schema):
    """A cost in öre, or the minutes of a member of staff on a line of unit cost."""

    line_code: _Code
    on: Day
    words: _Words
    evidence: Filled
    amount_ore: Annotated[Ore, Field(ge=1)] | None = None
    staff: _Staff = ""
    minutes: Annotated[int, Field(ge=1, le=_MOST_MINUTES)] | None = None
    partner_id: int | None = None
    commitment_id: Annotated[int, Field(ge=1, le=_MOST_ID)] | None = None


class CostsIn(Schema):
    costs: Annotated[list[CostIn], Field(min_length=1, max_length=1000)]


class CorrectionIn(Schema):
    """By how much a cost was wrong: less than nothing where it was too high."""

    on: Day
    amount_ore: Annotated[int, Field(ge=-_MOST_ORE, le=_MOST_ORE)]
    reason: Filled
    evidence: Filled

    def read(self) -> Correction:
        return Correction(self.on, self.amount_ore, self.reason, self.evidence)


class CostOut(Schema):
    id: int
    line_id: int
    on: date
    words: str
    amount_ore: int
    minutes: int | None
    evidence: str
    partner_id: int | None
    commitment_id: int | None
    corrects_id: int | None
    reason: str
