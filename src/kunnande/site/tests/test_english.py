"""Whoever has chosen English reads English on every page they can reach, except names and data."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve
from django.utils import timezone, translation

from kunnande.site.simulation import names
from kunnande.site.simulation.aid import GIVEN
from kunnande.site.simulation.attesting import REASONS
from kunnande.site.simulation.books import BOOKED
from kunnande.site.simulation.centres import WRITTEN
from kunnande.site.simulation.funding import DECISIONS
from kunnande.site.simulation.matrices import SELECTION, SHIFTS
from kunnande.site.simulation.parties import DEMO_DOMAIN
from kunnande.site.simulation.practice import SAID
from kunnande.site.simulation.run import simulate
from kunnande.site.simulation.taking_part import SUPPORTED
from kunnande.site.simulation.walk import PROPOSAL
from kunnande.site.templatetags.kunnande import clock, day, moment, number
from kunnande.stages.parties.queries import Municipality, find_user_by_email
from kunnande.stages.requirements.queries import list_templates
from kunnande.stages.supply.models.plans import CoachNote, CompetencePlan, Measure, WheelStep
from kunnande.stages.testing.queries import Sitting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.django_db

# Nine people: one for each place in the journey where the simulation leaves somebody.
PEOPLE = 9
READERS = ("", "scheme-owner", "employer", "test-leader", "examiner", "person",
           "centre-manager", "auditor", "assessor", "node-coordinator", "training-provider",
           "coach", "union-representative", "programme-owner", "economist", "evaluator",
           *(f"person-{number}" for number in range(3, PEOPLE + 1)))  # fmt: skip
SHOWN_ATTRIBUTES = {"aria-label", "alt", "title", "label", "value", "placeholder", "content"}
NEVER_CLOSED = {"meta", "link", "input", "br", "hr", "img"}
# One page of each kind says all the words of its kind.
PAGES_OF_A_KIND = 2
# What a centre calls its machine.
MACHINE = "CNC-fräs"
SIGNS_IN = "home:demo_sign_in"


class _Page(HTMLParser):
    """The words of a page that are not said to be Swedish, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._said_to_be_swedish: list[bool] = [False]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_swedish = self._said_to_be_swedish[-1] or given.get("lang") == "sv"
        if tag == "a":
            self.links.append(given.get("href", ""))
        if not is_swedish:
            self.words += [
                value
                for name, value in given.items()
                if name in SHOWN_ATTRIBUTES or name.startswith("data-")
            ]
        if tag not in NEVER_CLOSED:
            self._said_to_be_swedish.append(is_swedish)

    def handle_endtag(self, tag: str) -> None:
        if tag not in NEVER_CLOSED:
            self._said_to_be_swedish.pop()

    def handle_data(self, data: str) -> None:
        if not self._said_to_be_swedish[-1]:
            self.words.append(data.strip())


