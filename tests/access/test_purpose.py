"""Results serve the person: agreed before the test, released by the talk, and every look told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kunnande.stages.requirements.models import Holding
from kunnande.stages.trail.queries import list_looks_at

from . import expectations as who
from .pages import PAGES
from .routes import address_of, ask, viewers_of

pytestmark = pytest.mark.django_db

# Every page that shows one person's results to somebody else.
SHOWS_RESULTS = (
    ("supply:matrix", who.EMPLOYER),
    ("supply:cell", who.EMPLOYER),
    ("testing:feedback", who.TEST_LEADER),
    ("testing:result", who.TEST_LEADER),
    ("decision:case", who.EXAMINER),
    ("decision:show", who.EXAMINER),
    ("decision:show", who.SCHEME_OWNER),
    ("credentials:awards", who.SCHEME_OWNER),
    ("credentials:revoke", who.SCHEME_OWNER),
)


@pytest.fixture
def employer(world):
    return signed_in(world.sides["A"].employer)


def signed_in(user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def cell_of(world, employer, story):
    """Return what the employer sees of the area that everybody tested has met."""
    company = world.sides["A"].company
    met = world.sides["A"].role.requirements.order_by("area__code")[0]
    person = world.sides["A"].stories[story].person
    return employer.get(reverse("supply:cell", args=[company.pk, person.pk, met.area_id]))


def test_access_ends_with_the_employment(world, employer):
    answers = [cell_of(world, employer, name).status_code for name in ("awarded", "former")]

    assert answers == [200, 404]


def test_who_declined_shares_nothing(world, employer):
    page = cell_of(world, employer, "declined").context["page"]

    assert (page.cell.state, page.cell.held, page.proofs) == ("unshared", 0, ())


def test_a_result_is_the_persons_own_until_the_talk(world, employer):
    before, after = (cell_of(world, employer, name) for name in ("tested", "talked"))

    assert (before.context["page"].cell.held, before.context["page"].proofs) == (0, ())
    assert after.context["page"].cell.state == "met"


@pytest.mark.parametrize("story", ["mapped", "tested", "awarded"])
def test_an_own_rating_is_never_shown_to_the_employer(world, employer, story):
    page = cell_of(world, employer, story).context["page"]

    assert "self_rated" not in {proof.kind for proof in page.proofs}
    assert page.cell.held < 4


def test_a_test_leader_sees_no_result_after_the_decision(world):
    story, client = world.sides["A"].stories["decided"], signed_in(world.sides["A"].test_leader)

    answer = client.get(reverse("testing:result", args=[story.sitting.pk]))

    assert answer.url == reverse("testing:leading")
    assert "testing:result" not in {look.page for look in list_looks_at(story.person.pk)}


@pytest.mark.parametrize(("route", "name"), SHOWS_RESULTS)
def test_each_look_at_results_is_told_to_the_person(world, route, name):
    story = world.sides["A"].stories[PAGES[route].about]
    viewer = next(v for v in viewers_of(world, story) if v.name == name)
    before = len(list_looks_at(story.person.pk))

    signed_in(viewer.user).get(address_of(route, world))

    looks = list_looks_at(story.person.pk)
    told = signed_in(story.user).get(reverse("home:who_has_seen")).content.decode()
    assert len(looks) == before + 1
    assert looks[0].viewer == viewer.user.trail_name
    assert str(viewer.user) in told


def test_a_refused_look_shows_nothing_and_leaves_no_trace(world):
    person = world.sides["A"].stories["awarded"].person
    foreign = signed_in(world.sides["B"].employer)

    foreign.get(address_of("supply:cell", world))

    looks = {look.viewer for look in list_looks_at(person.pk)}
    assert world.sides["B"].employer.trail_name not in looks


@pytest.mark.parametrize(
    ("route", "fields"),
    [
        ("requirements:assign", {"from_on": "2026-01-01"}),
        ("cases:open", {"product_version": "1"}),
    ],
)
def test_nobody_elses_employee_can_be_named_in_a_form(world, employer, route, fields):
    stranger = world.sides["B"].stories["idle"].person
    before = Holding.objects.count()

    answer = employer.post(address_of(route, world), {"person": stranger.pk, **fields})

    assert answer.status_code in {200, 422}
    assert "person" in answer.context["form"].errors
    assert Holding.objects.count() == before


@pytest.mark.parametrize("route", ["supply:cell", "parties:renew_invitation"])
def test_an_own_company_in_the_address_opens_no_foreign_person(world, route):
    ours, theirs = world.sides["A"], world.sides["B"]
    arguments = {
        "organisation_id": ours.company.pk,
        "person_id": theirs.stories["awarded"].person.pk,
    }
    if route == "supply:cell":
        arguments["area_id"] = ours.role.requirements.first().area_id
    viewer = next(v for v in viewers_of(world, ours.stories["idle"]) if v.name == who.EMPLOYER)

    answer = ask(route, viewer, reverse(route, kwargs=arguments))

    assert answer.status == 404
