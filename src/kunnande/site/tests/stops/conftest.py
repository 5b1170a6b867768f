"""A centre with a time that somebody has, and a stop that hits it."""

import pytest
from django.utils import timezone

from kunnande.site.tests.stops.builders import LATER, pass_on, suspend
from kunnande.stages.booking.models import Stop
from kunnande.stages.booking.tests.builders import a_booking, a_candidate, a_session, a_site
from kunnande.stages.centres.models import Accreditation
from kunnande.stages.parties.queries import Role, list_members
from kunnande.stages.parties.tests.builders import TODAY


@pytest.fixture
def site():
    return a_site()


@pytest.fixture
def accreditation(site):
    return Accreditation.objects.get(centre=site.centre)


@pytest.fixture
def owner(site):
    return list_members(site.product.scheme.owner, Role.SCHEME_OWNER, on=TODAY)[0]


@pytest.fixture
def candidate():
    return a_candidate()


@pytest.fixture
def stopped(site, candidate, accreditation, owner):
    """Return a stop that hits the time of one person."""
    a_booking(a_session(site), candidate)
    suspend(accreditation, owner)
    pass_on()
    return Stop.objects.get()


@pytest.fixture(autouse=True)
def later(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