@pytest.fixture(scope="module", autouse=True)
def simulated(
    django_db_setup: None,  # noqa: ARG001  the database stands before its people
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("english")
    places = override_settings(ISSUER_KEYS=folder / "issuer", MEDIA_ROOT=folder / "evidence")
    with django_db_blocker.unblock(), places, transaction.atomic():
        simulate(
            people=PEOPLE, seed=1, now=timezone.localtime(), port=8000, on_progress=_say_nothing
        )
        yield
        transaction.set_rollback(True)


def _say_nothing(_done: int) -> None: ...


def _english_client(login: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    if login:
        user = find_user_by_email(f"{login}@{DEMO_DOMAIN}")
        assert user is not None
        client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def _read_on(client: Client, start: str) -> Iterator[tuple[str, _Page]]:
    """Follow every link from a page, to a few pages of each kind."""
    waiting, met = [start], {start}
    kinds: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = _Page(answer.content.decode())
        yield address, page
        for link in page.links:
            path = link.partition("#")[0]
            if not path.startswith("/") or path in met:
                continue
            met.add(path)
            kind = resolve(path.partition("?")[0]).view_name
            if kind == SIGNS_IN:
                continue
            kinds[kind] += 1
            if kinds[kind] <= PAGES_OF_A_KIND:
                waiting.append(path)


def _data() -> re.Pattern[str]:
    """Match what people and organisations are called, and what somebody wrote."""
    people = (*names.GIVEN_NAMES, *names.FAMILY_NAMES)
    places = (
        *(row[0] for row in (*names.COMPANIES, *names.CENTRES, *names.NODES, *names.PROVIDERS)),
        *(row[0] for row in (names.PROGRAMME_OWNER, *names.PARTNERS)),
        names.PROGRAMME,
        names.SCHEME_OWNER,
    )
    issuer = "(exempelutfärdare)"
    # The Swedish coin has no other name in English.
    coin = "öre an hour"
    roles = [template.name_sv for template in list_templates()]
    programme = (*DECISIONS, *REASONS, *SUPPORTED, *BOOKED, *GIVEN)
    written = (PROPOSAL, *WRITTEN, *SAID, *programme, *SHIFTS, SELECTION, MACHINE, issuer, coin)
    told = sorted(
        (*people, *places, *Municipality.labels, *roles, *written, *_words_of_plans()),
        key=len,
    )
    return re.compile("|".join(map(re.escape, reversed(told))))


def _words_of_plans() -> Iterator[str]:
    """Yield what plans for competence hold: a plan keeps the words it was drafted in."""
    for goals in CompetencePlan.objects.values_list("goals", flat=True):
        yield from filter(None, goals.split("\n"))
    kept = (
        Measure.objects.values_list("words", "responsible", "effect"),
        CoachNote.objects.values_list("words", "next_step"),
        WheelStep.objects.values_list("words"),
    )
    yield from filter(None, chain.from_iterable(chain.from_iterable(kept)))


def _find_swedish(client: Client, start: str) -> dict[str, list[str]]:
    data = _data()
    found: dict[str, list[str]] = {}
    for address, page in _read_on(client, start):
        words = [words for words in page.words if re.search("[åäöÅÄÖ]", data.sub("", words))]
        found |= {address: words} if words else {}
    return found


def _begin_the_planned_test() -> tuple[Client, str]:
    """Move the one sitting that lies ahead to today, and begin it; return its first question."""
    sitter, leader = _english_client("person-5"), Client(SERVER_NAME="localhost")
    links = _Page(sitter.get("/").content.decode()).links
    sitting = next(link for link in links if link.startswith("/prov/"))
    planned = Sitting.objects.get(pk=sitting.split("/")[2])
    leader.force_login(planned.test_leader)
    # Away from the session that it was booked in: a session is led with codes, on its own day.
    planned.booking = None
    planned.save(update_fields=["booking"])
    today = timezone.localdate().isoformat()
    leader.post(f"/provledning{sitting}flytta/", {"takes_place_on": today})
    sitter.post(f"{sitting}borja/", {"language": "en"})
    return sitter, f"{sitting}fraga/1/"


@pytest.mark.parametrize("login", READERS)
def test_every_page_one_can_reach_is_english(login):
    client = _english_client(login)

    found = _find_swedish(client, "/")

    assert found == {}


def test_a_running_test_is_english():
    sitter, question = _begin_the_planned_test()

    found = _find_swedish(sitter, question)

    assert sitter.get(question).status_code == 200
    assert found == {}


def test_what_is_handed_in_is_said_in_english():
    sitter, question = _begin_the_planned_test()

    answer = sitter.post(question.replace("fraga/1/", "lamna-in/"), follow=True)

    assert "The test is handed in" in answer.content.decode()


def test_what_is_to_be_mended_is_said_in_english():
    employer = _english_client("employer")
    links = _Page(employer.get("/").content.decode()).links
    employees = next(link for link in links if link.endswith("/anstallda/"))

    answer = employer.post(f"{employees}bjud-in/", {"given_name": "Elin", "email": "elin"})

    assert "Enter a valid email address." in answer.content.decode()


@pytest.mark.parametrize(
    ("shown", "value", "english"),
    [
        (day, date(2026, 3, 17), "17 March 2026"),
        (clock, datetime(2026, 3, 17, 8, 41, tzinfo=UTC), "09:41"),
        (moment, datetime(2026, 3, 17, 8, 41, tzinfo=UTC), "17 March 2026 at 09:41"),
        (number, 1000, "1,000"),
        (number, Decimal("0.50"), "0.5"),
    ],
)
def test_dates_and_numbers_have_their_english_form(shown, value, english):
    with translation.override("en"):
        assert shown(value) == english
