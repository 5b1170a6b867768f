"""Many clients with connections of their own, who all want the last seats at the same time."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection, connections

from kunnande.stages.booking import services
from kunnande.stages.booking.models import Booking, BookingState
from kunnande.stages.cases.models import Case, CaseState
from kunnande.stages.parties.models import Person, User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kunnande.stages.booking.queries import Session

REFUSALS = (
    services.HoldLapsedError,
    services.PersonBusyError,
    services.SeatTakenError,
    services.SessionFullError,
)
# Of those who got a seat: how many give it back, and how many try to change it for another.
CANCELLED, MOVED = 0.3, 0.2
_DOUBLE = """
SELECT count(*) FROM booking_booking a JOIN booking_booking b ON a.id < b.id
WHERE a.state IN ('held', 'confirmed') AND b.state IN ('held', 'confirmed')
  AND (a.seat_id = b.seat_id
       OR (a.person_id = b.person_id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at)
       OR (a.case_id = b.case_id AND a.kind = b.kind))
"""


@dataclass
class Fight:
    """What the clients were told: the state of each booking, and why others got none."""

    told: dict[int, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    attempts: int = 0


def a_crowd(count: int, product_version_id: int, at: datetime) -> list[Case]:
    """Return mapped cases of people with accounts, written in one go."""
    people = Person.objects.bulk_create(
        Person(given_name="Kö", family_name=str(number), sort_key=f"{number}")
        for number in range(count)
    )
    User.objects.bulk_create(
        User(person=person, email=f"ko{person.pk}@exempel.se", joined_at=at) for person in people
    )
    cases = Case.objects.bulk_create(
        Case(
            person=person,
            product_version_id=product_version_id,
            state=CaseState.MAPPED,
            opened_at=at,
            changed_at=at,
        )
        for person in people
    )
    return list(cases)


def fight(
    sessions: Sequence[Session],
    crowd: Sequence[Case],
    *,
    clients: int,
    attempts: int,
    at: datetime,
) -> Fight:
    """Let every client try its share of the attempts, whatever the others do."""
    shares = [len(part) for part in np.array_split(np.arange(attempts), clients)]
    with ThreadPoolExecutor(clients) as pool:
        fights = list(
            pool.map(
                lambda place: _Client(sessions, crowd, at).go(place, shares[place]),
                range(clients),
            )
        )
    together = Fight(attempts=sum(one.attempts for one in fights))
    for one in fights:
        together.told.update(one.told)
        together.refused += one.refused
    return together


def count_double() -> int:
    """Return how many pairs of bookings share a seat, a person's time or a case."""
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLE)
        return int(cursor.fetchone()[0])


def count_lost(told: dict[int, str]) -> int:
    """Return how many answers the database does not stand by."""
    kept = dict(Booking.objects.filter(pk__in=told).values_list("pk", "state"))
    unknown = Booking.objects.filter(state=BookingState.CONFIRMED).exclude(pk__in=told)
    return sum(kept.get(pk) != state for pk, state in told.items()) + unknown.count()


@dataclass
class _Client:
    """One of those who fight: what they want, and what they have been told so far."""

    sessions: Sequence[Session]
    crowd: Sequence[Case]
    at: datetime
    fight: Fight = field(default_factory=Fight)

    def go(self, seed: int, attempts: int) -> Fight:
        generator = np.random.default_rng(seed)
        try:
            for _attempt in range(attempts):
                self.fight.attempts += 1
                try:
                    self.try_once(generator)
                except REFUSALS as error:
                    self.fight.refused[type(error).__name__] += 1
        finally:
            connections.close_all()
        return self.fight

    def try_once(self, generator: np.random.Generator) -> None:
        case = self.crowd[int(generator.integers(len(self.crowd)))]
        places = generator.choice(len(self.sessions), size=2, replace=False)
        first, second = (self.sessions[place] for place in places)
        by, at = case.person.user, self.at
        told, mood = self.fight.told, generator.random()
        held = services.hold_seat(session=first, case=case, by=by, at=at)
        booking = services.confirm_booking(booking=held, by=by, at=at)
        told[booking.pk] = BookingState.CONFIRMED
        if mood < CANCELLED:
            services.cancel_booking(booking=booking, by=by, at=at)
            told[booking.pk] = BookingState.CANCELLED
        elif mood < CANCELLED + MOVED:
            moved = services.move_booking(booking=booking, session=second, by=by, at=at)
            told[booking.pk] = BookingState.MOVED
            told[moved.pk] = BookingState.CONFIRMED
