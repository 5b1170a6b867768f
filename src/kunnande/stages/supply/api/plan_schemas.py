from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from kunnande.stages.supply.services import plans

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Told = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Number = Annotated[int, Field(ge=0, le=10_000)]


class MeasureOut(Schema):
    id: int
    number: int
    name: str
    is_role: bool
    needed: int
    present: int | None
    gap: int | None
    kind: str
    words: str
    responsible: str
    due_on: date | None
    cost_sek: int | None
    done_on: date | None
    effect: str


class PlanOut(Schema):
    id: int
    company_id: int
    year: int
    version: int
    state: str
    drafted_on: date
    adopted_on: date | None
    goals: list[str]
    measures: list[MeasureOut]
    wheel: list[tuple[int, str]]
    changes: list[str]


class WheelIn(Schema):
    month: int = Field(ge=1, le=12)
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class PlanWordsIn(Schema):
    goals: list[Filled] = Field(max_length=20)
    wheel: list[WheelIn] = Field(max_length=12)


class MeasureIn(Schema):
    kind: Annotated[str, StringConstraints(pattern="^(develop|recruit|redeploy)$")]
    needed: Number
    words: Line = ""
    responsible: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    due_on: date | None = None
    cost_sek: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None

    def read(self) -> plans.MeasureChoice:
        names = plans.MeasureChoice.__dataclass_fields__
        return plans.MeasureChoice(**{name: getattr(self, name) for name in names})


class NewMeasureIn(MeasureIn):
    area_id: int | None = None
    role_id: int | None = None


class FollowUpIn(Schema):
    done_on: date | None = None
    effect: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class NoteIn(Schema):
    words: Told
    next_step: Filled
    next_on: date | None = None


class NoteOut(Schema):
    id: int
    at: datetime
    coach: str
    words: str
    next_step: str
    next_on: date | None


class CoachIn(Schema):
    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)]


class CoachingOut(Schema):
    id: int
    coach: str
    from_at: datetime


class CoachedOut(Schema):
    id: int
    name: str


class DemandOut(Schema):
    role: str
    area: str
    level: int
    accepted_kinds: list[str]
    people_needed: int


class PersonEvidenceOut(Schema):
    name: str
    roles: list[str]
    area: str
    state: str
    required: int
    held: int
    kind: str
    shown_on: date | None
    valid_until: date | None


class ActionOut(Schema):
    year: int
    version: int
    line: MeasureOut
    present_now: int


class EvidenceOut(Schema):
    company: str
    on: date
    demands: list[DemandOut]
    people: list[PersonEvidenceOut]
    actions: list[ActionOut]
