"""A key opens what its person chose and no more; a session changes things with its form token."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kunnande.stages.parties import services
from kunnande.stages.parties.models import AccessToken, User
from kunnande.stages.requirements.models import OccupationalRole
from kunnande.stages.trail.queries import list_looks_at

from .routes import client_of, viewers_of

pytestmark = pytest.mark.django_db

ROLE = {"name": "Svetsare", "people_needed": 2}


@pytest.fixture
def side(world):
    return world.sides["A"]


def a_key(user, *scopes):
    return services.make_token(name="Lön", scopes=scopes, days=30, by=user, at=timezone.localtime())


def call(secret, path, *, method="GET", body=None, **headers):
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    return client.generic(
        method,
        f"/api/v1{path}",
        json.dumps(body) if body else "",
        "application/json",
        headers={"Authorization": f"Bearer {secret}", **headers},
    )


def test_a_key_reads_what_its_scope_names(side):
    key = a_key(side.employer, "employer:read")

    answer = call(key.secret, f"/organisations/{side.company.pk}/employees")

    assert answer.status_code == 200
    assert answer.json()["count"] > 5


def test_a_key_to_read_writes_nothing(side):
    key = a_key(side.employer, "employer:read")
    before = OccupationalRole.objects.count()

    answer = call(key.secret, f"/organisations/{side.company.pk}/roles", method="POST", body=ROLE)

    assert answer.status_code == 403
    assert OccupationalRole.objects.count() == before


def test_a_key_to_write_needs_no_form_token(side):
    key = a_key(side.employer, "employer:write")

    answer = call(key.secret, f"/organisations/{side.company.pk}/roles", method="POST", body=ROLE)

    assert answer.status_code == 201
    assert OccupationalRole.objects.get(pk=answer.json()["id"]).name == "Svetsare"


def test_a_key_for_work_does_not_open_ones_own_pages(side):
    key = a_key(side.employer, "employer:read")

    answer = call(key.secret, "/me/competence")

    assert answer.status_code == 403


def test_a_key_for_oneself_does_not_open_the_work(side):
    key = a_key(side.employer, "person:read")

    answers = [
        call(key.secret, "/me"),
        call(key.secret, f"/organisations/{side.company.pk}/employees"),
    ]

    assert [answer.status_code for answer in answers] == [200, 403]
    assert answers[0].json()["acts_for"] == []


@pytest.mark.parametrize("ending", ["revoked", "expired", "closed"])
def test_a_key_that_has_ended_opens_nothing(side, ending):
    user, now = side.employer, timezone.localtime()
    key = a_key(user, "employer:read")
    if ending == "revoked":
        services.revoke_token(token_id=key.token.pk, by=user, at=now)
    elif ending == "expired":
        days = {"created_at": now - timedelta(days=2), "expires_at": now - timedelta(seconds=1)}
        AccessToken.objects.filter(pk=key.token.pk).update(**days)
    else:
        User.objects.filter(pk=user.pk).update(is_active=False)

    answer = call(key.secret, "/me")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_bad_key_is_not_helped_by_a_session(side):
    client = Client(SERVER_NAME="localhost")
    client.force_login(side.employer)

    answer = client.get("/api/v1/me", headers={"Authorization": "Bearer kunnande_x"})

    assert answer.status_code == 401


def test_a_key_opens_no_page(side):
    key = a_key(side.employer, "employer:read")

    answer = Client(SERVER_NAME="localhost").get(
        f"/foretag/{side.company.pk}/anstallda/",
        headers={"Authorization": f"Bearer {key.secret}"},
    )

    assert answer.status_code == 302


def test_a_role_that_has_ended_is_no_longer_opened_by_its_keys(side):
    key = a_key(side.employer, "employer:read")
    side.employer.memberships.update(to_on=timezone.localdate() - timedelta(days=1))

    answer = call(key.secret, f"/organisations/{side.company.pk}/employees")

    assert answer.status_code == 403


def test_a_session_without_its_form_token_changes_nothing(side, world):
    employer = next(v for v in viewers_of(world, side.stories["idle"]) if v.user == side.employer)
    client = client_of(employer, enforce_csrf_checks=True)

    answer = client.post(
        f"/api/v1/organisations/{side.company.pk}/roles", ROLE, content_type="application/json"
    )

    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_a_key_reads_of_others_is_told_to_them(side):
    key, person = a_key(side.employer, "employer:read"), side.stories["awarded"].person
    before = len(list_looks_at(person.pk))

    call(key.secret, f"/organisations/{side.company.pk}/matrix")

    looks = list_looks_at(person.pk)
    assert len(looks) == before + 1
    assert looks[0].viewer == side.employer.trail_name


def test_nobody_answers_a_test_for_somebody_else(side):
    sitting = side.stories["running"].sitting
    leader = a_key(side.test_leader, "person:write", "test_leader:write")
    path = f"/sittings/{sitting.pk}/questions/1/answer"

    answer = call(leader.secret, path, method="PUT", body={"posted": {"RESPONSE": ["A"]}})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/me/tokens", {"name": "En till", "scopes": ["person:read"], "days": 30}),
        ("DELETE", "/me/tokens/{key}", {}),
        ("PUT", "/me/email", {"email": "annan@exempel.se"}),
    ],
)
def test_a_key_neither_makes_keys_nor_shuts_its_owner_out(side, method, path, body):
    key = a_key(side.employer, "person:read", "person:write")
    before = AccessToken.objects.count()

    answer = call(key.secret, path.format(key=key.token.pk), method=method, body=body)

    assert (answer.status_code, answer.json()["type"]) == (403, "/api/#key-does-not-suffice")
    key.token.refresh_from_db()
    side.employer.refresh_from_db()
    assert (AccessToken.objects.count(), key.token.revoked_at) == (before, None)
    assert side.employer.email != "annan@exempel.se"


def test_somebody_signed_in_makes_a_key_that_works_and_revokes_it(world, side):
    idle = side.stories["idle"]
    viewer = next(v for v in viewers_of(world, idle) if v.user == side.employer)
    client = client_of(viewer)
    wanted = {"name": "Lön", "scopes": ["employer:read"], "days": 30}

    made = client.post("/api/v1/me/tokens", wanted, "application/json").json()
    opened = call(made["secret"], f"/organisations/{side.company.pk}/employees")
    client.delete(f"/api/v1/me/tokens/{made['token']['id']}")

    assert opened.status_code == 200
    assert call(made["secret"], "/me").status_code == 401
