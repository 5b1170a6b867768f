from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from kunnande.stages.centres.queries import (
    Answer,
    DecisionOutcome,
    QualityFactor,
    Severity,
    StopReason,
)

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Months = Annotated[int, Field(ge=0, le=1000)]


class CentreOut(Schema):
    centre_id: int
    name: str
    municipality_code: str
    municipality: str
    latitude: float
    longitude: float
    products: list[str]
    product_ids: list[int]
    street_address: str
    languages: list[str]
    accessibility: list[str]
    travels: bool
    public_email: str
    public_phone: str


class AccreditationOut(Schema):
    id: int
    centre_id: int
    product_id: int
    state: str
    applied_on: date
    submitted_at: datetime | None
    accredited_from: date | None
    accredited_to: date | None
    withdrawn_on: date | None


class AccreditationRow(AccreditationOut):
    standing: str = Field(description="The state on the day: also suspended, withdrawn, expired.")


class FileOut(Schema):
    id: int
    requirement_id: int
    name: str
    media_type: str
    size_bytes: int
    added_at: datetime


class RequirementOut(Schema):
    requirement_id: int
    code: str
    factor: str
    text: str
    answer: str | None
    note: str
    files: list[FileOut]


class FindingOut(Schema):
    id: int
    requirement_id: int
    severity: str
    text: str
    due_on: date
    corrective_action: str
    answered_at: datetime | None
    resolved_at: datetime | None


class AccreditationInFull(Schema):
    accreditation: AccreditationOut
    standing: str
    product_name: str
    requirements: list[RequirementOut]
    visit_on: date | None
    protocol_due_on: date | None
    protocol: str
    findings: list[FindingOut]
    outcome: str | None
    grounds: str


class ApplicationIn(Schema):
    product_id: int


class AnswerIn(Schema):
    requirement_id: int
    answer: Answer
    note: Note = ""


class AnswersIn(Schema):
    answers: list[AnswerIn] = Field(max_length=200)


class AuditIn(Schema):
    on: Day
    auditors: list[int] = Field(max_length=2, description="The accounts of two auditors.")


class VisitOut(Schema):
    id: int
    on: date
    protocol_due_on: date


class FoundIn(Schema):
    requirement_id: int
    severity: Severity
    text: Text


class ProtocolIn(Schema):
    protocol: Text
    findings: list[FoundIn] = Field(max_length=200)


class CorrectionIn(Schema):
    corrective_action: Text


class DeadlineIn(Schema):
    due_on: Day


class DecisionIn(Schema):
    outcome: DecisionOutcome
    grounds: Text


class DecisionOut(Schema):
    accreditation_id: int
    outcome: str
    grounds: str
    decided_at: datetime


class StopIn(Schema):
    on: Day
    reason: StopReason


class LastDayIn(Schema):
    to_on: Day


class SuspensionOut(Schema):
    accreditation_id: int
    from_on: date
    to_on: date | None
    reason: str


class DueOut(Schema):
    kind: str
    what: str
    who: str
    product: str
    due_on: date
    is_overdue: bool
    accreditation_id: int | None


class RequirementIn(Schema):
    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=16)]
    quality_factor: QualityFactor
    text_sv: Text
    text_en: Note = ""


class ChecklistIn(Schema):
    version: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
    valid_from: Day
    first_months: Months
    renewed_months: Months
    protocol_months: Months
    correction_months: Months
    independence_months: Months
    warning_days: Months
    requirements: list[RequirementIn] = Field(max_length=200)


class ChecklistOut(Schema):
    id: int
    product_id: int
    version: str
    valid_from: date
