"""What visits share: assessors, seats and how many a company can spare."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from kunnande.engines.planning.assignment import Options

from .visits import NONE

if TYPE_CHECKING:
    from kunnande.engines.planning.values import Floats, Ints

    from .values import Instance
    from .visits import DutyTable, VisitTable

DAYS_PER_BLOCK = 5
# What a limit is: people per assessor in a session, stations in a room, absence from a company.
SESSION, STATIONS, COMPANY = range(3)


class Limits(NamedTuple):
    """Limits as the assignment core reads them; see ``Choices``. ``kinds`` says what each is."""

    uses: sparse.csc_matrix
    limits: Floats
    options: Options
    least: Floats
    blocks: Ints
    kinds: Ints


def limits_of(instance: Instance, duties: DutyTable, visits: VisitTable) -> Limits:
    """Return what limits visits, and what duties open.

    Parameters
    ----------
    instance
        What is to be planned.
    duties, visits
        As listed.

    Returns
    -------
    Limits
        A limit for each session that could be held, opened by duties; for the stations that
        several assessors could overfill; and for each company and day.
    """
    sessions, session_of = np.unique(
        np.column_stack([duties.centre, duties.slot, duties.test]), axis=0, return_inverse=True
    )
    session_of = session_of.reshape(-1)
    seated = _seated(instance, visits, sessions)
    rooms, stations = _rooms(instance, duties, sessions, seated)
    absent, spared = _absences(instance, visits)
    uses = sparse.csc_matrix(sparse.vstack([seated, rooms, absent]))
    others = len(stations) + len(spared)
    least = np.array([test.least_group for test in instance.tests], dtype=np.float64)
    asked = np.where(least > 1, least, 0.0)[sessions[:, 2]]
    return Limits(
        uses,
        np.concatenate([np.zeros(len(sessions)), stations, spared]),
        _options(instance, duties, session_of, uses.shape[0]),
        np.concatenate([asked, np.zeros(others)]),
        np.concatenate([_blocks(instance, sessions), np.full(others, -1)]),
        np.repeat([SESSION, STATIONS, COMPANY], [len(sessions), len(stations), len(spared)]),
    )


def one_visit_a_day(instance: Instance, visits: VisitTable) -> sparse.csc_matrix:
    """Return a row for each person and day on which there is more than one visit to choose."""
    # People with one test choose one visit in all.
    several = np.array([len(person.tests) > 1 for person in instance.people], dtype=bool)
    columns = np.flatnonzero(several[visits.person])
    key = visits.person[columns] * len(instance.days) + visits.day[columns]
    _keys, row = np.unique(key, return_inverse=True)
    return _marks(row, columns, (len(_keys), len(visits.person)))


def _seated(instance: Instance, visits: VisitTable, sessions: Ints) -> sparse.csc_matrix:
    shape = (len(instance.centres), 2 * len(instance.days), len(instance.tests))
    number = np.full(shape, NONE, dtype=np.int64)
    number[tuple(sessions.T)] = np.arange(len(sessions))
    column, half = np.nonzero(visits.tests != NONE)
    slot = 2 * visits.day[column] + half
    row = number[visits.centre[column], slot, visits.tests[column, half]]
    return _marks(row, column, (len(sessions), len(visits.person)))


def _rooms(
    instance: Instance, duties: DutyTable, sessions: Ints, seated: sparse.csc_matrix
) -> tuple[sparse.csc_matrix, Floats]:
    """Return which visits take the stations that all assessors together could overfill."""
    kinds = sorted({test.station for test in instance.tests})
    kind_of = np.array([kinds.index(test.station) for test in instance.tests])
    have = np.array([[c.stations.get(kind, 0) for kind in kinds] for c in instance.centres])
    places = np.column_stack([sessions[:, :2], kind_of[sessions[:, 2]]])
    rooms, room_of = np.unique(places, axis=0, return_inverse=True)
    station = np.column_stack([duties.centre, duties.slot, kind_of[duties.test]])
    # An assessor fills the most seats with one of the tests; the rest of the options wait.
    best: dict[tuple[tuple[int, ...], int], int] = {}
    for key, seats, who in zip(map(tuple, station), duties.seats, duties.assessor, strict=True):
        best[key, who] = max(best.get((key, who), 0), int(seats))
    most = {key: 0 for key, _who in best}
    for (key, _who), seats in best.items():
        most[key] += seats
    stations = have[rooms[:, 0], rooms[:, 2]].astype(np.float64)
    tight = np.array([most[tuple(room)] for room in rooms]) > stations
    join = _marks(room_of.reshape(-1), np.arange(len(sessions)), (len(rooms), len(sessions)))
    return sparse.csc_matrix(sparse.csr_matrix(join @ seated)[tight]), stations[tight]


def _absences(instance: Instance, visits: VisitTable) -> tuple[sparse.csc_matrix, Floats]:
    """Return which visits take somebody from work, by company and day, if they can be too many."""
    number = {company.id: n for n, company in enumerate(instance.companies)}
    employer = np.array(
        [NONE if p.company is None else number[p.company] for p in instance.people], dtype=np.int64
    )
    most = np.array([c.most_absent(instance.release_floor) for c in instance.companies])
    waiting = np.bincount(employer[employer != NONE], minlength=len(most))
    at_work = np.array(
        [[day not in person.furlough for day in instance.days] for person in instance.people],
        dtype=bool,
    ).reshape(-1, len(instance.days))
    counted = at_work[visits.person, visits.day] & (employer[visits.person] != NONE)
    counted[counted] = (waiting > most)[employer[visits.person[counted]]]
    columns = np.flatnonzero(counted)
    company, day = employer[visits.person[columns]], visits.day[columns]
    keys, row = np.unique(company * len(instance.days) + day, return_inverse=True)
    limits = most[keys // len(instance.days)].astype(np.float64) if len(keys) else np.zeros(0)
    return _marks(row, columns, (len(keys), len(visits.person))), limits


def _options(instance: Instance, duties: DutyTable, session_of: Ints, n_limits: int) -> Options:
    half_days = duties.assessor * 2 * len(instance.days) + duties.slot
    _keys, groups = np.unique(half_days, return_inverse=True)
    n_options = len(duties.seats)
    gives = sparse.csc_matrix(
        (duties.seats.astype(np.float64), (session_of, np.arange(n_options))),
        shape=(n_limits, n_options),
    )
    return Options(np.zeros(n_options), gives, groups.reshape(-1).astype(np.int64))


def _blocks(instance: Instance, sessions: Ints) -> Ints:
    """Return the week and centre of each session, numbered: they are decided anew together."""
    weeks = len(instance.days) // DAYS_PER_BLOCK + 1
    key = sessions[:, 0] * weeks + sessions[:, 1] // (2 * DAYS_PER_BLOCK)
    return np.asarray(np.unique(key, return_inverse=True)[1].reshape(-1), dtype=np.int64)


def _marks(rows: Ints, columns: Ints, shape: tuple[int, int]) -> sparse.csc_matrix:
    return sparse.csc_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
