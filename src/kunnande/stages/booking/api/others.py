from datetime import timedelta
from typing import Annotated

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router
from ninja.pagination import paginate

from kunnande.stages.booking import services
from kunnande.stages.booking.api.schemas import (
    AttendanceIn,
    AttendanceOut,
    BookableOut,
    BookingOut,
    CompanyBookingOut,
    CountOut,
    EmployeesIn,
    Kind,
    NewSessionIn,
    SeatOut,
    SeatsIn,
    SessionOut,
    SessionPageOut,
    ShareIn,
    ShareOut,
    WaitingOut,
    booking_out,
)
from kunnande.stages.booking.queries import (
    Attendance,
    ReleaseShare,
    Session,
    SessionRow,
    centres_of,
    get_booking_of_centre,
    get_open_session,
    get_session,
    get_session_of_centre,
    get_session_row,
    list_bookable_employees as list_bookable,
    list_bookings_for,
    list_sessions_visible_to,
    list_waiting_counts,
)
from kunnande.stages.centres.queries import StaffKind, get_machine, get_room, list_authorised
from kunnande.stages.framework.queries import list_published
from kunnande.stages.parties.queries import (
    Organisation,
    OrganisationKind,
    Role,
    SignedInRequest,
    User,
    get_organisation,
)

router = Router(tags=["Sessions"])


@router.get(
    "/organisations/{int:organisation_id}/bookable-employees",
    response=list[BookableOut],
    summary="List the employees who may be booked",
)
@paginate
def list_bookable_employees(
    request: SignedInRequest, organisation_id: int, kind: Annotated[Kind, Query()] = Kind.THEORY
) -> list[BookableOut]:
    company = _own_company(request, organisation_id)
    rows = list_bookable(company, request.viewer, kind=kind, on=timezone.localdate())
    return [
        BookableOut(
            case_id=row.case.pk, name=row.name, team=row.team, product_name=row.product_name
        )
        for row in rows
    ]


@router.get(
    "/organisations/{int:organisation_id}/bookings",
    response=list[CompanyBookingOut],
    summary="List the seats a company releases people for",
)
@paginate
def list_company_bookings(
    request: SignedInRequest, organisation_id: int
) -> list[CompanyBookingOut]:
    company = _own_company(request, organisation_id)
    return [
        CompanyBookingOut(
            booking=booking_out(row.booking),
            person_name=row.booking.person.name,
            product_name=row.product_name,
            place=row.place,
        )
        for row in list_bookings_for(company.pk, since=timezone.now())
    ]


@router.post(
    "/organisations/{int:organisation_id}/bookings",
    response={201: list[BookingOut]},
    summary="Book seats for employees, all or none",
)
def book_for_employees(
    request: SignedInRequest, organisation_id: int, employees: EmployeesIn
) -> list[BookingOut]:
    company, now = _own_company(request, organisation_id), timezone.now()
    session = get_open_session(employees.session_id)
    rows = list_bookable(company, request.viewer, kind=session.kind, on=timezone.localdate(now))
    cases = {row.case.pk: row.case for row in rows}
    if not set(employees.case_ids) <= cases.keys():
        raise Http404
    booked = services.book_for_employees(
        session=session,
        cases=[cases[case_id] for case_id in dict.fromkeys(employees.case_ids)],
        company=company,
        by=request.user,
        at=now,
    )
    return [booking_out(booking) for booking in booked]


@router.put(
    "/organisations/{int:organisation_id}/release-share",
    response=ShareOut,
    summary="Agree how much of a shift may be away",
)
def set_release_share(
    request: SignedInRequest, organisation_id: int, share: ShareIn
) -> ReleaseShare:
    return services.set_release_share(
        company=_own_company(request, organisation_id),
        percent=share.percent,
        from_on=share.from_on,
        by=request.user,
        at=timezone.now(),
    )


@router.get("/sessions", response=list[SessionOut], summary="List sessions and how full they are")
@paginate
def list_sessions(request: SignedInRequest) -> list[SessionOut]:
    now = timezone.now()
    rows = list_sessions_visible_to(request.viewer, since=now - timedelta(days=7), at=now)
    return [_out(row) for row in rows]


@router.get("/sessions/{int:session_id}", response=SessionPageOut, summary="Read a session")
def show_session(request: SignedInRequest, session_id: int) -> SessionPageOut:
    session, now = get_session(session_id, request.viewer), timezone.now()
    is_staff = session.centre_id in centres_of(request.viewer, session.kind)
    bookings = services.show_session(session=session, by=request.user, at=now) if is_staff else []
    return SessionPageOut(
        session=_out(get_session_row(session, at=now)),
        waiting=[WaitingOut.from_orm(count) for count in list_waiting_counts(session)],
        seats=[
            SeatOut(
                booking=booking_out(booking),
                person_name=booking.person.name,
                needs=booking.needs,
                extra_minutes=booking.extra_minutes,
            )
            for booking in bookings
        ],
    )


