from datetime import timedelta

import pytest

from kunnande.stages.booking.queries import list_sessions_visible_to
from kunnande.stages.booking.queries.demand import list_demand_of_places, list_demand_of_weeks
from kunnande.stages.booking.tests.builders import (
    a_candidate,
    a_node_coordinator,
    a_session,
    a_site,
    somebody_waiting,
)
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import NOON, TODAY

pytestmark = pytest.mark.django_db


def sessions():
    viewer = get_viewer(a_node_coordinator(), on=TODAY)
    return list_sessions_visible_to(viewer, since=NOON, at=NOON, only_open=True)


def test_few_who_wait_are_told_as_few_and_for_how_long_not_at_all():
    somebody_waiting(a_candidate())

    (place,) = list_demand_of_places([], on=TODAY)

    assert (place.waiting, place.days) == (None, None)


def test_a_week_tells_its_seats_and_how_many_they_leave_waiting():
    a_session(a_site())
    rows = sessions()
    monday = rows[0].session.starts_at.date()
    monday -= timedelta(days=monday.weekday())

    weeks = list_demand_of_weeks(rows, waiting=5, on=TODAY)

    told = {week.begins_on: (week.seats, week.free, week.still_waiting) for week in weeks}
    assert told[monday] == (2, 2, 3)
    assert weeks[-1].still_waiting == 3


def test_free_seats_are_told_where_they_are():
    a_session(a_site())

    (place,) = list_demand_of_places(sessions(), on=TODAY)

    assert (place.name, place.waiting, place.free) == ("Värnamo", 0, 2)
