from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from ninja import File, Router, Schema, UploadedFile
from ninja.pagination import paginate
from pydantic import Field

from kunnande.stages.development import services
from kunnande.stages.development.queries import (
    Course,
    Enrolment,
    GroupRow,
    ParticipantRow,
    courses_of,
    courses_offered,
    enrolments_of_person,
    get_enrolment,
    get_group_to_join,
    get_occasion,
    groups_of,
    list_groups,
    list_open_groups,
    list_participants,
)
from kunnande.stages.development.services import Period
from kunnande.stages.parties.queries import (
    Role,
    SignedInRequest,
    get_person,
    organisations_of,
)

router = Router(tags=["Courses"])

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


class StaffIn(Schema):
    person_id: int


class MinutesIn(Schema):
    enrolment_id: int
    minutes: int


class ProblemOut(Schema):
    row: int
    column: str
    rule: str


class ReadOut(Schema):
    courses: int
    problems: list[ProblemOut]


@router.get("/courses", response=list[CourseOut], summary="List the courses on offer")
@paginate
def list_courses(request: SignedInRequest, area: int | None = None) -> list[CourseOut]:
    return [_course(one) for one in courses_offered(None if area is None else [area])]


@router.get("/course-groups", response=list[GroupOut], summary="List the groups that take people")
@paginate
def list_course_groups(request: SignedInRequest, course: int | None = None) -> list[GroupRow]:
    return list_open_groups(since=timezone.localdate(), course_id=course)


@router.get("/me/courses", response=list[EnrolmentOut], summary="List my courses")
@paginate
def list_own_courses(request: SignedInRequest) -> list[EnrolmentOut]:
    return [_enrolment(one) for one in enrolments_of_person(request.viewer.person_id or 0)]


@router.post(
    "/me/course-groups/{int:group_id}/seat", response={201: EnrolmentOut}, summary="Take a seat"
)
def enrol(request: SignedInRequest, group_id: int) -> EnrolmentOut:
    made = services.enrol(
        group=get_group_to_join(group_id),
        person=get_person(request.viewer.person_id or 0),
        by=request.user,
        at=timezone.now(),
    )
    return _enrolment(made)


@router.post(
    "/organisations/{int:organisation_id}/course-groups/{int:group_id}/seats",
    response={201: EnrolmentOut},
    summary="Give an employee a seat",
)
def enrol_employee(
    request: SignedInRequest, organisation_id: int, group_id: int, staff: StaffIn
) -> EnrolmentOut:
    company = organisations_of(request.viewer, Role.EMPLOYER).get(pk=organisation_id)
    made = services.enrol(
        group=get_group_to_join(group_id),
        person=get_person(staff.person_id),
        company=company,
        by=request.user,
        at=timezone.now(),
    )
    return _enrolment(made)


@router.delete("/enrolments/{int:enrolment_id}", response=EnrolmentOut, summary="Give a seat back")
def cancel_enrolment(request: SignedInRequest, enrolment_id: int) -> EnrolmentOut:
    own = get_enrolment(enrolment_id, request.viewer)
    return _enrolment(services.cancel_enrolment(enrolment=own, by=request.user, at=timezone.now()))


@router.get("/provider/courses", response=list[CourseOut], summary="List my own courses")
@paginate
def list_provided_courses(request: SignedInRequest) -> list[CourseOut]:
    return [_course(one) for one in courses_of(request.viewer)]


@router.post(
    "/provider/courses",
    response=ReadOut,
    summary="Take in a list of courses, all of it or none",
)
def import_course_list(
    request: SignedInRequest, file: File[UploadedFile], provider: int | None = None
) -> ReadOut:
    """Whoever acts for several providers says which."""
    own = organisations_of(request.viewer, Role.TRAINING_PROVIDER)
    read = services.import_course_list(
        provider=own.get(pk=provider) if provider else own.get(),
        file_name=file.name or "",
        content=file.read(),
        by=request.user,
        at=timezone.now(),
    )
    problems = [ProblemOut.from_orm(one) for one in read.problems]
    kept = 0 if problems else len(read.rows)
    return ReadOut(courses=kept, problems=problems)


@router.delete(
    "/provider/courses/{int:course_id}", response=CourseOut, summary="Offer a course no longer"
)
def withdraw_course(request: SignedInRequest, course_id: int) -> CourseOut:
    own = courses_of(request.viewer).get(pk=course_id)
    return _course(services.withdraw_course(course=own, by=request.user, at=timezone.now()))


@router.get("/provider/course-groups", response=list[GroupOut], summary="List my own groups")
@paginate
def list_provided_groups(request: SignedInRequest) -> list[GroupRow]:
    return list_groups(request.viewer)


@router.post(
    "/provider/courses/{int:course_id}/groups",
    response={201: GroupPage},
    summary="Open a group with its occasions",
)
def open_course_group(request: SignedInRequest, course_id: int, group: GroupIn) -> GroupPage:
    made = services.open_group(
        course=courses_of(request.viewer).get(pk=course_id),
        municipality_code=group.municipality_code,
        seats=group.seats,
        periods=[Period(one.starts_at, one.ends_at) for one in group.periods],
        language=group.language,
        by=request.user,
        at=timezone.now(),
    )
    return show_course_group(request, made.pk)


@router.get(
    "/provider/course-groups/{int:group_id}",
    response=GroupPage,
    summary="Read who is in a group of mine",
)
def show_course_group(request: SignedInRequest, group_id: int) -> GroupPage:
    group = groups_of(request.viewer).get(pk=group_id)
    people: list[ParticipantRow] = list_participants(group)
    return GroupPage(
        group_id=group.pk,
        state=group.state,
        participants=[ParticipantOut.from_orm(one) for one in people],
        occasions=[OccasionOut.from_orm(one) for one in group.occasions.all()],
    )


@router.put(
    "/provider/occasions/{int:occasion_id}/attendance",
    response=GroupPage,
    summary="Enter who came and for how long",
)
def enter_course_attendance(
    request: SignedInRequest, occasion_id: int, people: list[MinutesIn]
) -> GroupPage:
    occasion = get_occasion(occasion_id, request.viewer)
    services.enter_occasion(
        occasion=occasion,
        minutes=[(one.enrolment_id, one.minutes) for one in people],
        by=request.user,
        at=timezone.now(),
    )
    return show_course_group(request, occasion.group_id)


@router.post(
    "/provider/course-groups/{int:group_id}/completion",
    response=GroupPage,
    summary="Close a group; whoever was there enough has gone through the course",
)
def finish_course_group(request: SignedInRequest, group_id: int) -> GroupPage:
    own = groups_of(request.viewer).get(pk=group_id)
    services.finish_group(group=own, by=request.user, at=timezone.now())
    return show_course_group(request, group_id)


@router.delete(
    "/provider/course-groups/{int:group_id}", response=GroupPage, summary="Call a group off"
)
def cancel_course_group(request: SignedInRequest, group_id: int) -> GroupPage:
    own = groups_of(request.viewer).get(pk=group_id)
    services.cancel_group(group=own, by=request.user, at=timezone.now())
    return show_course_group(request, group_id)


def _course(course: Course) -> CourseOut:
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


def _enrolment(enrolment: Enrolment) -> EnrolmentOut:
    return EnrolmentOut(
        id=enrolment.pk,
        group_id=enrolment.group_id,
        course=enrolment.group.course.title_sv,
        state=enrolment.state,
        enrolled_at=enrolment.enrolled_at,
    )
