"""What holds when 32 clients with connections of their own fight for the last seats."""

from __future__ import annotations

import time
from datetime import timedelta

from _scratch import print_table, scratch_installation

CLIENTS, ATTEMPTS, PEOPLE, SEATS = 32, 10_000, 400, 25


def main() -> None:
    with scratch_installation():
        from kunnande.stages.booking.models import Booking, BookingState
        from kunnande.stages.booking.tests import builders, fighting
        from kunnande.stages.parties.tests.builders import NOON

        site = builders.a_site(seats=SEATS)
        sessions = [
            builders.a_session(
                site, on=builders.TODAY + timedelta(days=day), hour=hour, seats=SEATS
            )
            for day in range(1, 4)
            for hour in (8, 11, 14, 17)
        ]
        crowd = fighting.a_crowd(PEOPLE, builders.a_version_id(), NOON)
        begun = time.perf_counter()
        fought = fighting.fight(sessions, crowd, clients=CLIENTS, attempts=ATTEMPTS, at=NOON)
        seconds = time.perf_counter() - begun
        taken = Booking.objects.filter(state=BookingState.CONFIRMED).count()
        rows = [
            ("clients", f"{CLIENTS}"),
            ("attempts", f"{fought.attempts}"),
            ("attempts a second", f"{fought.attempts / seconds:.0f}"),
            ("seats", f"{SEATS * len(sessions)}"),
            ("bookings made", f"{len(fought.told)}"),
            ("seats taken when done", f"{taken}"),
            *[(f"refused: {why}", f"{count}") for why, count in fought.refused.most_common()],
            ("double", f"{fighting.count_double()}"),
            ("lost", f"{fighting.count_lost(fought.told)}"),
        ]
    print_table(f"{PEOPLE} people, {CLIENTS} clients, {ATTEMPTS} attempts at the last seats", rows)


if __name__ == "__main__":
    main()
