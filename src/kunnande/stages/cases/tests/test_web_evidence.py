import pytest
from django.urls import reverse

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.tests.builders import (
    PDF,
    an_admitted_case,
    an_evidence,
    bring,
    rate_url,
    signed_in,
)
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import (
    a_member,
    a_person,
    an_account,
    an_organisation,
)
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


def test_a_file_is_downloaded_never_opened(mapping):
    case, client, person = mapping
    evidence = an_evidence(case, person)

    response = client.get(reverse("cases:download", args=[evidence.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="intyg.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_download_by_the_one_who_decides_is_seen_by_the_person(mapping):
    case, _client, person = mapping
    evidence = an_evidence(case, person)
    bring(case, CaseState.FEEDBACK_GIVEN)
    examiner = a_member(an_organisation("Nämnden"), Role.EXAMINER)

    response = signed_in(examiner).get(reverse("cases:download", args=[evidence.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert [look.viewer for look in list_looks_at(case.person_id)] == [examiner.trail_name]


@pytest.mark.parametrize("role", [Role.EXAMINER, Role.TEST_LEADER, Role.SCHEME_OWNER])
def test_nobody_else_gets_a_file_before_there_is_something_to_decide(mapping, role):
    case, _client, person = mapping
    evidence = an_evidence(case, person)
    client = signed_in(a_member(an_organisation("Nämnden"), role))

    response = client.get(reverse("cases:download", args=[evidence.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_person_finds_no_file(mapping, method):
    case, _client, person = mapping
    evidence = an_evidence(case, person)
    page = "cases:download" if method == "get" else "cases:remove"
    stranger = signed_in(an_account(a_person("Vera", "Kopplin")))

    response = getattr(stranger, method)(reverse(page, args=[evidence.pk]))

    assert response.status_code == 404
    assert case.evidence.exists()


def test_a_foreign_person_finds_no_case(mapping):
    case, _client, _person = mapping
    stranger = signed_in(an_account(a_person("Vera", "Kopplin")))

    answers = [stranger.get(rate_url(case)), stranger.get(reverse("cases:review", args=[case.pk]))]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_an_employer_gets_no_file_of_an_employee():
    company = an_organisation()
    case, person = an_admitted_case(company)
    evidence = an_evidence(case, person)

    response = signed_in(a_member(company)).get(reverse("cases:download", args=[evidence.pk]))

    assert response.status_code == 404


def test_the_one_who_decides_removes_nobodys_file(mapping):
    case, _client, person = mapping
    evidence = an_evidence(case, person)
    bring(case, CaseState.FEEDBACK_GIVEN)
    examiner = signed_in(a_member(an_organisation("Nämnden"), Role.EXAMINER))
    url = reverse("cases:remove", args=[evidence.pk])

    response = examiner.post(url)

    assert response.status_code == 404
    assert case.evidence.exists()


def test_a_person_removes_a_file_and_stays_at_its_area(mapping):
    case, client, person = mapping
    evidence = an_evidence(case, person)

    response = client.post(reverse("cases:remove", args=[evidence.pk]))

    assert response.url == rate_url(case)
    assert not case.evidence.exists()
