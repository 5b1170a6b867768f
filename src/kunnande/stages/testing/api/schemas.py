from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Language = Literal["sv", "en"]


class CaseToTest(Schema):
    case_id: int
    person_name: str
    product: str
    waiting_since: datetime


class SittingOut(Schema):
    id: int
    case_id: int
    centre_id: int
    blueprint_id: int
    takes_place_on: date
    state: str
    language: str
    started_at: datetime | None
    deadline_at: datetime | None
    finished_at: datetime | None


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
