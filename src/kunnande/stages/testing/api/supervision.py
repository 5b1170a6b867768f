from django.http import Http404
from django.utils import timezone
from ninja import Router
from ninja.pagination import paginate

from kunnande.stages.booking.queries import get_session_of_centre
from kunnande.stages.parties.queries import Organisation, Role, SignedInRequest, get_organisation
from kunnande.stages.testing import services
from kunnande.stages.testing.api.schemas import (
    CodeOut,
    IdentityIn,
    IncidentIn,
    IncidentOut,
    LeftOut,
    MinutesIn,
    PreparedOut,
    SeatOut,
    SittingOut,
    SittingsIn,
    TerminationIn,
)
from kunnande.stages.testing.queries import (
    Incident,
    Sitting,
    get_board,
    get_sitting,
    list_incidents as list_noted,
)

router = Router(tags=["Theory tests"])


@router.get("/centres/{int:centre_id}/board", response=list[SeatOut], summary="See today's tests")
@paginate
def show_board(request: SignedInRequest, centre_id: int) -> list[SeatOut]:
    now = timezone.now()
    centre = _centre(request, centre_id)
    board = get_board(request.viewer, centre.pk, at=now, on=timezone.localdate(now))
    return [
        SeatOut(
            sitting=SittingOut.from_orm(seat.sitting),
            person_name=seat.sitting.case.person.name,
            status=seat.status,
            answered=seat.answered,
            questions=seat.questions,
            minutes_left=seat.minutes_left,
        )
        for seat in board.seats
    ]


@router.post(
    "/sessions/{int:session_id}/sittings", response={201: PreparedOut}, summary="Prepare the tests"
)
def prepare_sittings(request: SignedInRequest, session_id: int) -> PreparedOut:
    made = services.prepare_sittings(
        session=get_session_of_centre(session_id, request.viewer),
        by=request.user,
        at=timezone.now(),
    )
    return PreparedOut(
        sittings=[SittingOut.from_orm(sitting) for sitting in made.sittings],
        left_out=[LeftOut(booking_id=booking.pk, why=why) for booking, why in made.left_out],
    )


@router.post(
    "/sittings/{int:sitting_id}/identity", response=SittingOut, summary="Note who was checked"
)
def check_identity(request: SignedInRequest, sitting_id: int, identity: IdentityIn) -> Sitting:
    return services.check_identity(
        sitting=_led(request, sitting_id),
        document=identity.document,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/sittings/{int:sitting_id}/code", response={201: CodeOut}, summary="Hand out a code")
def issue_code(request: SignedInRequest, sitting_id: int) -> CodeOut:
    issued = services.issue_code(
        sitting=_led(request, sitting_id), by=request.user, at=timezone.now()
    )
    return CodeOut(code=issued.code)


@router.post(
    "/centres/{int:centre_id}/board/open", response=list[SittingOut], summary="Let tests begin"
)
def open_start(request: SignedInRequest, centre_id: int, chosen: SittingsIn) -> list[Sitting]:
    sittings = _chosen(request, centre_id, chosen)
    return services.open_start(sittings=sittings, by=request.user, at=timezone.now())


@router.post(
    "/centres/{int:centre_id}/board/minutes", response=list[SittingOut], summary="Give more time"
)
def add_minutes(request: SignedInRequest, centre_id: int, given: MinutesIn) -> list[Sitting]:
    return services.add_minutes(
        sittings=_chosen(request, centre_id, given),
        minutes=given.minutes,
        reason=given.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/centres/{int:centre_id}/board/pause", response=list[SittingOut], summary="Pause tests"
)
def pause_sittings(request: SignedInRequest, centre_id: int, chosen: SittingsIn) -> list[Sitting]:
    sittings = _chosen(request, centre_id, chosen)
    return services.pause_sittings(sittings=sittings, by=request.user, at=timezone.now())


@router.post(
    "/centres/{int:centre_id}/board/resume", response=list[SittingOut], summary="Let tests go on"
)
def resume_sittings(request: SignedInRequest, centre_id: int, chosen: SittingsIn) -> list[Sitting]:
    sittings = _chosen(request, centre_id, chosen)
    return services.resume_sittings(sittings=sittings, by=request.user, at=timezone.now())


@router.post(
    "/sittings/{int:sitting_id}/termination", response=SittingOut, summary="End a test, and say why"
)
def terminate_sitting(request: SignedInRequest, sitting_id: int, ended: TerminationIn) -> Sitting:
    return services.terminate_sitting(
        sitting=_led(request, sitting_id), reason=ended.reason, by=request.user, at=timezone.now()
    )


@router.get(
    "/centres/{int:centre_id}/incidents", response=list[IncidentOut], summary="List today's log"
)
@paginate
def list_incidents(request: SignedInRequest, centre_id: int) -> list[Incident]:
    centre = _centre(request, centre_id)
    return list_noted(request.viewer, centre.pk, on=timezone.localdate())


@router.post(
    "/centres/{int:centre_id}/incidents", response={201: IncidentOut}, summary="Note an incident"
)
def note_incident(request: SignedInRequest, centre_id: int, noted: IncidentIn) -> Incident:
    return services.note_incident(
        centre=_centre(request, centre_id),
        kind=noted.kind,
        text=noted.text,
        sitting=_led(request, noted.sitting_id) if noted.sitting_id else None,
        by=request.user,
        at=timezone.now(),
    )


def _centre(request: SignedInRequest, centre_id: int) -> Organisation:
    if centre_id not in request.viewer.organisations(Role.TEST_LEADER):
        raise Http404
    return get_organisation(centre_id)


def _led(request: SignedInRequest, sitting_id: int) -> Sitting:
    sitting = get_sitting(sitting_id, request.viewer)
    if sitting.centre_id not in request.viewer.organisations(Role.TEST_LEADER):
        raise Http404
    return sitting


def _chosen(request: SignedInRequest, centre_id: int, chosen: SittingsIn) -> list[Sitting]:
    """Return the sittings that are named, or all on today's board."""
    now = timezone.now()
    centre = _centre(request, centre_id)
    if chosen.sitting_ids is not None:
        return [_led(request, sitting_id) for sitting_id in chosen.sitting_ids]
    board = get_board(request.viewer, centre.pk, at=now, on=timezone.localdate(now))
    return [seat.sitting for seat in board.seats]