@router.post("/sessions", response={201: SessionOut}, summary="Open a session for booking")
def open_session(request: SignedInRequest, session: NewSessionIn) -> SessionOut:
    now = timezone.now()
    opened = services.open_session(plan=_plan(request, session), by=request.user, at=now)
    return _out(get_session_row(opened, at=now))


@router.post("/sessions/{int:session_id}/closing", response=SessionOut, summary="Take no more")
def close_session(request: SignedInRequest, session_id: int) -> SessionOut:
    session, now = get_session_of_centre(session_id, request.viewer), timezone.now()
    services.close_session(session=session, by=request.user, at=now)
    return _out(get_session_row(session, at=now))


@router.delete("/sessions/{int:session_id}", response=CountOut, summary="Call a session off")
def cancel_session(request: SignedInRequest, session_id: int) -> CountOut:
    session = get_session_of_centre(session_id, request.viewer)
    ended = services.cancel_session(session=session, by=request.user, at=timezone.now())
    return CountOut(count=len(ended))


@router.post(
    "/sessions/{int:session_id}/offers",
    response=CountOut,
    summary="Offer seats to those who have waited longest",
)
def fill_session(request: SignedInRequest, session_id: int, offered: SeatsIn) -> CountOut:
    offers = services.fill_session(
        session=get_session(session_id, request.viewer),
        seats=offered.seats,
        by=request.user,
        at=timezone.now(),
    )
    return CountOut(count=len(offers))


@router.post(
    "/bookings/{int:booking_id}/attendance",
    response={201: AttendanceOut},
    summary="Enter attendance, once",
)
def enter_attendance(
    request: SignedInRequest, booking_id: int, attendance: AttendanceIn
) -> Attendance:
    return services.enter_attendance(
        booking=get_booking_of_centre(booking_id, request.viewer),
        present=attendance.present,
        minutes=attendance.minutes,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/bookings/{int:booking_id}/rebooking",
    response=BookingOut,
    summary="Let whoever stayed away book again",
)
def allow_rebooking(request: SignedInRequest, booking_id: int) -> BookingOut:
    booking = get_booking_of_centre(booking_id, request.viewer)
    booked = services.allow_rebooking(booking=booking, by=request.user, at=timezone.now())
    return booking_out(booked)


def _own_company(request: SignedInRequest, organisation_id: int) -> Organisation:
    if organisation_id not in request.viewer.organisations(Role.EMPLOYER):
        raise Http404
    return get_organisation(organisation_id)


def _plan(request: SignedInRequest, given: NewSessionIn) -> services.SessionPlan:
    roles = (Role.CENTRE_MANAGER, Role.TEST_LEADER)
    if not any(given.centre_id in request.viewer.organisations(role) for role in roles):
        raise Http404
    products = {v.product_id: v.product for v in list_published(timezone.localdate())}
    if given.product_id not in products:
        raise Http404
    centre_id = given.centre_id
    return services.SessionPlan(
        centre=get_organisation(centre_id),
        product=products[given.product_id],
        kind=given.kind,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        seats=given.seats,
        leader=_leader(given),
        language=given.language,
        room=None if given.room_id is None else get_room(given.room_id, centre_id),
        at_company=_company(given.company_id),
        machines=tuple(get_machine(pk, centre_id) for pk in given.machine_ids),
        meets=frozenset(given.meets),
        extra_minutes=given.extra_minutes,
    )


def _leader(given: NewSessionIn) -> User:
    as_kind = StaffKind.TEST_LEADER if given.kind == Kind.THEORY else StaffKind.ASSESSOR
    on = timezone.localdate(given.starts_at)
    authorised = list_authorised(given.product_id, kind=as_kind, centre_id=given.centre_id, on=on)
    leader = next((user for user in authorised if user.pk == given.leader_id), None)
    if leader is None:
        raise Http404
    return leader


def _company(company_id: int | None) -> Organisation | None:
    company = None if company_id is None else get_organisation(company_id)
    if company and company.kind != OrganisationKind.COMPANY:
        raise Http404
    return company


def _out(row: SessionRow) -> SessionOut:
    session: Session = row.session
    return SessionOut(
        id=session.pk,
        centre_id=session.centre_id,
        kind=session.kind,
        product_name=row.product_name,
        place=row.place,
        municipality=row.municipality,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        language=session.language,
        state=session.state,
        seats=row.seats,
        taken=row.taken,
    )
