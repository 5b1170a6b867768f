import pytest
from django.urls import reverse

from kunnande.engines.tables import read_table
from kunnande.site.tests.builders import signed_in
from kunnande.stages.parties.tests.builders import (
    a_member,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.requirements.tests.builders import a_holding, a_role

pytestmark = pytest.mark.django_db


def test_the_employees_leave_as_the_list_shows_them():
    company = an_organisation()
    hassan = an_employee(company, team="Skift 1")
    an_employee(company, "=Vera", "+Kopplin")
    an_account(hassan)
    a_holding(a_role(company, name="Svetsare"), hassan)

    answer = signed_in(a_member(company)).get(reverse("home:employees_export", args=[company.pk]))

    table = read_table("anstallda.xlsx", answer.content)
    assert [cells for _row, cells in table.rows] == [
        ("=Vera +Kopplin", "", "", "Inte inbjuden"),
        ("Hassan Kilremm", "Skift 1", "Svetsare", "Har konto"),
    ]


def test_another_company_finds_no_list():
    company, other = an_organisation(), an_organisation("Andra verken")

    answer = signed_in(a_member(other)).get(reverse("home:employees_export", args=[company.pk]))

    assert answer.status_code == 404
