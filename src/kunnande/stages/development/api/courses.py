from django.utils import timezone
from ninja import Router
from ninja.pagination import paginate

from kunnande.stages.development import services
from kunnande.stages.development.api.schemas import (
    CourseOut,
    EnrolmentOut,
    GroupOut,
    OwnRetakeOut,
    StaffIn,
    StaffRetakeOut,
    course_out,
    enrolment_out,
)
from kunnande.stages.development.queries import (
    GroupRow,
    OwnRetake,
    StaffRetake,
    courses_offered,
    enrolments_of_person,
    get_enrolment,
    get_group_to_join,
    list_open_groups,
    list_own_retakes,
)
from kunnande.stages.parties.queries import Role, SignedInRequest, get_person, organisations_of

router = Router(tags=["Courses"])


@router.get("/courses", response=list[CourseOut], summary="List the courses on offer")
@paginate
def list_courses(request: SignedInRequest, area: int | None = None) -> list[CourseOut]:
    return [course_out(one) for one in courses_offered(None if area is None else [area])]


@router.get("/course-groups", response=list[GroupOut], summary="List the groups that take people")
@paginate
def list_course_groups(request: SignedInRequest, course: int | None = None) -> list[GroupRow]:
    return list_open_groups(since=timezone.localdate(), course_id=course)


@router.get("/me/courses", response=list[EnrolmentOut], summary="List my courses")
@paginate
def list_own_courses(request: SignedInRequest) -> list[EnrolmentOut]:
    return [enrolment_out(one) for one in enrolments_of_person(request.viewer.person_id or 0)]


@router.get(
    "/me/retakes",
    response=list[OwnRetakeOut],
    summary="List what I may try again after a course",
)
@paginate
def list_my_retakes(request: SignedInRequest) -> list[OwnRetake]:
    """Only what remains is tried, with new questions. Book with the operations of bookings."""
    return list_own_retakes(request.viewer.person_id or 0, at=timezone.now())


@router.get(
    "/organisations/{int:organisation_id}/retakes",
    response=list[StaffRetakeOut],
    summary="List whom we may book a test for after a course",
)
@paginate
def show_staff_retakes(request: SignedInRequest, organisation_id: int) -> list[StaffRetake]:
    """Only those we gave time for the course, who let us see what is met and remains."""
    company = organisations_of(request.viewer, Role.EMPLOYER).get(pk=organisation_id)
    return services.show_staff_retakes(company=company, by=request.user, at=timezone.now())


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
    return enrolment_out(made)


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
    return enrolment_out(made)


@router.delete("/enrolments/{int:enrolment_id}", response=EnrolmentOut, summary="Give a seat back")
def cancel_enrolment(request: SignedInRequest, enrolment_id: int) -> EnrolmentOut:
    own = get_enrolment(enrolment_id, request.viewer)
    return enrolment_out(
        services.cancel_enrolment(enrolment=own, by=request.user, at=timezone.now())
    )
