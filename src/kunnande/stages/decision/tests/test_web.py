import pytest
from django.urls import reverse

from kunnande.stages.decision.models import Decision
from kunnande.stages.decision.tests.builders import (
    a_decided_case,
    a_talked_through_case,
    an_examiner,
)
from kunnande.stages.testing.tests.builders import minutes
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: minutes(90))


def open_case(client, user, case):
    client.force_login(user)
    return client.get(reverse("decision:case", args=[case.pk]))


def post_decision(client, user, case, **posted):
    client.force_login(user)
    return client.post(
        reverse("decision:case", args=[case.pk]),
        {"shown_outcome": "certificate", "grounds": "Allt är visat.", **posted},
        follow=True,
    )


def test_the_list_tells_how_many_wait(client):
    planned = a_talked_through_case()
    client.force_login(an_examiner())

    page = client.get(reverse("decision:ready")).content.decode()

    assert "1 ärende väntar på beslut" in page
    assert reverse("decision:case", args=[planned.case.pk]) in page


def test_the_list_asks_the_database_as_often_for_many_cases_as_for_none(
    client, django_assert_max_num_queries
):
    a_talked_through_case()
    client.force_login(an_examiner())

    with django_assert_max_num_queries(8):
        client.get(reverse("decision:ready"))


@pytest.mark.parametrize(
    ("right", "words"),
    [
        (("IT07", "IT08"), "Certifikat: alla områden är uppfyllda"),
        (("IT07",), "Intyg om delar: 1 av 2 uppfyllda"),
        ((), "Kartläggningsutlåtande: inget område är uppfyllt än"),
    ],
)
def test_the_page_says_what_the_decision_will_be(client, right, words):
    planned = a_talked_through_case(right)

    page = open_case(client, an_examiner(), planned.case).content.decode()

    assert words in page
    assert page.index("Är du oberoende?") < page.index(words)


def test_the_page_keeps_the_self_rating_apart(client):
    planned = a_talked_through_case()

    page = open_case(client, an_examiner(), planned.case).content.decode()

    assert "Egen bedömning: nivå 2. Räknas inte som bevis." in page


def test_an_examiner_who_is_not_independent_reads_why_and_nothing_else(client):
    planned, examiner = a_talked_through_case(), an_examiner()
    type(planned.sitting).objects.update(test_leader=examiner)

    page = open_case(client, examiner, planned.case).content.decode()

    assert "Du har lett provet" in page
    assert "Område IT07" not in page
    assert "<textarea" not in page


def test_a_decision_asks_for_its_grounds_and_keeps_nothing_else(client):
    planned = a_talked_through_case()

    page = post_decision(client, an_examiner(), planned.case, grounds="")

    assert "Det står vid fältet" in page.content.decode()
    assert not Decision.objects.exists()


def test_a_decision_on_changed_grounds_keeps_what_was_written(client):
    planned = a_talked_through_case(("IT07",))

    page = post_decision(client, an_examiner(), planned.case).content.decode()

    assert "Underlaget har ändrats" in page
    assert "Allt är visat." in page
    assert 'value="attestation_of_parts"' in page


def test_an_examiner_decides_and_reads_the_decision(client):
    planned = a_talked_through_case()

    page = post_decision(client, an_examiner(), planned.case).content.decode()

    assert "Beslutet är fattat." in page
    assert "Allt är visat." in page


def test_a_dependent_examiners_post_is_refused_with_the_reason(client):
    planned, examiner = a_talked_through_case(), an_examiner()
    type(planned.sitting).objects.update(test_leader=examiner)

    page = post_decision(client, examiner, planned.case).content.decode()

    assert "Du har lett provet" in page
    assert not Decision.objects.exists()


def test_the_second_of_two_posts_is_told_that_the_case_no_longer_waits(client):
    decided = a_decided_case()

    page = post_decision(client, decided.examiner, decided.planned.case).content.decode()

    assert "väntar inte på beslut" in page
    assert Decision.objects.count() == 1


def test_a_decided_case_leads_back_to_the_list(client):
    decided = a_decided_case()

    page = open_case(client, decided.examiner, decided.planned.case)

    assert page.url == reverse("decision:ready")


def test_a_case_that_does_not_exist_is_not_found(client):
    client.force_login(an_examiner())

    assert client.get(reverse("decision:case", args=[999])).status_code == 404


@pytest.mark.parametrize(
    ("right", "words"),
    [
        (("IT07", "IT08"), "Ditt certifikat"),
        (("IT07",), "Ett område återstår: Område IT08"),
        ((), "Inget område är uppfyllt än"),
    ],
)
def test_the_person_reads_what_is_met_and_what_comes_next(client, right, words):
    decided = a_decided_case(right)
    client.force_login(decided.planned.candidate)

    page = client.get(reverse("decision:show", args=[decided.decision.pk])).content.decode()

    assert words in page
    assert list_looks_at(decided.planned.candidate.person_id) == []


def test_another_person_does_not_find_the_decision(client):
    decided = a_decided_case()
    client.force_login(decided.planned.leader)

    page = client.get(reverse("decision:show", args=[decided.decision.pk]))

    assert page.status_code == 404


@pytest.mark.parametrize("name", ["ready", "case"])
def test_only_examiners_open_cases_to_decide(client, name):
    planned = a_talked_through_case()
    client.force_login(planned.leader)

    page = client.get(reverse(f"decision:{name}", args=[planned.case.pk] if name == "case" else []))

    assert page.status_code == 403
