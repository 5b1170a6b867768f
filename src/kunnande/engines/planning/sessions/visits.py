"""Every visit that could be made and every duty that could be held, one per row."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .values import HALVES, Centre, Instance, Moment, Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kunnande.engines.planning.values import Bools, Floats, Ints

EARTH_KM = 6371.0
NONE = -1
# Two programs that compute the same way must not disagree about its last digit.
TOLERANCE_KM = 1e-6


class VisitTable(NamedTuple):
    """Visits that could be made; numbers count within the instance's lists, shapes ``(n_visits,)``.

    ``tests`` are those of the morning and the afternoon, ``(n_visits, 2)``, -1 for none; ``km`` is
    one way; ``sek`` is what the visit is counted as, in whole kronor, and ``disruption`` the part
    of it that is production's.
    """

    person: Ints
    centre: Ints
    day: Ints
    tests: Ints
    km: Floats
    disruption: Floats
    sek: Floats


class DutyTable(NamedTuple):
    """Duties that assessors could have, shapes ``(n_duties,)``.

    ``slot`` is twice the day's number, and one more in the afternoon; ``seats`` is how many people
    the assessor and the centre's stations have room for.
    """

    assessor: Ints
    centre: Ints
    slot: Ints
    test: Ints
    seats: Ints


def list_duties(instance: Instance) -> DutyTable:
    """Return every half day that an assessor could give to a test, where the centre is open."""
    number = {centre.id: n for n, centre in enumerate(instance.centres)}
    moments = [Moment(day, half) for day in instance.days for half in HALVES]
    rows = []
    for a, assessor in enumerate(instance.assessors):
        centre = instance.centres[number[assessor.centre]]
        able = [
            (k, min(test.people_per_assessor, centre.stations.get(test.station, 0)))
            for k, test in enumerate(instance.tests)
            if test.id in assessor.tests
        ]
        rows += [
            (a, number[assessor.centre], t, k, seats)
            for t, moment in enumerate(moments)
            if moment in assessor.available and moment not in centre.closed
            for k, seats in able
            if seats
        ]
    return DutyTable(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)


def list_visits(
    instance: Instance, duties: DutyTable, *, people: Sequence[int], others: Ints
) -> VisitTable:
    """Return every visit of one or two tests that people could make, and some others.

    Parameters
    ----------
    instance
        What is to be planned. Language, access, blocked days and the longest way anybody travels
        decide where and when a person can go.
    duties
        What assessors could hold: elsewhere there is nothing to visit.
    people
        The numbers of those whose visits are listed.
    others
        Visits that stand, as person, centre, day and the tests of both halves, ``(n_others, 5)``.

    Returns
    -------
    VisitTable
        By person, then centre; the others come last.
    """
    km = _kilometres(instance)
    open_for, reached = _open_for(instance, duties), reach(instance)
    number = {test.id: n for n, test in enumerate(instance.tests)}
    parts = [np.zeros((0, 5), dtype=np.int64)]
    for p in people:
        person = instance.people[p]
        free = np.array([day not in person.blocked for day in instance.days], dtype=bool)
        tests = [number[test] for test in person.tests]
        for c in np.flatnonzero(reached[p]):
            for way in _ways(open_for[c] & free[:, None, None], tests, instance.tests_per_visit):
                who = np.broadcast_to(np.array([p, c]), (len(way), 2))
                parts.append(np.concatenate([who, way], axis=1))
    return _counted(instance, np.concatenate([*parts, others]), km)


def reach(instance: Instance) -> Bools:
    """Return who can go where at all, ``(n_people, n_centres)``."""
    receives = [
        [_receives(centre, person) for centre in instance.centres] for person in instance.people
    ]
    cap = np.array([person.travel_cap_km for person in instance.people]).reshape(-1, 1)
    near = _kilometres(instance) <= cap + TOLERANCE_KM
    return np.asarray(near & np.array(receives, dtype=bool).reshape(near.shape))


def _receives(centre: Centre, person: Person) -> bool:
    return person.language in centre.languages and (
        centre.is_accessible or not person.needs_accessible
    )


def _open_for(instance: Instance, duties: DutyTable) -> Bools:
    """Return where and when a test could be held, ``(n_centres, n_days, 2, n_tests)``."""
    shape = (len(instance.centres), 2 * len(instance.days), len(instance.tests))
    held = np.zeros(shape, dtype=bool)
    held[duties.centre, duties.slot, duties.test] = True
    return held.reshape(shape[0], -1, 2, shape[2])


def _ways(possible: Bools, tests: list[int], most: int) -> Iterator[Ints]:
    """Yield rows of day, morning's test and afternoon's test at one centre."""
    for test in tests:
        for half in range(2):
            days = np.flatnonzero(possible[:, half, test])
            pair = [NONE, NONE]
            pair[half] = test
            yield _rows(days, pair)
    for first, second in permutations(tests, 2) if most > 1 else ():
        days = np.flatnonzero(possible[:, 0, first] & possible[:, 1, second])
        yield _rows(days, [first, second])


def _rows(days: Ints, tests: list[int]) -> Ints:
    return np.column_stack([days, np.broadcast_to(np.array(tests), (len(days), 2))])


def _kilometres(instance: Instance) -> Floats:
    """Return the way by road from each person to each centre: the great circle, and a detour."""
    home = np.radians([person.place for person in instance.people]).reshape(-1, 1, 2)
    there = np.radians([centre.place for centre in instance.centres]).reshape(1, -1, 2)
    rise, turn = (np.sin((there - home) / 2) ** 2).transpose(2, 0, 1)
    along = np.cos(home[..., 0]) * np.cos(there[..., 0])
    arc = 2 * EARTH_KM * np.arcsin(np.sqrt(rise + along * turn))
    return np.asarray(instance.costs.detour * arc)


def _counted(instance: Instance, rows: Ints, km: Floats) -> VisitTable:
    costs, tests = instance.costs, rows[:, 3:]
    person, centre, day = rows[:, :3].T
    shifts = [
        [costs.disruption_sek[someone.shift][half] for half in HALVES]
        for someone in instance.people
    ]
    at_work = np.array(
        [[day not in someone.furlough for day in instance.days] for someone in instance.people],
        dtype=bool,
    ).reshape(-1, len(instance.days))
    away = (tests != NONE) * np.array(shifts).reshape(-1, 2)[person]
    disruption = away.sum(axis=1) * at_work[person, day]
    later = np.array([(on - instance.days[0]).days for on in instance.days])
    waited = later[day] * costs.wait_day_sek * (tests != NONE).sum(axis=1)
    way = km[person, centre]
    travel = 2 * way * (costs.km_sek + costs.travel_hour_sek / costs.speed_kmh)
    sek = np.round(travel + waited + disruption)
    return VisitTable(person, centre, day, tests, way, disruption, sek)
