"""Every list of a centre asks the database as much for a thousand rows as for ten."""

from datetime import timedelta

import pytest

from kunnande.stages.centres.models import Accreditation, Authorisation
from kunnande.stages.centres.queries import StaffKind
from kunnande.stages.centres.tests.builders import (
    FIRST_DAY,
    a_role_at,
    an_accreditation,
    an_authorisation,
    noon,
)
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.models import User
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.lists import (
    assert_asks_as_much,
    copies_of,
    many_organisations,
    many_people,
)

pytestmark = pytest.mark.django_db

ALMOST_OVER = FIRST_DAY + timedelta(days=700)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon(ALMOST_OVER))


@pytest.fixture
def accredited():
    return an_accreditation(a_published_version().product)


def more_accreditations(accredited):
    def fill(count):
        centres = many_organisations(accredited.organisation, count)
        copies_of(accredited.accreditation, ({"centre_id": one.pk} for one in centres))

    return fill


def more_authorisations(accredited):
    tove = a_role_at(accredited.organisation, Role.TEST_LEADER, given_name="Tove")
    first = an_authorisation(tove, accredited, StaffKind.ASSESSOR)

    def fill(count):
        users = User.objects.bulk_create(
            User(person=person, email=f"{person.pk}@exempel.se", joined_at=noon(FIRST_DAY))
            for person in many_people(count)
        )
        copies_of(first, ({"user_id": user.pk} for user in users))

    return fill


def test_the_list_of_accreditations(accredited):
    fill = more_accreditations(accredited)

    assert_asks_as_much(accredited.decider, "centres:accreditations", fill=fill)

    assert Accreditation.objects.count() == 1000


@pytest.mark.parametrize("name", ["centres:authorisations", "centres:due"])
def test_the_lists_of_authorisations_and_of_what_runs_out(accredited, name):
    fill = more_authorisations(accredited)

    assert_asks_as_much(accredited.decider, name, fill=fill)

    assert Authorisation.objects.count() == 1000
