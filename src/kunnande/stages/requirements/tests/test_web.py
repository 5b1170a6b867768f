from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.parties.tests.builders import (
    TODAY,
    a_member,
    an_employee,
    an_organisation,
)
from kunnande.stages.requirements.models import Holding, OccupationalRole, Requirement
from kunnande.stages.requirements.tests.builders import a_holding, a_role, a_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def employer(client, company):
    client.force_login(a_member(company))
    return client


def test_a_role_from_a_template_takes_its_name_when_none_is_given(employer, company):
    a_template()
    address = reverse("requirements:create", args=[company.pk])

    offered = employer.get(address).content.decode()
    page = employer.post(
        address, {"template": "operator", "name": "", "people_needed": "3"}, follow=True
    ).content.decode()

    assert "SSYK 7223 Maskinställare" in offered
    assert OccupationalRole.objects.get().name == "Operatör"
    assert "machine operator" in page


def test_a_role_without_name_and_template_is_asked_for_one(employer, company):
    address = reverse("requirements:create", args=[company.pk])

    page = employer.post(address, {"people_needed": "3"}).content.decode()

    assert "Skriv vad rollen heter" in page
    assert 'value="3"' in page


@pytest.mark.parametrize(("name", "told"), [("Operatör", "redan en roll"), ("x" * 201, "200")])
def test_a_name_that_can_not_be_used_is_said_and_kept(employer, company, name, told):
    a_role(company)
    address = reverse("requirements:create", args=[company.pk])

    page = employer.post(address, {"name": name, "people_needed": "1"}).content.decode()

    assert told in page
    assert name in page


def test_a_requirement_is_edited_in_words_and_saved(employer, company):
    role = a_role(company, a_template())
    area_id = find_area_version("IT07").area_id
    address = reverse("requirements:requirement", args=[role.pk, area_id])

    form = employer.get(address).content.decode()
    employer.post(address, {"level": "4", "accepted_kinds": ["documented"], "importance": "1"})

    assert "4 – Nivå 4" in form
    kept = Requirement.objects.get(role=role, area_id=area_id)
    assert (kept.level, kept.accepted_kinds, kept.importance) == (4, ["documented"], 1)


def test_a_requirement_without_any_kind_of_proof_is_not_saved(employer, company):
    role = a_role(company, a_template())
    area_id = find_area_version("IT07").area_id
    address = reverse("requirements:requirement", args=[role.pk, area_id])

    page = employer.post(address, {"level": "4", "importance": "1"}).content.decode()

    assert 'role="alert"' in page
    assert Requirement.objects.get(role=role, area_id=area_id).level == 3


def test_an_area_is_added_and_removed(employer, company):
    role = a_role(company, a_template())
    area_id = find_area_version("CN01").area_id
    address = reverse("requirements:requirement", args=[role.pk, area_id])

    offered = employer.get(reverse("requirements:areas", args=[role.pk])).content.decode()
    employer.post(address, {"level": "2", "accepted_kinds": ["documented"], "importance": "3"})
    assert Requirement.objects.filter(role=role, area_id=area_id).exists()
    employer.post(reverse("requirements:remove_requirement", args=[role.pk, area_id]))

    assert address in offered
    assert not Requirement.objects.filter(role=role, area_id=area_id).exists()


def test_somebody_is_given_a_role_once_and_leaves_it(employer, company):
    role, person = a_role(company), an_employee(company)
    address = reverse("requirements:assign", args=[role.pk])
    posted = {"person": person.pk, "from_on": TODAY.isoformat()}

    employer.post(address, posted)
    again = employer.post(address, posted).content.decode()
    holding = Holding.objects.get()
    employer.post(reverse("requirements:end_holding", args=[holding.pk]))

    assert "har redan rollen" in again
    holding.refresh_from_db()
    assert holding.to_on is not None


def test_a_role_is_changed_and_its_old_name_stays_above_the_form(employer, company):
    role = a_role(company, name="Gamla namnet")
    a_role(company, name="Upptaget")
    address = reverse("requirements:change", args=[role.pk])

    taken = employer.post(address, {"name": "Upptaget", "people_needed": "4"}).content.decode()
    employer.post(address, {"name": "Nya namnet", "people_needed": "4"})

    assert "Gamla namnet" in taken
    role.refresh_from_db()
    assert (role.name, role.people_needed) == ("Nya namnet", 4)


def test_a_holding_that_has_not_begun_is_not_ended(employer, company):
    holding = a_holding(a_role(company), an_employee(company))
    Holding.objects.update(from_on="2200-01-01")

    page = employer.post(reverse("requirements:end_holding", args=[holding.pk]), follow=True)

    assert "före den första" in page.content.decode()


def test_an_area_that_does_not_exist_is_not_found(employer, company):
    role = a_role(company)

    address = reverse("requirements:requirement", args=[role.pk, 4711])

    assert employer.get(address).status_code == 404


def test_a_role_can_not_be_given_before_anybody_is_employed(employer, company):
    page = employer.get(reverse("requirements:assign", args=[a_role(company).pk]))

    assert "Ingen är anställd här ännu" in page.content.decode()


def test_another_companys_roles_are_not_found(employer):
    other = an_organisation("Andra AB")
    role = a_role(other)
    holding = a_holding(role, an_employee(other))

    assert employer.get(reverse("requirements:roles", args=[other.pk])).status_code == 404
    assert employer.get(reverse("requirements:role", args=[role.pk])).status_code == 404
    ended = employer.post(reverse("requirements:end_holding", args=[holding.pk]))
    assert ended.status_code == 404


def test_the_list_asks_as_often_for_fifty_roles_as_for_ten(employer, company):
    address = reverse("requirements:roles", args=[company.pk])
    for number in range(10):
        a_role(company, name=f"Roll {number}")
    few = asked_by(employer, address)
    for number in range(10, 50):
        a_role(company, name=f"Roll {number}")

    assert asked_by(employer, address) == few


def test_a_role_page_asks_as_often_for_many_holders_as_for_few(employer, company):
    role = a_role(company, a_template())
    a_holding(role, an_employee(company))
    address = reverse("requirements:role", args=[role.pk])
    few = asked_by(employer, address)
    for number in range(10):
        a_holding(role, an_employee(company, f"Person {number}"))

    assert asked_by(employer, address) == few


def asked_by(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
