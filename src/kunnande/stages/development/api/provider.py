from django.utils import timezone
from ninja import File, Router, UploadedFile
from ninja.pagination import paginate

from kunnande.stages.development import services
from kunnande.stages.development.api.schemas import (
    CourseOut,
    GroupIn,
    GroupOut,
    GroupPage,
    MinutesIn,
    OccasionOut,
    ParticipantOut,
    ProblemOut,
    ReadOut,
    course_out,
)
from kunnande.stages.development.queries import (
    GroupRow,
    ParticipantRow,
    courses_of,
    get_occasion,
    groups_of,
    list_groups,
    list_participants,
)
from kunnande.stages.development.services import Period
from kunnande.stages.parties.queries import Role, SignedInRequest, organisations_of

router = Router(tags=["Course providers"])


@router.get("/provider/courses", response=list[CourseOut], summary="List my own courses")
@paginate
def list_provided_courses(request: SignedInRequest) -> list[CourseOut]:
    return [course_out(one) for one in courses_of(request.viewer)]


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
    return course_out(services.withdraw_course(course=own, by=request.user, at=timezone.now()))


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
