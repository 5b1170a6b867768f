from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from kunnande.stages.development.queries import Course, Enrolment

Seats = Annotated[int, Field(ge=1, le=500)]
MunicipalityCode = Annotated[str, Field(pattern=r"^\d{4}$")]


class AreaOut(Schema):
    code: str
    raises_by: int
    highest_level: int


class CourseOut(Schema):
    id: int
    code: str
    title: str
    provider: str
    provider_kind: str
    form: str
    hours: Decimal
    price_per_group: int | None
    price_per_person: int | None
    areas: list[AreaOut]
    is_sample: bool


class GroupOut(Schema):
    group_id: int
    course_id: int
    title: str
    provider: str
    municipality: str
    starts_at: datetime | None
    occasions: int
    hours: Decimal
    seats: int
    taken: int
    state: str


class ParticipantOut(Schema):
    enrolment_id: int
    name: str
    company: str
    state: str
    minutes: int


class OccasionOut(Schema):
    id: int
    starts_at: datetime
    ends_at: datetime


class GroupPage(Schema):
    group_id: int
    state: str
    participants: list[ParticipantOut]
    occasions: list[OccasionOut]


class PeriodIn(Schema):
    starts_at: datetime
    ends_at: datetime


class GroupIn(Schema):
    municipality_code: MunicipalityCode
    seats: Seats
    language: str = "sv"
    periods: list[PeriodIn]


class EnrolmentOut(Schema):
    id: int
    group_id: int
    course: str
    state: str
    enrolled_at: datetime


class OwnRetakeOut(Schema):
    """What one may try again; `lacking` are areas without enough new questions yet."""

    case_id: int
    product: str
    courses: list[str]
    areas: list[str]
    lacking: list[str]
    earliest_on: date
    booked_at: datetime | None
    can_be_booked: bool


class StaffRetakeOut(Schema):
    case_id: int
    product_id: int
    person_id: int
    name: str
    product: str
    courses: list[str]


class StaffIn(Schema):
    person_id: int


class MinutesIn(Schema):
    enrolment_id: int
    minutes: int


class ProblemOut(Schema):
    row: int
    column: str
    rule: str


class ListIn(Schema):
    """What a file of courses does not say itself; only an EMIL document needs it."""

    areas: str = "{}"
    groups: str = ""
    starts: time = time(8)
    ends: time = time(16)


class ReadOut(Schema):
    courses: int
    groups: int
    problems: list[ProblemOut]


class CourseReadOut(Schema):
    """A course as a file has it; without areas it is left out. No hours: they could not be read."""

    code: str
    title: str
    hours: Decimal | None
    areas: str


class GroupReadOut(Schema):
    """An occasion of a file that can be opened as a group, by its own code."""

    code: str
    course_code: str
    starts_on: date
    days: int
    municipality_code: MunicipalityCode
    seats: int


class PreviewOut(Schema):
    courses: list[CourseReadOut]
    problems: list[ProblemOut]
    groups: list[GroupReadOut]


def course_out(course: Course) -> CourseOut:
    return CourseOut(
        id=course.pk,
        code=course.code,
        title=course.title_sv,
        provider=course.provider.name,
        provider_kind=course.provider_kind,
        form=course.form,
        hours=course.hours,
        price_per_group=course.price_per_group,
        price_per_person=course.price_per_person,
        areas=[
            AreaOut(code=one.area.code, raises_by=one.raises_by, highest_level=one.highest_level)
            for one in course.areas.select_related("area")
        ],
        is_sample=course.is_sample,
    )


def enrolment_out(enrolment: Enrolment) -> EnrolmentOut:
    return EnrolmentOut(
        id=enrolment.pk,
        group_id=enrolment.group_id,
        course=enrolment.group.course.title_sv,
        state=enrolment.state,
        enrolled_at=enrolment.enrolled_at,
    )
