from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import NOON, a_member, an_organisation
from kunnande.stages.practice.models import Assessment, Operation
from kunnande.stages.practice.queries import AssessmentState, list_protocols_of
from kunnande.stages.practice.tests.builders import (
    GOOD,
    HALF,
    a_locked_assessment,
    a_planned_assessment,
    a_running_assessment,
    a_talked_through_assessment,
    score,
    sign,
)
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(name, practice):
    return reverse(f"practice:{name}", args=[practice.assessment.pk])


def an_entry_posted(practice, **more):
    return {
        "client_id": str(uuid4()),
        "kind": "score",
        "criterion": practice.criterion(1),
        "value": 2,
        "comment": "Arbetar lugnt.",
        **more,
    }


def test_a_test_leader_plans_a_practical_assessment():
    practice = a_planned_assessment()
    signed_in(practice.leader).post(address("cancel", practice), {"reason": "Sjuk"})
    (protocol,) = list_protocols_of(practice.case.product_version_id)

    response = signed_in(practice.leader).post(
        reverse("practice:plan", args=[practice.case.pk]),
        {
            "protocol": protocol.pk,
            "centre": practice.centre.pk,
            "assessors": [practice.assessors[0].pk],
            "starts_on": "2026-11-20",
        },
    )

    assert response.status_code == 302
    assert Assessment.objects.filter(state=AssessmentState.PLANNED).count() == 1


def test_an_entry_is_saved_without_a_script():
    practice = a_running_assessment()

    response = signed_in(practice.assessors[0]).post(
        address("note", practice), an_entry_posted(practice)
    )

    assert response.status_code == 302
    assert response["Location"].endswith(f"#moment-{practice.criterion(1)}")
    assert Operation.objects.get().value == 2


def test_an_entry_is_saved_by_a_script_and_the_next_has_an_id_of_its_own():
    practice = a_running_assessment()
    posted = an_entry_posted(practice)

    response = signed_in(practice.assessors[0]).post(
        address("note", practice), posted, headers={"HX-Request": "true"}
    )

    assert "Sparat" in response.content.decode()
    assert posted["client_id"] not in response.content.decode()


def test_a_page_sent_again_by_mistake_changes_nothing():
    practice = a_running_assessment()
    posted, assessor = an_entry_posted(practice), signed_in(practice.assessors[0])
    assessor.post(address("note", practice), posted)

    assessor.post(address("note", practice), posted)

    assert Operation.objects.count() == 1


def test_an_old_page_with_another_score_is_told_of():
    practice = a_running_assessment()
    posted, assessor = an_entry_posted(practice), signed_in(practice.assessors[0])
    assessor.post(address("note", practice), posted)

    response = assessor.post(address("note", practice), {**posted, "value": 3})

    assert response.status_code == 422
    assert "Sidan var gammal" in response.content.decode()


def test_each_criterion_shows_its_descriptors_beside_the_choice():
    practice = a_running_assessment()

    page = signed_in(practice.assessors[0]).get(address("protocol", practice)).content.decode()

    assert page.count('class="score"') == 5
    assert page.count("Beskrivning 3.") == 5
    assert "minut 20–60" in page


def test_the_other_assessors_scores_are_not_in_the_page_before_both_have_signed():
    practice = a_running_assessment(assessors=2)
    score(practice, GOOD, by=practice.assessors[1])
    first = signed_in(practice.assessors[0])
    first.post(address("note", practice), an_entry_posted(practice, comment="Mina egna ord"))

    page = first.get(address("protocol", practice)).content.decode()

    assert "Mina egna ord" in page
    assert page.count("checked") == 1


def test_differences_are_shown_to_both_when_both_have_signed():
    practice = a_running_assessment(assessors=2)
    for assessor, scores in zip(practice.assessors, (GOOD, {**GOOD, 3: 1}), strict=True):
        score(practice, scores, by=assessor)
        sign(practice, by=assessor)

    page = signed_in(practice.assessors[0]).get(address("protocol", practice)).content.decode()

    assert "Tala er samman" in page
    assert page.count('name="kind" value="agreement"') == 1


def test_a_safety_stop_asks_what_was_done():
    practice = a_running_assessment()
    stop = practice.assessment.protocol_version.stops.get()
    assessor = signed_in(practice.assessors[0])

    refused = assessor.post(address("stop", practice), {"stop": stop.pk, "client_id": uuid4()})
    accepted = assessor.post(
        address("stop", practice),
        {"stop": stop.pk, "client_id": uuid4(), "comment": "Nödstopp tryckt."},
    )

    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert practice.standing.stop


def test_the_candidate_signs_on_a_page_of_their_own_that_tells_no_result():
    practice = a_running_assessment()
    score(practice, HALF)
    sign(practice)
    candidate = signed_in(practice.candidate)
    page = candidate.get(address("mine", practice)).content.decode()

    candidate.post(address("mine", practice))

    practice.assessment.refresh_from_db()
    assert practice.assessment.state == AssessmentState.LOCKED
    assert "återstår" not in page.lower()


def test_the_person_sees_the_result_after_the_talk_and_not_before():
    practice = a_locked_assessment(HALF)
    candidate = signed_in(practice.candidate)

    before = candidate.get(address("result", practice))
    signed_in(practice.assessors[0]).post(
        address("talk", practice),
        {"summary": "Bra.", f"proposal_{practice.areas['IT08']}": "Öva mätning."},
    )
    after = candidate.get(address("result", practice))

    assert before.status_code == 302
    assert "Öva mätning." in after.content.decode()


def test_a_look_at_the_result_is_recorded_for_the_person():
    practice = a_locked_assessment()

    signed_in(practice.assessors[0]).get(address("result", practice))

    assert [look.page for look in list_looks_at(practice.case.person_id)] == ["practice:result"]


def test_an_examiner_unlocks_with_a_reason():
    practice = a_talked_through_assessment()
    examiner = a_member(an_organisation("Nämnden"), Role.EXAMINER)

    response = signed_in(examiner).post(
        address("unlock", practice), {"reason": "Fel moment poängsatt."}
    )

    practice.assessment.refresh_from_db()
    assert response.status_code == 302
    assert practice.assessment.state == AssessmentState.RUNNING


@pytest.mark.parametrize("name", ["protocol", "note", "sign", "start", "stop", "talk", "result"])
def test_nobody_else_reaches_a_protocol(name):
    practice = a_running_assessment()
    stranger = signed_in(a_member(an_organisation("Annat center"), Role.ASSESSOR))

    method = stranger.post if name in {"note", "sign", "start"} else stranger.get

    assert method(address(name, practice)).status_code == 404


def test_lists_ask_as_often_for_many_as_for_few(django_assert_max_num_queries):
    practice = a_planned_assessment()

    with django_assert_max_num_queries(25):
        signed_in(practice.assessors[0]).get(reverse("practice:assessing"))


def test_a_person_finds_their_practical_test_from_the_start_page():
    planned = a_planned_assessment()
    before = signed_in(planned.candidate).get(reverse("home:start")).content.decode()

    assert address("mine", planned) in before


def test_a_person_finds_the_result_from_the_start_page_after_the_talk():
    practice = a_talked_through_assessment()

    page = signed_in(practice.candidate).get(reverse("home:start")).content.decode()

    assert address("result", practice) in page
