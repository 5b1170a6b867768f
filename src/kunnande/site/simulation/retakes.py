"""After their courses, every second of the simulated people books the test of what remains."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kunnande.stages.booking.queries import SessionKind, get_open_session, list_free_times
from kunnande.stages.booking.services import confirm_booking, hold_seat
from kunnande.stages.cases.queries import find_case_by_id
from kunnande.stages.development.queries import list_own_retakes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from kunnande.site.simulation.development import Wish
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import User


def book_retakes(wishes: Iterable[Wish], *, now: datetime) -> int:
    """Let whoever is offered a retake book the nearest time, each second one; return how many."""
    people = {wish.person.pk: wish for wish in wishes}
    booked = 0
    for place, wish in enumerate(_with_a_retake(list(people.values()), now)):
        if place % 2 == 0:
            booked += _book(wish, now)
    return booked


def _with_a_retake(wishes: Sequence[Wish], now: datetime) -> list[Wish]:
    return [
        wish
        for wish in wishes
        if any(one.can_be_booked for one in list_own_retakes(wish.person.pk, at=now))
    ]


def _book(wish: Wish, now: datetime) -> int:
    booked = 0
    for retake in list_own_retakes(wish.person.pk, at=now):
        case = find_case_by_id(retake.case_id)
        if case and retake.can_be_booked:
            booked += _take_seat(wish, case, retake.earliest_on, now)
    return booked


def _take_seat(wish: Wish, case: Case, earliest_on: date, now: datetime) -> bool:
    """Book the nearest session from a day on that is free; say whether there was one."""
    times = list_free_times(
        case.product_version.product_id,
        kind=SessionKind.THEORY,
        near=wish.company.organisation.municipality_code,
        since=now,
        not_before=earliest_on,
        companies=[wish.company.organisation.pk],
    )
    if not times:
        return False
    user: User = wish.person.user
    held = hold_seat(session=get_open_session(times[0].session_id), case=case, by=user, at=now)
    confirm_booking(booking=held, by=user, at=now + timedelta(minutes=2))
    return True
