"""Thirty-two clients with connections of their own fight for the last seats."""

import pytest

from kunnande.stages.booking.models import Booking, BookingState
from kunnande.stages.booking.tests.builders import a_session, a_site
from kunnande.stages.booking.tests.fighting import a_crowd, count_double, count_lost, fight
from kunnande.stages.cases.tests.builders import a_version_id
from kunnande.stages.parties.tests.builders import NOON


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nobody_gets_a_seat_twice_and_nobody_loses_one():
    site = a_site()
    sessions = [a_session(site, hour=hour, seats=15) for hour in (8, 11, 14, 17)]
    crowd = a_crowd(100, a_version_id(), NOON)

    fought = fight(sessions, crowd, clients=32, attempts=1000, at=NOON)

    assert (fought.attempts, count_double(), count_lost(fought.told)) == (1000, 0, 0)
    assert not Booking.objects.filter(state=BookingState.HELD).exists()
    assert fought.refused["SessionFullError"] > 100
