from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kunnande.stages.centres import queries
from kunnande.stages.centres.models import (
    CentreProfile,
    Machine,
    OpeningException,
    OpeningHours,
    Room,
)
from kunnande.stages.centres.services.refusals import RefusalError
from kunnande.stages.trail.services import Act, record_acts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime, time

    from kunnande.stages.centres.queries import Hours
    from kunnande.stages.parties.queries import Organisation, User


class NameTakenError(RefusalError, ValueError):
    """The centre already has something of that name."""


class ImproperHoursError(RefusalError, ValueError):
    """A place closes after it opens."""


@dataclass(frozen=True)
class Description:
    """What a centre says of itself in public; without coordinates its municipality's are kept."""

    street_address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accessibility: Sequence[str] = ()
    languages: Sequence[str] = ("sv",)
    travels: bool = False
    public_email: str = ""
    public_phone: str = ""


@transaction.atomic
def describe_centre(
    *, centre: Organisation, description: Description, by: User, at: datetime
) -> CentreProfile:
    """Say where a centre is and what it is like there."""
    known = queries.get_place(centre.pk)
    said = {
        **asdict(description),
        "latitude": known.latitude if description.latitude is None else description.latitude,
        "longitude": known.longitude if description.longitude is None else description.longitude,
        "accessibility": list(description.accessibility),
        "languages": list(description.languages),
    }
    profile, _made = CentreProfile.objects.update_or_create(centre=centre, defaults=said)
    _record(centre.pk, Act("centre_described", centre.trail_name), by, at)
    return profile


@transaction.atomic
def add_room(*, centre: Organisation, name: str, seats: int, by: User, at: datetime) -> Room:
    """Add a room to a centre. Raises NameTakenError."""
    with _unique_name():
        room = Room.objects.create(centre=centre, name=_named(name), seats=seats)
    _record(centre.pk, Act("room_added", f"room:{room.pk}"), by, at)
    return room


@transaction.atomic
def change_room(
    *, room: Room, name: str, seats: int, is_active: bool, by: User, at: datetime
) -> None:
    """Change a room, or take it out of use. Raises NameTakenError."""
    room.name, room.seats, room.is_active = _named(name), seats, is_active
    with _unique_name():
        room.save(update_fields=["name", "seats", "is_active"])
    _record(room.centre_id, Act("room_changed", f"room:{room.pk}"), by, at)


@transaction.atomic
def add_machine(
    *,
    centre: Organisation,
    name: str,
    kind: str,
    room: Room | None = None,
    by: User,
    at: datetime,
) -> Machine:
    """Add a machine to a centre, in one of its rooms or movable. Raises NameTakenError."""
    with _unique_name():
        machine = Machine.objects.create(centre=centre, name=_named(name), kind=kind, room=room)
    _record(centre.pk, Act("machine_added", f"machine:{machine.pk}"), by, at)
    return machine


@transaction.atomic
def change_machine(
    *,
    machine: Machine,
    name: str,
    kind: str,
    room: Room | None,
    is_active: bool,
    by: User,
    at: datetime,
) -> None:
    """Change a machine, or take it out of use. Raises NameTakenError."""
    machine.name, machine.kind = _named(name), kind
    machine.room, machine.is_active = room, is_active
    with _unique_name():
        machine.save(update_fields=["name", "kind", "room", "is_active"])
    _record(machine.centre_id, Act("machine_changed", f"machine:{machine.pk}"), by, at)


@transaction.atomic
def set_opening_hours(
    *, centre: Organisation, week: Mapping[int, Hours], by: User, at: datetime
) -> None:
    """Say when a centre is open; a weekday left out is closed. Raises ImproperHoursError."""
    for hours in week.values():
        _refuse_improper(hours.opens, hours.closes)
    OpeningHours.objects.filter(centre=centre).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=centre, weekday=weekday, opens=hours.opens, closes=hours.closes)
        for weekday, hours in week.items()
    )
    _record(centre.pk, Act("opening_hours_set", centre.trail_name), by, at)


@transaction.atomic
def add_opening_exception(
    *,
    centre: Organisation,
    on: date,
    hours: Hours | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> OpeningException:
    """Give a day other hours, or none; what was said before of the day is replaced.

    Raises ImproperHoursError.
    """
    if hours:
        _refuse_improper(hours.opens, hours.closes)
    exception, _made = OpeningException.objects.update_or_create(
        centre=centre,
        on=on,
        defaults={
            "opens": hours.opens if hours else None,
            "closes": hours.closes if hours else None,
            "reason": reason.strip(),
        },
    )
    _record(centre.pk, Act("opening_exception_added", f"exception:{exception.pk}"), by, at)
    return exception


@transaction.atomic
def remove_opening_exception(*, exception: OpeningException, by: User, at: datetime) -> None:
    """Let a day have the hours of its weekday again."""
    subject = f"exception:{exception.pk}"
    centre_id = exception.centre_id
    exception.delete()
    _record(centre_id, Act("opening_exception_removed", subject), by, at)


def _refuse_improper(opens: time, closes: time) -> None:
    if closes <= opens:
        raise ImproperHoursError(_("Stängningstiden ligger efter öppningstiden."))


def _named(name: str) -> str:
    return " ".join(name.split())


@contextmanager
def _unique_name() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise NameTakenError(_("Det namnet finns redan på testcentret.")) from error


def _record(centre_id: int, act: Act, by: User, at: datetime) -> None:
    record_acts(chain=f"organisation:{centre_id}", acts=[act], by=by, at=at)
