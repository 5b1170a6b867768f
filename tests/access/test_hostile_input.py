"""Whatever is sent, the answer is clear and nothing breaks."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from lxml import html

from kunnande.stages.cases.models import Case, Evidence, FeedbackTalk, ProposedDevelopment
from kunnande.stages.decision.models import Decision
from kunnande.stages.parties.models import Employment, Invitation, Organisation, Person
from kunnande.stages.requirements.models import OccupationalRole

from .expectations import (
    EVERYBODY,
    SELF,
    VISITOR,
)
from .pages import PAGES
from .routes import address_of, ask, client_of, opener, openers

pytestmark = pytest.mark.django_db

MARKUP = '<b class="inmatad">\'"&amp;</b>'
LARGE_BYTES = 3 * 1024 * 1024
# The frameworks' own pages answer an unknown method in their own way.
OURS = [name for name in PAGES if not name.startswith("account_") and name != "home:language"]
READ_FORMS = (
    "account_login",
    "cases:rate",
    "disclosure:agreement",
    "home:language",
    "parties:invite_employee",
    "requirements:requirement",
    "testing:feedback",
    "testing:question",
    "testing:save",
)


def test_markup_in_what_people_write_is_shown_as_text_everywhere(world):
    put_markup_everywhere()

    answers = [
        ask(route, viewer, address_of(route, world))
        for route, page in PAGES.items()
        for viewer in openers(world, route)
        if page.opens_to != EVERYBODY or viewer.name == SELF
    ]

    pages = [html.document_fromstring(one.body) for one in answers if one.is_page and one.body]
    assert [page for page in pages if page.find_class("inmatad")] == []
    assert sum("inmatad" in page.text_content() for page in pages) > 20


def test_markup_in_an_address_is_shown_as_text_everywhere(world, fields):
    query = urlencode(dict.fromkeys(fields, MARKUP))

    answers = [
        ask(route, opener(world, route), f"{address_of(route, world)}?{query}", "GET")
        for route in PAGES
    ]

    pages = [html.document_fromstring(one.body) for one in answers if one.is_page and one.body]
    assert [page for page in pages if page.find_class("inmatad")] == []
    assert max(one.status for one in answers) < 500


@pytest.mark.parametrize("name", ["team", "next", "language"])
def test_what_no_text_can_hold_is_refused_in_an_address(world, name):
    answers = [
        ask(route, opener(world, route), f"{address_of(route, world)}?{name}=a%00b", "GET")
        for route in ("home:start", "supply:matrix", "account_login")
    ]

    assert {one.status for one in answers} == {400}


@pytest.mark.parametrize("route", PAGES)
def test_what_no_text_can_hold_breaks_no_form(world, fields, route):
    client = client_of(opener(world, route))

    answer = client.post(address_of(route, world), dict.fromkeys(fields, "a\0b"))

    assert answer.status_code < 500


@pytest.mark.parametrize("route", OURS)
def test_an_unknown_method_is_refused(world, route):
    answer = ask(route, opener(world, route), address_of(route, world), "DELETE")

    assert answer.status == 405


@pytest.mark.parametrize("route", [name for name in OURS if PAGES[name].method == "POST"])
def test_an_act_is_not_done_by_following_a_link(world, route):
    answer = ask(route, opener(world, route), address_of(route, world), "GET")

    assert answer.status == 405


@pytest.mark.parametrize("route", PAGES)
def test_a_form_without_its_token_is_refused_with_a_way_on(world, route):
    client = client_of(opener(world, route), enforce_csrf_checks=True)

    answer = client.post(address_of(route, world), {"text": "min text"})

    assert answer.status_code == 403
    assert html.document_fromstring(answer.content).xpath("//main//a[@href] | //main//button")


@pytest.mark.parametrize(("language", "words"), [("sv", "för stort"), ("en", "too large")])
def test_too_much_at_once_is_refused_in_the_language_of_the_page(world, language, words):
    client = client_of(opener(world, "requirements:create"))
    client.cookies["django_language"] = language

    answer = client.post(address_of("requirements:create", world), {"name": "x" * LARGE_BYTES})

    assert answer.status_code == 413
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"name=%FF%FE&person=\xff\xfe&a"),
        ("application/x-www-form-urlencoded; charset=nothing", b"name=x"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2000))),
        ("application/x-www-form-urlencoded", b"name=" + b"x" * LARGE_BYTES),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; na"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\n\xff\xfe\0--x--"),
        ("application/json", b'{"name": '),
        ("text/plain\0", b"\0"),
    ],
)
def test_a_body_that_is_no_form_breaks_no_page(world, content_type, body):
    answers = {}
    for route in READ_FORMS:
        with transaction.atomic():
            client = client_of(opener(world, route))
            answer = client.generic("POST", address_of(route, world), body, content_type)
            answers[route] = answer.status_code
            transaction.set_rollback(True)

    assert {route for route, status in answers.items() if status >= 500} == set()


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "messages"])
@pytest.mark.parametrize("value", ['"abcdefgh\\000ijk"', "x" * 4000, "å;=,", '{"a":', "\\377\\376"])
def test_a_broken_cookie_breaks_no_page(name, value):
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)

    pages = [
        client.get("/", headers={"Cookie": f"{name}={value}"}),
        client.get("/vem-har-sett/", headers={"Cookie": f"{name}={value}"}),
    ]

    assert pages[0].status_code in {200, 400}
    assert pages[1].status_code in {302, 400}


def test_a_foreign_host_is_refused_on_every_page(world):
    routes = [name for name, page in PAGES.items() if VISITOR in page.opens_to]
    client = Client(raise_request_exception=False, headers={"Host": "evil.example"})

    answers = {route: client.get(address_of(route, world)).status_code for route in routes}

    assert set(answers.values()) == {400}


@pytest.mark.parametrize(
    ("route", "table", "sent"),
    [
        (
            "parties:invite_employee",
            Person,
            {"given_name": "Ny", "family_name": "Anställd", "email": "ny@exempel.se"},
        ),
        ("requirements:create", OccupationalRole, {"name": "Ny", "people_needed": "1"}),
        ("testing:start", Case, {}),
        ("testing:hand_in", Case, {}),
        ("cases:begin", Case, {}),
        ("credentials:award", Case, {}),
        ("testing:feedback", FeedbackTalk, {"summary": "Bra."}),
    ],
)
def test_what_is_sent_twice_is_done_once(world, route, table, sent):
    client, address = client_of(opener(world, route)), address_of(route, world)

    first = client.post(address, sent)
    after_once = table.objects.count()
    second = client.post(address, sent)

    assert first.status_code in {200, 302, 422}
    assert second.status_code in {200, 302, 404, 422}
    assert table.objects.count() == after_once


def put_markup_everywhere():
    Person.objects.update(given_name=MARKUP, family_name=MARKUP)
    Organisation.objects.update(name=MARKUP)
    Employment.objects.update(team=MARKUP)
    for role in OccupationalRole.objects.all():
        OccupationalRole.objects.filter(pk=role.pk).update(name=f"{role.pk}{MARKUP}")
    Evidence.objects.update(name=MARKUP)
    FeedbackTalk.objects.update(summary=MARKUP)
    ProposedDevelopment.objects.update(text=MARKUP)
    Decision.objects.update(grounds=MARKUP)
    Invitation.objects.update(email=f'"{MARKUP}"@exempel.se')
