from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from kunnande.stages.framework.queries import localised
from kunnande.stages.practice.queries import Assessment

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class CaseToAssess(Schema):
    case_id: int
    person_name: str
    product: str
    waiting_since: datetime


class AssessorOut(Schema):
    user_id: int
    name: str
    centre_id: int


class ProtocolOut(Schema):
    product_protocol_id: int
    name: str
    assessors_needed: int
    total_minutes: int
    is_required: bool
    assessors: list[AssessorOut]


class AssessmentIn(Schema):
    product_protocol_id: int
    centre_id: int
    assessor_ids: list[int]
    starts_on: date


class AssessmentOut(Schema):
    id: int
    case_id: int
    centre_id: int
    protocol: str
    starts_on: date
    state: str
    attempt: int
    started_at: datetime | None
    locked_at: datetime | None
    booking_id: int | None
    unsigned_because: str

    @staticmethod
    def resolve_protocol(assessment: Assessment) -> str:
        return localised(assessment.protocol_version, "name")


class BookingLeftOut(Schema):
    booking_id: int
    why: str


class AssessmentsPreparedOut(Schema):
    """The assessments that were planned, and the bookings that could have none, with why."""

    assessments: list[AssessmentOut]
    left_out: list[BookingLeftOut]


class ReasonIn(Schema):
    reason: Reason


class OthersOut(Schema):
    name: str
    value: int | None
    comment: str


class CriterionOut(Schema):
    id: int
    position: int
    name: str
    is_critical: bool
    descriptors: list[tuple[int, str]]
    value: int | None
    comment: str
    others: list[OthersOut]
    agreed: int | None
    must_be_talked_about: bool


class AreaOut(Schema):
    area_version_id: int
    name: str
    percent: int | None
    minimum_percent: int
    is_reached: bool
    verdict: bool | None
    agreed: bool | None
    must_be_talked_about: bool


class ProtocolPageOut(Schema):
    """A protocol as one assessor reads it; the other's scores come when both have signed."""

    stage: str
    name: str
    task: str
    total_minutes: int
    stops: list[tuple[int, str]]
    stopped_because: str
    criteria: list[CriterionOut]
    areas: list[AreaOut]
    has_signed: bool


class EntryIn(Schema):
    client_id: UUID = Field(description="Made where the entry is; sent again it is kept once.")
    kind: Literal["score", "verdict", "agreement", "stop"]
    at: datetime
    criterion_id: int | None = None
    area_version_id: int | None = None
    stop_id: int | None = None
    value: int | None = Field(None, ge=0, le=3, description="A score, or 1 for met, 0 for not.")
    comment: Words = ""


class EntriesIn(Schema):
    entries: list[EntryIn] = Field(max_length=200)


class EntryOut(Schema):
    client_id: UUID
    received_at: datetime


class PracticalAreaOut(Schema):
    area_version_id: int
    code: str
    name: str
    percent: Decimal | None
    minimum_percent: int
    is_met: bool
    proposal: str


class PracticalResultOut(Schema):
    is_own: bool
    stopped_because: str
    areas: list[PracticalAreaOut]


class PracticalProposalIn(Schema):
    area_version_id: int
    text: Words


class PracticalTalkIn(Schema):
    summary: Words = ""
    proposals: list[PracticalProposalIn] = Field(description="One for each area that remains.")


class PracticalTalkOut(Schema):
    held_at: datetime


class UnlockingOut(Schema):
    locking: int
    at: datetime
