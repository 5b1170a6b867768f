import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kunnande.stages.disclosure.queries import get_agreement_in_force
from kunnande.stages.parties.queries import Organisation, Role
from kunnande.stages.parties.tests.builders import (
    TODAY,
    a_member,
    a_scheme_owner,
    an_employee,
    an_organisation,
    an_organisation_number,
)
from kunnande.stages.requirements.tests.builders import a_holding, a_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme_owner(client):
    client.force_login(a_member(a_scheme_owner(), Role.SCHEME_OWNER))
    return client


def a_form(**changes):
    number = an_organisation_number(77)
    return {
        "name": "Verken AB",
        "organisation_number": number,
        "municipality_code": "0617",
        **changes,
    }


def test_a_registered_company_has_its_agreement_from_the_first_day(scheme_owner):
    response = scheme_owner.post(reverse("home:register_company"), a_form())

    company = Organisation.objects.get(name="Verken AB")
    assert response.url == reverse("parties:invite_contact", args=[company.pk])
    assert get_agreement_in_force(company.pk, on=TODAY.replace(year=2100)).extent == "areas_met"


def test_an_improper_number_is_said_and_what_was_typed_is_kept(scheme_owner):
    form = a_form(organisation_number="556036-0794")

    page = scheme_owner.post(reverse("home:register_company"), form).content.decode()

    assert "kontrollsiffra" in page
    assert "Verken AB" in page
    assert not Organisation.objects.filter(name="Verken AB").exists()


def test_a_known_number_is_not_registered_twice(scheme_owner):
    address = reverse("home:register_company")
    scheme_owner.post(address, a_form())

    page = scheme_owner.post(address, a_form(name="Kopian AB")).content.decode()

    assert "finns redan" in page


def test_employees_are_listed_with_their_roles(client):
    company = an_organisation()
    a_holding(a_role(company, name="Montör"), an_employee(company, team="Linje 3"))
    client.force_login(a_member(company))

    page = client.get(reverse("home:employees", args=[company.pk])).content.decode()

    assert "Hassan Kilremm" in page
    assert "Linje 3" in page
    assert "Montör" in page


def test_the_employee_list_asks_as_often_for_fifty_as_for_ten(client):
    company = an_organisation()
    client.force_login(a_member(company))
    for _number in range(10):
        an_employee(company)
    few = asked_by(client, company)
    for _number in range(40):
        an_employee(company)

    assert asked_by(client, company) == few


def test_another_companys_employees_are_not_found(client):
    client.force_login(a_member(an_organisation()))
    other = an_organisation("Andra AB")

    assert client.get(reverse("home:employees", args=[other.pk])).status_code == 404


def asked_by(client, company):
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("home:employees", args=[company.pk]))
    return len(asked)
