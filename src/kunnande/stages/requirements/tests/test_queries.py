from __future__ import annotations

import pytest

from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import (
    TODAY,
    a_member,
    an_employee,
    an_organisation,
)
from kunnande.stages.requirements import queries
from kunnande.stages.requirements.queries import HeldRole, OccupationalRole
from kunnande.stages.requirements.tests.builders import a_holding, a_role, a_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return an_organisation()


def test_a_role_is_listed_with_how_many_hold_it_and_how_many_more_are_needed(company):
    role = a_role(company, a_template())
    a_holding(role, an_employee(company))

    row = queries.list_roles(company.pk, TODAY)[0]

    assert (row.holders, row.people_needed, row.missing, row.requirements) == (1, 2, 1, 2)


def test_requirements_name_the_accepted_kinds(company):
    a_role(company, a_template())

    required = queries.list_requirements(company.pk)

    assert required[0].accepted_kinds == {"theory_tested", "practically_assessed"}


def test_holdings_say_who_holds_what(company):
    role, person = a_role(company), an_employee(company)
    a_holding(role, person)

    assert queries.list_holdings(company.pk, TODAY) == (
        HeldRole(role.pk, "Operatör", person.pk, 2),
    )


def test_what_somebody_needs_follows_from_the_roles_they_hold(company):
    role, person = a_role(company, a_template()), an_employee(company)
    a_holding(role, person)

    assert len(queries.list_requirements_of_person(person.pk, TODAY)) == 2


def test_a_role_page_puts_the_most_important_first_and_says_levels_in_words(company):
    role = a_role(company, a_template())

    page = queries.get_role_page(role.pk, get_viewer(a_member(company), on=TODAY), TODAY)

    assert [row.area_code for row in page.requirements] == ["IT07", "IT08"]
    assert page.requirements[0].level_name == "Nivå 3"
    assert page.requirements[0].kinds == ("Teoriprov", "Praktiskt bedömt")


def test_another_companys_role_is_not_there(company):
    foreign = a_role(an_organisation("Andra AB"))

    with pytest.raises(OccupationalRole.DoesNotExist):
        queries.get_role(foreign.pk, get_viewer(a_member(company), on=TODAY))


def test_areas_already_required_are_not_offered_again(company):
    role = a_role(company, a_template())

    offered = [area.code for area, _name in queries.list_areas_to_add(role)]

    assert offered == ["CN01"]
