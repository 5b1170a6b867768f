import pytest

from kunnande.site.simulation.matrices import settle_matrix
from kunnande.site.simulation.world import Company
from kunnande.stages.parties.tests.builders import NOON, TODAY
from kunnande.stages.supply.queries import Selection, get_matrix, list_saved_views
from kunnande.stages.supply.tests.builders import a_company

pytestmark = pytest.mark.django_db


def test_a_simulated_matrix_has_shifts_an_exemption_a_withdrawal_and_a_saved_view():
    company = a_company()
    for number in range(3):
        company.operator("Namn", f"Nummer{number}")

    settle_matrix(Company(company.organisation, company.chief, (company.role,)), now=NOON)

    matrix = get_matrix(company.organisation, Selection(), on=TODAY)
    assert matrix.choices.shifts == ("Dag", "Kväll", "Natt")
    states = {cell.state for row in matrix.rows for cell in row.cells}
    assert {"exempt", "withdrawn"} <= states
    assert len(list_saved_views(company.organisation.pk)) == 1
