import json

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Router, UploadedFile
from ninja.pagination import paginate

from kunnande.stages.development import services
from kunnande.stages.development.api.schemas import (
    CourseOut,
    CourseReadOut,
    GroupIn,
    GroupOut,
    GroupPage,
    GroupReadOut,
    ListIn,
    MinutesIn,
    OccasionOut,
    ParticipantOut,
    PreviewOut,
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
from kunnande.stages.development.services import GroupsChosen, Period
from kunnande.stages.parties.queries import (
    Organisation,
    Role,
    SignedInRequest,
    organisations_of,
)

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
    request: SignedInRequest,
    file: File[UploadedFile],
    told: Form[ListIn],
    provider: int | None = None,
) -> ReadOut:
    """Excel, CSV or EMIL 3; whoever acts for several providers says which.

    `groups` are the occasions of an EMIL document to open as groups, as the preview names them,
    divided by commas; EMIL has no time of day: `starts` and `ends` say it.

    EMIL has no word for areas: `areas` is a JSON object from a course's identifier to what it works
    on, such as "IT08:2, IT02:1". What was said the last time stands where it is silent.
    """
    read = services.import_course_list(
        provider=_provider(request, provider),
        file_name=file.name or "",
        content=file.read(),
        areas=_read_areas(told.areas),
        groups=GroupsChosen(
            frozenset(map(str.strip, told.groups.split(","))), told.starts, told.ends
        ),
        by=request.user,
        at=timezone.now(),
    )
    problems = [ProblemOut.from_orm(one) for one in read.problems]
    kept = 0 if problems else len(read.rows)
    return ReadOut(courses=kept, groups=len(read.groups) if kept else 0, problems=problems)


@router.post(
    "/provider/courses/preview",
    response=PreviewOut,
    summary="Read what a list of courses holds; nothing is kept",
)
def preview_course_list(
    request: SignedInRequest,
    file: File[UploadedFile],
    areas: Form[str] = "{}",
    provider: int | None = None,
) -> PreviewOut:
    read = services.preview_course_list(
        provider=_provider(request, provider),
        file_name=file.name or "",
        content=file.read(),
        areas=_read_areas(areas),
        by=request.user,
        at=timezone.now(),
    )
    return PreviewOut(
        courses=[
            CourseReadOut(
                code=row.code,
                title=row.title_sv,
                hours=row.hours or None,
                areas=row.areas_in_words,
            )
            for row in (*read.rows, *read.untagged)
        ],
        groups=[GroupReadOut.from_orm(one) for one in read.groups],
        problems=[ProblemOut.from_orm(one) for one in read.problems],
    )


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


def _provider(request: SignedInRequest, provider_id: int | None) -> Organisation:
    own = organisations_of(request.viewer, Role.TRAINING_PROVIDER)
    return own.get(pk=provider_id) if provider_id else own.get()


def _read_areas(text: str) -> dict[str, str]:
    """Return what is said of areas by identifier. Raises RefusedCatalogueError."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise services.RefusedCatalogueError(_("Områdena ska vara ett JSON-objekt.")) from error
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise services.RefusedCatalogueError(_("Områdena ska vara ett JSON-objekt."))
    return told
