"""What the API refuses it refuses by name, in the caller's language, at the place that is wrong."""

from __future__ import annotations

import json

import pytest
from lxml import html

from kunnande.site.api.problems import list_refusals

from .operations import OPERATIONS
from .routes import client_of, viewers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer(world):
    side = world.sides["A"]
    viewers = viewers_of(world, side.stories["idle"])
    return client_of(next(viewer for viewer in viewers if viewer.user == side.employer))


def send(client, world, body, **headers):
    address = f"/api/v1/organisations/{world.sides['A'].company.pk}/roles"
    return client.post(address, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "Ni har redan"), ("en-GB,sv;q=0.5", "already"), ("de", "Ni har")]
)
def test_a_named_refusal_is_told_in_the_language_asked_for(employer, world, language, words):
    send(employer, world, {"name": "Svetsare"})

    answer = send(employer, world, {"name": "Svetsare"}, **{"Accept-Language": language})

    told = json.loads(answer.content)
    assert (answer.status_code, told["type"]) == (409, "/api/#role-name-taken")
    assert words in told["detail"]
    assert "Accept-Language" in answer.headers["Vary"]


def test_each_value_that_is_wrong_is_pointed_out(employer, world):
    answer = send(employer, world, {"people_needed": 0})

    told = json.loads(answer.content)
    assert answer.status_code == 422
    assert {row["pointer"]: row["detail"] for row in told["errors"]} == {
        "#/name": "Värdet saknas.",
        "#/people_needed": "Värdet ska vara minst 1.",
    }


def test_a_parameter_that_is_wrong_is_named(employer):
    answer = employer.get("/api/v1/products?limit=0")

    told = json.loads(answer.content)
    assert told["errors"][0] | {"detail": ""} == {"detail": "", "in": "query", "parameter": "limit"}


@pytest.mark.parametrize(
    "body", ['{"name": ', "[]", '"x"', '{"name": "a\\u0000b"}', '{"name": "\\ud800"}', "[" * 9999]
)
def test_a_body_nobody_can_read_is_refused(employer, world, body):
    answer = send(employer, world, body)

    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/roles/99999999999999999999999", 404),
        ("DELETE", "/api/v1/me", 405),
        ("GET", "/api/v1/me?a=%00", 400),
    ],
)
def test_what_never_reaches_an_operation_is_refused_in_the_same_form(
    employer, method, path, status
):
    answer = employer.generic(method, path)

    assert answer.status_code == status
    assert json.loads(answer.content)["status"] == status


def test_a_page_that_is_refused_is_still_a_page(employer):
    answer = employer.get("/finns-inte/")

    assert answer.headers["Content-Type"].startswith("text/html")


def test_every_error_a_room_names_has_a_status_of_its_own_kind():
    refusals = list_refusals()

    assert len(refusals) > 40
    assert all(400 <= refusal.status < 500 and refusal.meaning for refusal in refusals)


def test_a_long_list_is_given_a_page_at_a_time(employer, world):
    address = f"/api/v1/organisations/{world.sides['A'].company.pk}/employees"

    whole, part = (
        json.loads(employer.get(f"{address}?{query}").content)
        for query in ("limit=500", "limit=2&offset=1")
    )

    assert part["items"] == whole["items"][1:3]
    assert part["count"] == whole["count"] == len(whole["items"])


def test_the_page_about_the_api_shows_every_operation_and_fetches_nothing(employer):
    page = html.document_fromstring(employer.get("/api/").content)

    assert OPERATIONS.keys() - set(page.xpath("//details/@id")) == set()
    fetched = page.xpath("//script/@src | //link/@href | //img/@src | //iframe/@src")
    assert all(address.startswith("/") for address in fetched)
    assert page.xpath("//details[@id='list_employees']//code[text()='items[].person_id']")


def test_the_description_is_openapi_and_says_how_to_sign_in(employer):
    told = json.loads(employer.get("/api/v1/openapi.json").content)

    assert told["openapi"].startswith("3.")
    assert set(told["components"]["securitySchemes"]) == {"TokenAuth", "SessionAuth"}
