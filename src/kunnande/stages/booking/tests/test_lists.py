"""The list of sessions asks the database as much for a thousand rows as for ten."""

import pytest
from django.utils import timezone

from kunnande.stages.booking.models import Seat, Session
from kunnande.stages.booking.tests.builders import a_session, a_site
from kunnande.stages.centres.models import Room
from kunnande.stages.parties.tests.builders import NOON
from kunnande.stages.parties.tests.lists import (
    assert_asks_as_much,
    copies_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def test_the_list_of_sessions():
    site = a_site()
    session = a_session(site)

    def fill(count):
        known = Room.objects.count()
        rooms = Room.objects.bulk_create(
            Room(centre=site.centre, name=f"Rum {known + n}", seats=1) for n in range(count)
        )
        copies = copies_of(session, ({"room_id": room.pk} for room in rooms))
        Seat.objects.bulk_create(Seat(session=copy, number=1) for copy in copies)

    assert_asks_as_much(site.leader, "booking:sessions", fill=fill)

    assert Session.objects.count() == 1000
