from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import move_case
from kunnande.stages.itembank.tests.builders import a_form
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_person, an_account
from kunnande.stages.testing.models import Sitting
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_finished_sitting,
    a_mapped_case,
    a_planned_sitting,
    address,
    hand_in,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_test_leader_plans_from_the_list(planned):
    case, _candidate = a_mapped_case(an_account(a_person("Bo", "Svarv")))
    client = signed_in(planned.leader)
    assert "Bo Svarv" in client.get(reverse("testing:leading")).content.decode()

    client.post(reverse("testing:plan", args=[case.pk]), plan_of(planned, TODAY))

    assert Sitting.objects.filter(case=case).exists()


def leading():
    return reverse("testing:leading")


def plan_of(planned, day):
    return {
        "blueprint": planned.blueprint.pk,
        "centre": planned.centre.pk,
        "takes_place_on": day.isoformat(),
        "language": "sv",
    }


def test_a_retake_is_offered_with_its_earliest_day_and_planned():
    planned = a_finished_sitting(right=["IT07"])
    for state in (CaseState.FEEDBACK_GIVEN, CaseState.DECIDED):
        move_case(case=planned.case, to=state, by=planned.leader, at=NOON)
    client = signed_in(planned.leader)
    day = TODAY + timedelta(days=14)
    assert f"Tidigast {date_format(day, 'j F Y')}" in client.get(leading()).content.decode()

    client.post(reverse("testing:plan", args=[planned.case.pk]), plan_of(planned, day))

    sitting = Sitting.objects.get(case=planned.case, state="planned")
    assert len(sitting.area_version_ids) == 1


def test_a_form_the_bank_can_not_fill_is_named_on_the_page():
    planned = a_planned_sitting(a_form(), a_form("long", items=19))
    case, _candidate = a_mapped_case(an_account(a_person("Bo", "Svarv")))

    page = signed_in(planned.leader).get(reverse("testing:plan", args=[case.pk]))

    assert "IT07 har 12 av 19 frågor" in page.content.decode()


def test_the_talk_is_noted_with_a_proposal_for_what_remains(running):
    hand_in(running)
    client = signed_in(running.leader)
    talk = reverse("testing:feedback", args=[running.case.pk])
    areas = running.sitting.area_results.values_list("area_version_id", flat=True)
    given = {f"proposal_{pk}": "Två dagars kurs" for pk in areas} | {"summary": "Bra samtal."}

    page = client.post(talk, given)

    assert page.url == reverse("testing:leading")
    running.case.refresh_from_db()
    assert running.case.state == CaseState.FEEDBACK_GIVEN
    own = signed_in(running.candidate).get(address("result", running)).content.decode()
    assert "Två dagars kurs" in own


def test_the_talk_keeps_what_was_written_when_something_is_missing(running):
    hand_in(running)

    page = signed_in(running.leader).post(
        reverse("testing:feedback", args=[running.case.pk]), {"summary": "Bra samtal."}
    )

    assert page.status_code == 422
    assert "Bra samtal." in page.content.decode()


def test_a_test_leader_of_another_centre_finds_neither_result_nor_talk(running):
    hand_in(running)
    _centre, stranger = a_centre("Grannens testcenter")
    client = signed_in(stranger)

    result = client.get(address("result", running))
    talk = client.get(reverse("testing:feedback", args=[running.case.pk]))

    assert (result.status_code, talk.status_code) == (404, 404)


def test_a_planned_sitting_gets_another_day(planned):
    later = TODAY + timedelta(days=3)

    page = signed_in(planned.leader).post(address("replan", planned), {"takes_place_on": later})

    assert page.url == reverse("testing:leading")
    assert Sitting.objects.get().takes_place_on == later


def test_a_day_that_has_been_is_refused_on_the_page_and_stays_in_the_field(planned):
    earlier = TODAY - timedelta(days=3)

    page = signed_in(planned.leader).post(address("replan", planned), {"takes_place_on": earlier})

    assert page.status_code == 422
    assert "Dagen har redan varit" in page.content.decode()
    assert earlier.isoformat() in page.content.decode()


def test_a_refused_plan_says_why(planned):
    case, _candidate = a_mapped_case(an_account(a_person("Bo", "Svarv")))

    page = signed_in(planned.leader).post(
        reverse("testing:plan", args=[case.pk]),
        {
            "blueprint": planned.blueprint.pk,
            "centre": planned.centre.pk,
            "takes_place_on": (TODAY - timedelta(days=1)).isoformat(),
            "language": "sv",
        },
    )

    assert page.status_code == 422
    assert "Dagen har redan varit" in page.content.decode()


def test_the_result_waits_for_the_talk_and_the_page_says_so(running):
    hand_in(running)

    page = signed_in(running.candidate).get(address("result", running), follow=True)

    assert page.redirect_chain[-1][0] == address("done", running)
    assert "när din provledare har gått igenom det med dig" in page.content.decode()


def test_the_test_leader_reads_points_beside_the_requirement(running):
    hand_in(running)

    page = signed_in(running.leader).get(address("result", running)).content.decode()

    assert "krav 3,5" in page
    assert "procentenheter högre eller lägre" in page
