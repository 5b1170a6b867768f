import pytest
from django.test import Client
from django.urls import reverse

from kunnande.stages.disclosure.tests.builders import an_agreement
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import TODAY, a_member, an_account, an_organisation
from kunnande.stages.supply.queries import Selection, get_matrix
from kunnande.stages.supply.tests.builders import a_company
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def matrix_url(company):
    return reverse("supply:matrix", args=[company.organisation.pk])


def cell_url(company, person):
    matrix = get_matrix(company.organisation, Selection(), on=TODAY)
    area_id = matrix.columns[0].area_id
    return reverse("supply:cell", args=[company.organisation.pk, person.pk, area_id])


def words_of(response):
    return " ".join(response.content.decode().split())


def test_the_matrix_says_each_state_in_words(company):
    a_statement(company.operator(), level=3)

    page = words_of(signed_in(company.chief).get(matrix_url(company)))

    assert "uppfyllt, nivå 3" in page
    assert "återstår, har nivå 0 av 2" in page
    assert "1 person. 1 av 2 krav uppfyllda (50 %)." in page


def test_a_team_is_counted(company):
    company.operator(team="Skift 1")
    company.operator("Vera", "Kopplin", "Skift 1")

    page = words_of(signed_in(company.chief).get(matrix_url(company)))

    assert "Skift 1, 2 personer" in page


def test_an_unshared_result_is_said_and_not_counted(company):
    company.operator(shares=False)

    page = words_of(signed_in(company.chief).get(matrix_url(company)))

    assert "delas inte" in page
    assert "1 person delar inte sitt resultat och räknas inte in." in page


def test_an_empty_matrix_says_what_to_do(company):
    page = words_of(signed_in(company.chief).get(matrix_url(company)))

    assert "Ingen har en roll än" in page


@pytest.mark.parametrize("role", ["x", "-1", "9" * 40, "²"])
def test_a_strange_selection_shows_everybody(company, role):
    company.operator()

    page = words_of(signed_in(company.chief).get(matrix_url(company), {"role": role}))

    assert "Hassan Kilremm" in page


def test_a_selection_is_kept_in_the_form(company):
    company.operator(team="Skift 1")
    company.operator("Vera", "Kopplin", "Skift 2")

    page = words_of(
        signed_in(company.chief).get(
            matrix_url(company), {"team": "Skift 2", "role": str(company.role.pk)}
        )
    )

    assert "Kilremm" not in page
    assert "<option selected>Skift 2</option>" in page
    assert f'value="{company.role.pk}" selected' in page


def test_a_square_opens_as_a_part_or_as_a_page(company):
    person = company.operator()
    a_statement(person, level=3)
    client, url = signed_in(company.chief), cell_url(company, person)

    part = words_of(client.get(url, headers={"HX-Request": "true"}))
    page = words_of(client.get(url))

    assert "<html" not in part
    assert "<html" in page
    assert all("Teoriprov, nivå 3" in text for text in (part, page))


def test_a_square_that_does_not_exist_is_not_found(company):
    person = company.operator()
    url = reverse("supply:cell", args=[company.organisation.pk, person.pk, 999_999])

    assert signed_in(company.chief).get(url).status_code == 404


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.TEST_LEADER, Role.EXAMINER])
def test_others_open_neither_matrix_nor_square(company, role):
    person = company.operator()
    stranger = signed_in(a_member(an_organisation("Grannverken AB"), role))

    answers = [stranger.get(matrix_url(company)), stranger.get(cell_url(company, person))]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert list_looks_at(person.pk) == []


def test_an_employee_opens_not_even_their_own_square(company):
    person = company.operator()

    assert signed_in(an_account(person)).get(cell_url(company, person)).status_code == 403


def test_a_company_that_does_not_exist_looks_like_a_foreign_one(company):
    url = reverse("supply:matrix", args=[999_999])

    assert signed_in(company.chief).get(url).status_code == 403


def test_names_with_script_are_shown_as_text(company):
    company.operator("<script>alert(1)</script>", "Kilremm")

    page = signed_in(company.chief).get(matrix_url(company)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_matrix_says_what_was_agreed(company):
    company.operator()
    an_agreement(company.organisation)

    page = words_of(signed_in(company.chief).get(matrix_url(company)))

    assert "Aldrig svar, poäng eller egen bedömning." in page
