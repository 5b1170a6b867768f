"""Whoever's hours a claim tells of can see who was shown them, and through which door."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kunnande.stages.cases.tests.builders import signed_in
from kunnande.stages.programme.tests.builders import FEMALE, MALE
from kunnande.stages.programme.tests.funded import Budgeted
from kunnande.stages.programme.tests.test_api import ask
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db

DOORS = ["claim", "claim_file", "months"]


@pytest.fixture
def world():
    return Budgeted()


def work(world, number=""):
    participation, _user = world.participant(number)
    world.attend(participation, 239, 207)
    world.sign(participation)
    world.lock(participation)
    return participation.person_id


def claim_of_december(world):
    """Return the draft that covers the locked months, after three of nothing."""
    for _quarter in range(3):
        world.send(world.claim())
    return world.claim()


def read(world, claim, door, asked=""):
    if door == "months":
        return ask(world.economist, "get", f"/claims/{claim.pk}/months{asked}")
    return signed_in(world.economist).get(reverse(f"programme:{door}", args=[claim.pk]))


def pages_seen(person_id):
    return [(look.page, look.organisation_id) for look in list_looks_at(person_id)]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("is_sent", [False, True])
def test_each_persons_look_is_noted_however_the_months_are_read(world, door, is_sent):
    people = [work(world, number) for number in (MALE, FEMALE)]
    claim = claim_of_december(world)
    if is_sent:
        claim = world.send(claim)

    answer = read(world, claim, door)

    page = "programme:claim_file" if door == "claim_file" else "programme:claim"
    assert answer.status_code == 200
    assert [pages_seen(one) for one in people] == [[(page, world.owner.pk)]] * 2


def test_only_those_on_the_part_that_was_read_were_seen(world):
    first, second = (work(world, number) for number in (MALE, FEMALE))
    claim = claim_of_december(world)

    told = read(world, claim, "months", "?limit=1&offset=1").json()

    assert (len(told["items"]), told["count"]) == (1, 2)
    assert [len(pages_seen(one)) for one in (first, second)] == [0, 1]


def test_nobody_else_reads_them_and_nothing_is_noted(world):
    person_id = work(world)
    claim = claim_of_december(world)

    answer = ask(world.coordinator, "get", f"/claims/{claim.pk}/months")

    assert answer.status_code in {403, 404}
    assert pages_seen(person_id) == []


@pytest.mark.parametrize("door", DOORS)
def test_many_months_ask_the_database_as_often_as_few(world, door):
    work(world)
    claim = claim_of_december(world)
    counts = []

    for more in (0, 3):
        for _person in range(more):
            work(world)
        with CaptureQueriesContext(connection) as asked:
            read(world, claim, door)
        counts.append(len(asked))

    assert counts[0] == counts[1]
