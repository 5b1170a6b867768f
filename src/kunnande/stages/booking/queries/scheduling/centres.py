"""The centres that can hold sessions and those who can lead them, as the engine reads them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.booking.models import Session, SessionKind, SessionStaff, SessionState
from kunnande.stages.booking.queries.scheduling.assumptions import HALVES
from kunnande.stages.booking.queries.scheduling.people import ANY_LANGUAGE, ARRANGED
from kunnande.stages.centres.queries import (
    StaffKind,
    find_hours_on,
    list_accredited_centres,
    list_authorised,
    list_machines,
    list_rooms,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kunnande.stages.booking.queries.scheduling.assumptions import Assumptions
    from kunnande.stages.centres.queries import CentreCard

Json = dict[str, Any]

SEAT, MACHINE = "seat", "machine"
LEADS = {SessionKind.THEORY: StaffKind.TEST_LEADER, SessionKind.PRACTICAL: StaffKind.ASSESSOR}


@dataclass(frozen=True)
class Slot:
    """Half a day at a centre that is open long enough."""

    day: date
    half: str
    starts_at: datetime
    ends_at: datetime

    @property
    def moment(self) -> str:
        return f"{self.day.isoformat()} {self.half}"


@dataclass(frozen=True)
class Offering:
    """Centres and leaders; `slots` by centre and moment."""

    centres: list[Json]
    leaders: list[Json]
    slots: dict[tuple[str, str], Slot]


def gather_centres(
    days: Sequence[date], tests: Mapping[str, tuple[int, str, str]], assumed: Assumptions
) -> Offering:
    """Return the centres accredited over all the days, with what is free there."""
    moments = [f"{day.isoformat()} {half}" for day in days for half in HALVES]
    centres: list[Json] = []
    slots: dict[tuple[str, str], Slot] = {}
    held: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for card, products in _accredited_throughout(days):
        rooms, machines = list_rooms(card.centre_id), list_machines(card.centre_id)
        free = {
            slot.moment: slot
            for slot in _slots(card.centre_id, days, assumed)
            if _has_room(card.centre_id, slot, len(rooms))
        }
        slots |= {(str(card.centre_id), moment): slot for moment, slot in free.items()}
        stations = {SEAT: sum(room.seats for room in rooms), MACHINE: len(machines)}
        closed = [moment for moment in moments if moment not in free]
        centres.append({**_centre(card), "stations": stations, "closed": closed})
        for test, (product_id, kind, _language) in tests.items():
            if product_id in products:
                for user_id in _leaders(card.centre_id, product_id, kind, days):
                    held[user_id][str(card.centre_id)].add(test)
    return Offering(centres, _leader_rows(held, slots), slots)


def _accredited_throughout(
    days: Sequence[date],
) -> Iterable[tuple[CentreCard, frozenset[int]]]:
    last = {card.centre_id: card.product_ids for card in list_accredited_centres(on=days[-1])}
    for card in list_accredited_centres(on=days[0]):
        products = card.product_ids & last.get(card.centre_id, frozenset())
        if products:
            yield card, products


def _slots(centre_id: int, days: Sequence[date], assumed: Assumptions) -> Iterable[Slot]:
    least = timedelta(hours=assumed.least_hours)
    for day in days:
        hours = find_hours_on(centre_id, day)
        if hours is None:
            continue
        for half, (start, end) in HALVES.items():
            opens = timezone.make_aware(datetime.combine(day, max(start, hours.opens)))
            closes = timezone.make_aware(datetime.combine(day, min(end, hours.closes)))
            if closes - opens >= least:
                yield Slot(day, half, opens, closes)


def _has_room(centre_id: int, slot: Slot, rooms: int) -> bool:
    taken = Session.objects.filter(
        centre_id=centre_id,
        room__isnull=False,
        starts_at__lt=slot.ends_at,
        ends_at__gt=slot.starts_at,
    ).exclude(state=SessionState.CANCELLED)
    return taken.values("room_id").distinct().count() < rooms


def _centre(card: CentreCard) -> Json:
    return {
        "id": str(card.centre_id),
        "latitude": card.latitude,
        "longitude": card.longitude,
        "languages": [ANY_LANGUAGE],
        "is_accessible": set(card.accessibility) >= {str(kind) for kind in ARRANGED},
    }


def _leaders(centre_id: int, product_id: int, kind: str, days: Sequence[date]) -> set[int]:
    """Return who is authorised on the first day and on the last."""
    as_kind = LEADS[SessionKind(kind)]
    first, last = (
        {u.pk for u in list_authorised(product_id, kind=as_kind, centre_id=centre_id, on=on)}
        for on in (days[0], days[-1])
    )
    return first & last


def _leader_rows(
    held: Mapping[int, Mapping[str, set[str]]], slots: Mapping[tuple[str, str], Slot]
) -> list[Json]:
    # Somebody at two centres is planned at the one where they hold more tests.
    home = {user: max(sorted(at), key=lambda c: len(at[c])) for user, at in held.items()}
    busy: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    works = SessionStaff.objects.filter(user_id__in=home, is_active=True)
    for user_id, starts_at, ends_at in works.values_list("user_id", "starts_at", "ends_at"):
        busy[user_id].append((starts_at, ends_at))
    return [
        {
            "id": str(user_id),
            "centre": centre,
            "tests": sorted(held[user_id][centre]),
            "available": [
                moment
                for (at, moment), slot in slots.items()
                if at == centre and not _clash(slot, busy[user_id])
            ],
        }
        for user_id, centre in sorted(home.items())
    ]


def _clash(slot: Slot, busy: Iterable[tuple[datetime, datetime]]) -> bool:
    return any(starts < slot.ends_at and ends > slot.starts_at for starts, ends in busy)
