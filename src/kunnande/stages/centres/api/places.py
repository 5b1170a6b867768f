from django.core.exceptions import ValidationError as NotAnAddressError
from django.core.validators import validate_email
from django.utils import timezone
from ninja import Router
from ninja.errors import ValidationError

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.api.place_schemas import (
    ExceptionIn,
    ExceptionOut,
    HoursOut,
    MachineChange,
    MachineIn,
    MachineOut,
    PlaceOut,
    ProfileIn,
    ProfileOut,
    RoomChange,
    RoomIn,
    RoomOut,
    WeekIn,
)
from kunnande.stages.centres.queries import CentreProfile, Hours, Machine, OpeningException, Room
from kunnande.stages.parties.queries import Organisation, Role, SignedInRequest, organisations_of

router = Router(tags=["Test centres"])

_ONE = "/centres/{int:centre_id}"


@router.get(f"{_ONE}/place", response=PlaceOut, summary="Read what my centre has to offer")
def show_place(request: SignedInRequest, centre_id: int) -> PlaceOut:
    centre, on = _own(request, centre_id), timezone.localdate()
    rooms = queries.list_rooms(centre.pk, also_inactive=True)
    machines = queries.list_machines(centre.pk, also_inactive=True)
    exceptions = queries.list_opening_exceptions(centre.pk, since=on)
    return PlaceOut(
        profile=ProfileOut.from_orm(queries.get_place(centre.pk)),
        rooms=[RoomOut.from_orm(room) for room in rooms],
        machines=[MachineOut.from_orm(machine) for machine in machines],
        hours=[HoursOut.from_orm(row) for row in queries.list_opening_hours(centre.pk)],
        exceptions=[ExceptionOut.from_orm(day) for day in exceptions],
    )


@router.put(f"{_ONE}/profile", response=ProfileOut, summary="Describe my centre in public")
def describe_centre(request: SignedInRequest, centre_id: int, profile: ProfileIn) -> CentreProfile:
    centre = _own(request, centre_id)
    _refuse_no_address(profile.public_email)
    return services.describe_centre(
        centre=centre,
        description=services.Description(**profile.dict()),
        by=request.user,
        at=timezone.now(),
    )


@router.post(f"{_ONE}/rooms", response={201: RoomOut}, summary="Add a room")
def add_room(request: SignedInRequest, centre_id: int, room: RoomIn) -> Room:
    return services.add_room(
        centre=_own(request, centre_id), by=request.user, at=timezone.now(), **room.dict()
    )


@router.put(f"{_ONE}/rooms/{{int:room_id}}", response={204: None}, summary="Change a room")
def change_room(request: SignedInRequest, centre_id: int, room_id: int, room: RoomChange) -> None:
    services.change_room(
        room=queries.get_room(room_id, _own(request, centre_id).pk),
        by=request.user,
        at=timezone.now(),
        **room.dict(),
    )


@router.post(f"{_ONE}/machines", response={201: MachineOut}, summary="Add a machine")
def add_machine(request: SignedInRequest, centre_id: int, machine: MachineIn) -> Machine:
    centre = _own(request, centre_id)
    return services.add_machine(
        centre=centre,
        name=machine.name,
        kind=machine.kind,
        room=_room(machine.room_id, centre),
        by=request.user,
        at=timezone.now(),
    )


@router.put(f"{_ONE}/machines/{{int:machine_id}}", response={204: None}, summary="Change a machine")
def change_machine(
    request: SignedInRequest, centre_id: int, machine_id: int, machine: MachineChange
) -> None:
    centre = _own(request, centre_id)
    services.change_machine(
        machine=queries.get_machine(machine_id, centre.pk),
        name=machine.name,
        kind=machine.kind,
        room=_room(machine.room_id, centre),
        is_active=machine.is_active,
        by=request.user,
        at=timezone.now(),
    )


@router.put(f"{_ONE}/opening-hours", response={204: None}, summary="Set the hours of a week")
def set_opening_hours(request: SignedInRequest, centre_id: int, week: WeekIn) -> None:
    services.set_opening_hours(
        centre=_own(request, centre_id),
        week={
            row.weekday: Hours(row.opens.replace(tzinfo=None), row.closes.replace(tzinfo=None))
            for row in week.hours
        },
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    f"{_ONE}/opening-exceptions", response={201: ExceptionOut}, summary="Give a day other hours"
)
def add_opening_exception(
    request: SignedInRequest, centre_id: int, day: ExceptionIn
) -> OpeningException:
    hours = None
    if day.opens and day.closes:
        hours = Hours(day.opens.replace(tzinfo=None), day.closes.replace(tzinfo=None))
    return services.add_opening_exception(
        centre=_own(request, centre_id),
        on=day.on,
        hours=hours,
        reason=day.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.delete(
    f"{_ONE}/opening-exceptions/{{int:exception_id}}",
    response={204: None},
    summary="Let a day have its usual hours again",
)
def remove_opening_exception(request: SignedInRequest, centre_id: int, exception_id: int) -> None:
    services.remove_opening_exception(
        exception=queries.get_opening_exception(exception_id, _own(request, centre_id).pk),
        by=request.user,
        at=timezone.now(),
    )


def _own(request: SignedInRequest, centre_id: int) -> Organisation:
    return organisations_of(request.viewer, Role.CENTRE_MANAGER).get(pk=centre_id)


def _room(room_id: int | None, centre: Organisation) -> Room | None:
    return None if room_id is None else queries.get_room(room_id, centre.pk)


def _refuse_no_address(address: str) -> None:
    if not address:
        return
    try:
        validate_email(address)
    except NotAnAddressError as error:
        told = {"type": "value_error", "loc": ("body", "profile", "public_email")}
        raise ValidationError([told]) from error
