from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.parties import services
from kunnande.stages.parties.models import StatedGender
from kunnande.stages.parties.queries.genders import find_stated_gender
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_account,
)
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return an_account(a_person())


def test_only_the_latest_is_kept(user):
    services.state_gender(gender="woman", by=user, at=NOON)

    services.state_gender(gender="other", by=user, at=NOON + timedelta(days=1))

    (stated,) = StatedGender.objects.all()
    assert (stated.gender, stated.stated_on) == ("other", TODAY + timedelta(days=1))


def test_the_trail_says_that_it_was_stated_and_not_what(user):
    services.state_gender(gender="woman", by=user, at=NOON)

    entry = list_entries(user.person.trail_name)[-1]
    assert (entry.act, entry.facts) == ("gender_stated", {})


def test_what_was_taken_back_is_gone(user):
    services.state_gender(gender="man", by=user, at=NOON)

    services.take_back_gender(by=user, at=NOON)

    assert find_stated_gender(user.person_id) is None


def test_taking_back_nothing_is_no_act(user):
    services.take_back_gender(by=user, at=NOON)

    acts = [entry.act for entry in list_entries(user.person.trail_name)]
    assert "gender_taken_back" not in acts


@pytest.mark.parametrize("gender", ["unknown", "", "kvinna"])
def test_what_says_nothing_is_not_stated(user, gender):
    with pytest.raises(services.ImproperGenderError):
        services.state_gender(gender=gender, by=user, at=NOON)


def test_an_account_of_nobody_states_nothing():
    with pytest.raises(services.NotAPersonError):
        services.state_gender(gender="woman", by=a_service_user(), at=NOON)


def test_the_database_refuses_a_statement_that_says_nothing(user):
    with pytest.raises(IntegrityError):
        StatedGender.objects.create(person=user.person, gender="unknown", stated_on=TODAY)


def test_somebody_states_their_own_on_the_page(client, user):
    client.force_login(user)

    client.post(reverse("parties:gender"), {"gender": "other"})

    stated = find_stated_gender(user.person_id)
    assert (stated.gender, stated.stated_on) == ("other", timezone.localdate())


def test_the_page_takes_back(client, user):
    services.state_gender(gender="man", by=user, at=NOON)
    client.force_login(user)

    client.post(reverse("parties:take_back_gender"))

    assert not StatedGender.objects.exists()
