import pytest
from django.test import Client
from django.urls import reverse

from kunnande.stages.disclosure.queries import Extent, find_answer
from kunnande.stages.disclosure.tests.builders import an_agreement, an_answer
from kunnande.stages.parties.tests.builders import (
    TODAY,
    a_member,
    a_person,
    an_account,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def person(company):
    return an_employee(company)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url_of(company, page="disclosure:agreement"):
    return reverse(page, args=[company.pk])


def words_of(response):
    return " ".join(response.content.decode().split())


def test_a_person_reads_in_plain_words_what_the_company_will_see(company, person):
    an_agreement(company)

    page = words_of(signed_in(an_account(person)).get(url_of(company)))

    assert "Om varje område är uppfyllt eller återstår." in page
    assert "Dina svar och dina poäng." in page
    assert "Exempelverken AB" in page


def test_an_agreement_to_see_nothing_says_so(company, person):
    an_agreement(company, Extent.NOTHING)

    page = words_of(signed_in(an_account(person)).get(url_of(company)))

    assert "Ingenting om enskilda personer." in page


@pytest.mark.parametrize(("choice", "accepted"), [("yes", True), ("no", False)])
def test_an_answer_is_kept_and_shown(company, person, choice, accepted):
    an_agreement(company)
    client = signed_in(an_account(person))

    client.post(url_of(company), {"answer": choice})

    shown = words_of(client.get(url_of(company)))
    assert find_answer(person.pk, company.pk, on=TODAY).accepted is accepted
    assert f"Du har svarat {'ja' if accepted else 'nej'}" in shown


@pytest.mark.parametrize("choice", ["", "kanske"])
def test_anything_else_is_not_an_answer(company, person, choice):
    an_agreement(company)

    response = signed_in(an_account(person)).post(url_of(company), {"answer": choice})

    assert response.status_code == 422
    assert "Välj ja eller nej." in words_of(response)
    assert find_answer(person.pk, company.pk, on=TODAY) is None


def test_after_answering_the_start_page_says_what_is_next(company, person):
    an_agreement(company)

    response = signed_in(an_account(person)).post(url_of(company), {"answer": "no"})

    assert response.url == reverse("home:start")


def test_there_is_nothing_to_answer_without_an_agreement(company, person):
    assert signed_in(an_account(person)).get(url_of(company)).status_code == 404


def test_only_employees_answer(company):
    an_agreement(company)

    response = signed_in(an_account(a_person("Vera", "Kopplin"))).post(
        url_of(company), {"answer": "yes"}
    )

    assert response.status_code == 404


def test_a_company_reads_its_agreements(company):
    an_agreement(company, Extent.NOTHING)
    an_agreement(company)

    page = words_of(signed_in(a_member(company)).get(url_of(company, "disclosure:company")))

    assert page.count("Gäller nu") == 1
    assert page.index("Version 2") < page.index("Version 1")


def test_a_company_without_an_agreement_is_told_how_it_comes_about(company):
    page = words_of(signed_in(a_member(company)).get(url_of(company, "disclosure:company")))

    assert "Inget avtal gäller än" in page


def test_a_company_sees_nobodys_answer(company, person):
    an_answer(an_agreement(company), person, accepted=False)

    page = words_of(signed_in(a_member(company)).get(url_of(company, "disclosure:company")))

    assert "Kilremm" not in page


def test_a_company_does_not_read_another_companys_agreement(company):
    other = an_organisation("Grannverken AB")
    an_agreement(other)

    response = signed_in(a_member(company)).get(url_of(other, "disclosure:company"))

    assert response.status_code == 403
