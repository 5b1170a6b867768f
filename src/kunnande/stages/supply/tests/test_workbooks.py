import pytest
from django.test import Client
from django.urls import reverse

from kunnande.engines.tables import read_table
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import TODAY, a_member, an_organisation
from kunnande.stages.supply.queries import Selection, get_matrix
from kunnande.stages.supply.tests.builders import a_company
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def export(user, company, **selection):
    client = Client()
    client.force_login(user)
    return client.get(reverse("supply:matrix_export", args=[company.organisation.pk]), selection)


def test_the_file_holds_the_characters_of_the_page(company):
    a_statement(company.operator("=Hassan"), level=3)
    row = get_matrix(company.organisation, Selection(), on=TODAY).rows[0]

    table = read_table("matris.xlsx", export(company.chief, company).content)

    cells = dict(zip(table.header, table.rows[0][1], strict=False))
    assert cells["Person"] == row.name
    assert list(table.rows[0][1][5:-1]) == [cell.written() for cell in row.cells] == ["3", "0/2"]
    assert table.rows[0][1][-1] == "1 av 2"


def test_the_file_holds_what_the_filters_leave(company):
    company.operator(team="Skift 1")
    company.operator("Vera", "Kopplin", "Skift 2")

    table = read_table("m.xlsx", export(company.chief, company, team="Skift 2").content)

    assert [cells[1] for _row, cells in table.rows if cells[0]] == ["Vera Kopplin"]


def test_taking_the_matrix_home_is_a_look_that_the_person_sees(company):
    person = company.operator()

    export(company.chief, company)

    assert [look.page for look in list_looks_at(person.pk)] == ["supply:matrix_export"]


def test_only_the_company_takes_its_matrix_home(company):
    stranger = a_member(an_organisation("Andra verken"), Role.EMPLOYER)

    assert export(stranger, company).status_code == 403
