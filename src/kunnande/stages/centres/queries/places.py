"""What a centre has to offer: where it is, its rooms and machines, and when it is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from kunnande.stages.centres.models import (
    CentreProfile,
    Machine,
    OpeningException,
    OpeningHours,
    Room,
)
from kunnande.stages.parties.queries import get_organisation
from kunnande.stages.parties.queries.places import COORDINATES, Coordinates, find_coordinates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, time

# Where neither the centre nor its municipality says: the middle of the two counties.
_MIDDLE = Coordinates(
    sum(place.latitude for place in COORDINATES.values()) / len(COORDINATES),
    sum(place.longitude for place in COORDINATES.values()) / len(COORDINATES),
)


@dataclass(frozen=True)
class Hours:
    opens: time
    closes: time


def get_place(centre_id: int) -> CentreProfile:
    """Return where a centre is; its municipality's middle until it has said more itself."""
    return map_places([centre_id])[centre_id]


def map_places(centres: Iterable[int]) -> dict[int, CentreProfile]:
    """Return where each centre is; those that have said nothing are asked for one by one."""
    wanted = set(centres)
    known = CentreProfile.objects.filter(centre_id__in=wanted).select_related("centre")
    places = {profile.centre_id: profile for profile in known}
    return {one: places.get(one) or _in_the_middle(one) for one in wanted}


def _in_the_middle(centre_id: int) -> CentreProfile:
    centre = get_organisation(centre_id)
    middle = find_coordinates(centre.municipality_code) or _MIDDLE
    return CentreProfile(centre=centre, latitude=middle.latitude, longitude=middle.longitude)


def list_rooms(centre_id: int, *, also_inactive: bool = False) -> list[Room]:
    rooms = Room.objects.filter(centre_id=centre_id)
    return list(rooms if also_inactive else rooms.filter(is_active=True))


def list_machines(centre_id: int, *, also_inactive: bool = False) -> list[Machine]:
    machines = Machine.objects.filter(centre_id=centre_id).select_related("room")
    return list(machines if also_inactive else machines.filter(is_active=True))


def list_opening_hours(centre_id: int) -> list[OpeningHours]:
    return list(OpeningHours.objects.filter(centre_id=centre_id))


def list_opening_exceptions(centre_id: int, *, since: date) -> list[OpeningException]:
    return list(OpeningException.objects.filter(centre_id=centre_id, on__gte=since))


def find_hours_on(centre_id: int, day: date) -> Hours | None:
    """Return when a centre is open on a day; None when it is closed."""
    exception = OpeningException.objects.filter(centre_id=centre_id, on=day).first()
    if exception:
        if exception.opens is None or exception.closes is None:
            return None
        return Hours(exception.opens, exception.closes)
    usual = OpeningHours.objects.filter(centre_id=centre_id, weekday=day.weekday()).first()
    return Hours(usual.opens, usual.closes) if usual else None


def is_open(centre_id: int, starts_at: datetime, ends_at: datetime) -> bool:
    """Say whether a centre is open all the time between two moments of one day."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    hours = find_hours_on(centre_id, start.date())
    if hours is None or start.date() != end.date():
        return False
    return hours.opens <= start.time() and end.time() <= hours.closes


def get_room(room_id: int, centre_id: int) -> Room:
    """Return a room of a centre. Raises Room.DoesNotExist."""
    return Room.objects.get(pk=room_id, centre_id=centre_id)


def get_machine(machine_id: int, centre_id: int) -> Machine:
    """Return a machine of a centre. Raises Machine.DoesNotExist."""
    return Machine.objects.get(pk=machine_id, centre_id=centre_id)


def get_opening_exception(exception_id: int, centre_id: int) -> OpeningException:
    """Return a day with other hours. Raises OpeningException.DoesNotExist."""
    return OpeningException.objects.get(pk=exception_id, centre_id=centre_id)
