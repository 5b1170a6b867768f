from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from kunnande.stages.testing.queries import (
    ExtraTimeReason,
    IdentityDocument,
    IncidentKind,
    TerminationReason,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Language = Literal["sv", "en"]


class CaseToTest(Schema):
    case_id: int
    person_name: str
    product: str
    waiting_since: datetime


class RetakeOut(CaseToTest):
    earliest_on: date


class RetakesOut(Schema):
    """A part of those who may try again, and how many they all are."""

    items: list[RetakeOut]
    count: int


class SittingOut(Schema):
    id: int
    case_id: int
    centre_id: int
    blueprint_id: int
    booking_id: int | None
    takes_place_on: date
    state: str
    language: str
    started_at: datetime | None
    deadline_at: datetime | None
    finished_at: datetime | None
    opened_at: datetime | None
    paused_at: datetime | None
    extra_minutes: int
    termination_reason: str


class FormOut(Schema):
    blueprint_id: int
    name: str
    items: int
    can_be_planned: bool
    areas_short_of_items: list[str]


class SittingIn(Schema):
    blueprint_id: int
    centre_id: int
    takes_place_on: date
    language: Language = "sv"


class DayIn(Schema):
    takes_place_on: date


class StartIn(Schema):
    language: Language | None = None


class CodeIn(Schema):
    code: str = Field(max_length=20)


class PulseOut(Schema):
    """Where a sitting stands; asking now and then shows the test leader that one is there."""

    state: str
    is_open: bool
    is_paused: bool
    seconds_left: int


class SeatOut(Schema):
    sitting: SittingOut
    person_name: str
    status: str
    answered: int
    questions: int
    minutes_left: int


class LeftOut(Schema):
    booking_id: int
    why: str


class PreparedOut(Schema):
    sittings: list[SittingOut]
    left_out: list[LeftOut]


class IdentityIn(Schema):
    document: IdentityDocument


class CodeOut(Schema):
    code: str = Field(description="Shown this once; only its digest is kept.")


class SittingsIn(Schema):
    sitting_ids: list[int] | None = Field(None, max_length=200, description="Or all on the board.")


class MinutesIn(SittingsIn):
    minutes: int = Field(ge=1, le=240)
    reason: ExtraTimeReason


class TerminationIn(Schema):
    reason: TerminationReason


class IncidentIn(Schema):
    kind: IncidentKind
    text: str = Field("", max_length=2000)
    sitting_id: int | None = None


class IncidentOut(Schema):
    id: int
    sitting_id: int | None
    kind: str
    text: str
    noted_at: datetime


class PlaceOut(Schema):
    position: int
    area_name: str
    is_answered: bool
    is_flagged: bool


class QuestionOut(Schema):
    """A question as the candidate sees it; its fields are what an answer posts."""

    place: PlaceOut
    html: str
    revision: int
    saved_at: datetime | None


class AnswerIn(Schema):
    posted: dict[str, list[str]] = Field(description="Field name to values, as in the html.")
    page: str = Field("", pattern="^[A-Za-z0-9]{0,32}$", description="Who sends, for revisions.")
    revision: int = Field(0, ge=0, le=999_999_999, description="The revision that was shown.")


class AnswerOut(Schema):
    revision: int
    saved_at: datetime


class FlagIn(Schema):
    flagged: bool


class AreaResultOut(Schema):
    area_version_id: int
    code: str
    name: str
    points: Decimal
    maximum: Decimal
    percent: int
    minimum_percent: int
    is_met: bool
    standard_error_percent: int


class ResultOut(Schema):
    is_own: bool
    after_the_talk: bool
    areas: list[AreaResultOut]


class ProposalIn(Schema):
    area_version_id: int
    text: Text


class TalkIn(Schema):
    summary: Text
    proposals: list[ProposalIn] = Field(description="One for each area that remains.")


class TalkOut(Schema):
    case_id: int
    round: int
    held_at: datetime
