import pytest
from django.urls import reverse

from kunnande.stages.cases import queries, services
from kunnande.stages.cases.queries import Case, CaseState
from kunnande.stages.cases.tests.builders import (
    a_case,
    a_case_in,
    a_version_id,
    area_ids,
    rate_url,
    signed_in,
    words_of,
)
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_member,
    a_person,
    an_account,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def open_form(company, person_id, version_id):
    client = signed_in(a_member(company))
    url = reverse("cases:open", args=[company.pk])
    return client.post(url, {"person": person_id, "product_version": version_id}, follow=True)


def test_an_employer_registers_an_employee():
    company = an_organisation()
    person = an_employee(company)

    page = words_of(open_form(company, person.pk, a_version_id()))

    assert Case.objects.get().employer == company
    assert "Hassan Kilremm är anmäld." in page
    assert "Anmäld" in page


def test_an_employer_registers_nobody_elses_employee():
    company = an_organisation()
    stranger = an_employee(an_organisation("Grannverken AB"))

    response = open_form(company, stranger.pk, a_version_id())

    assert response.status_code == 422
    assert not Case.objects.exists()


def test_registering_twice_is_said_at_the_field():
    company = an_organisation()
    case = a_case(employer=company)

    response = open_form(company, case.person_id, a_version_id())

    assert "Det finns redan ett öppet ärende" in words_of(response)


def test_an_employer_sees_the_status_of_its_own_cases_only():
    company, other = an_organisation(), an_organisation("Grannverken AB")
    a_case(employer=company)
    a_case(an_employee(other, "Vera", "Kopplin"), other)

    page = words_of(signed_in(a_member(company)).get(reverse("cases:open", args=[company.pk])))

    assert "Hassan Kilremm" in page
    assert "Kopplin" not in page


def test_an_employer_does_not_open_another_companys_page():
    company, other = an_organisation(), an_organisation("Grannverken AB")

    response = signed_in(a_member(company)).get(reverse("cases:open", args=[other.pk]))

    assert response.status_code == 403


def test_a_person_without_a_case_is_told_what_will_happen():
    page = words_of(signed_in(an_account(a_person())).get(reverse("cases:mine")))

    assert "Du har inget ärende än" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CaseState.REGISTERED, "Börja"),
        (CaseState.ADMITTED, "Du är vid område 1 av 2"),
        (CaseState.MAPPED, "Vänta på en tid för provet"),
        (CaseState.TEST_PLANNED, "Dag och plats står på startsidan"),
        (CaseState.TESTING, "Ditt prov pågår"),
        (CaseState.TESTED, "Provledaren kallar dig"),
        (CaseState.FEEDBACK_GIVEN, "Vänta på beslut"),
        (CaseState.DECIDED, "Beslutet är klart"),
    ],
)
def test_a_person_sees_one_next_step(state, words):
    case = a_case_in(state)

    response = signed_in(an_account(case.person)).get(reverse("cases:mine"))

    assert words in words_of(response)
    assert response.content.count(b"card--next") == 1


def test_a_person_with_an_employer_answers_first():
    case = a_case(employer=an_organisation())
    client = signed_in(an_account(case.person))

    response = client.post(reverse("cases:begin", args=[case.pk]))

    assert response.url == reverse("disclosure:agreement", args=[case.employer_id])


def test_a_person_begins():
    case = a_case()
    client = signed_in(an_account(case.person))

    response = client.post(reverse("cases:begin", args=[case.pk]))

    assert response.url == rate_url(case)
    assert queries.find_case_by_id(case.pk).state == CaseState.ADMITTED


def test_beginning_twice_does_no_harm(mapping):
    case, client, _person = mapping

    response = client.post(reverse("cases:begin", args=[case.pk]))

    assert response.url == reverse("cases:mine")


def test_the_person_reads_what_the_talk_came_to():
    case = a_case_in(CaseState.TESTED)
    services.hold_feedback_talk(
        case=case,
        summary="Ritningar gick bra.",
        proposals={area_ids(case)[1]: "Öva mätning med Rut."},
        by=an_account(a_person("Vera", "Kopplin")),
        at=NOON,
    )

    page = words_of(signed_in(an_account(case.person)).get(reverse("cases:mine")))

    assert "Samtal med Vera Kopplin" in page
    assert "Ritningar gick bra." in page
    assert "Öva mätning med Rut." in page
