from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kunnande.stages.parties import services
from kunnande.stages.parties.models import AccessToken
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_person,
    an_account,
    an_organisation,
)
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer():
    return a_member(an_organisation())


def a_token(user, *scopes, days=30):
    return services.make_token(name="Lön", scopes=scopes, days=days, by=user, at=NOON)


def test_only_a_digest_of_the_secret_is_kept(employer):
    issued = a_token(employer, "employer:read")

    assert issued.secret not in str(AccessToken.objects.values_list())
    assert services.use_token(secret=issued.secret, writes=False, at=NOON) == employer


def test_a_token_speaks_in_the_roles_it_names_for_the_way_it_is_used(employer):
    issued = a_token(employer, "employer:read", "person:write")

    reading, writing = (
        get_viewer(services.use_token(secret=issued.secret, writes=writes, at=NOON), on=TODAY)
        for writes in (False, True)
    )

    assert (set(reading.acts_for), reading.person_id) == ({"employer"}, None)
    assert (set(writing.acts_for), writing.person_id) == (set(), employer.person_id)


def test_nobody_gives_a_token_more_than_they_may_do(employer):
    with pytest.raises(services.ImproperTokenError):
        a_token(employer, "employer:read", "examiner:read")


@pytest.mark.parametrize(("scopes", "days"), [([], 30), (["person:read"], 31)])
def test_a_token_needs_scopes_and_a_known_length_of_life(employer, scopes, days):
    with pytest.raises(services.ImproperTokenError):
        a_token(employer, *scopes, days=days)


def test_a_token_ends_with_its_last_moment(employer):
    issued = a_token(employer, "person:read")
    end = NOON + timedelta(days=30)

    assert services.use_token(secret=issued.secret, writes=False, at=end - timedelta(seconds=1))
    with pytest.raises(services.UnknownTokenError):
        services.use_token(secret=issued.secret, writes=False, at=end)


def test_nobody_revokes_somebody_elses_token(employer):
    issued, other = a_token(employer, "person:read"), an_account(a_person())

    with pytest.raises(services.UnknownTokenError):
        services.revoke_token(token_id=issued.token.pk, by=other, at=NOON)

    assert services.use_token(secret=issued.secret, writes=False, at=NOON)


def test_a_token_is_revoked_once(employer):
    issued = a_token(employer, "person:read")

    for hours in (0, 1):
        at = NOON + timedelta(hours=hours)
        services.revoke_token(token_id=issued.token.pk, by=employer, at=at)

    acts = [entry.act for entry in list_entries(employer.person.trail_name)]
    assert acts.count("token_revoked") == 1
    assert AccessToken.objects.get().revoked_at == NOON


def test_the_page_makes_a_key_shows_it_once_and_revokes_it(employer):
    client = Client(SERVER_NAME="localhost")
    client.force_login(employer)

    client.post("/nycklar/", {"name": "Lön", "scopes": ["person:read"], "days": "30"})
    shown, again = (client.get("/nycklar/").content.decode() for _time in range(2))
    client.post(f"/nycklar/{AccessToken.objects.get().pk}/aterkalla/")

    assert "kunnande_" in shown
    assert "kunnande_" not in again
    assert AccessToken.objects.get().revoked_at


def test_the_page_offers_no_more_than_one_may_do(employer):
    client = Client(SERVER_NAME="localhost")
    client.force_login(employer)

    page = client.post("/nycklar/", {"name": "Lön", "scopes": ["examiner:read"], "days": "30"})

    assert page.status_code == 422
    assert not AccessToken.objects.exists()
