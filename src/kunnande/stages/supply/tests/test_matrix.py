from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kunnande.stages.framework.queries import Area, ProofKind
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.queries import Employment
from kunnande.stages.parties.services import end_employment
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.requirements.queries import RoleTemplate
from kunnande.stages.requirements.tests.builders import a_holding, a_role
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import Selection, get_matrix
from kunnande.stages.supply.tests.builders import a_company
from kunnande.stages.trail.queries import list_entries, list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def matrix_of(company, **selection):
    return get_matrix(company.organisation, Selection(**selection), on=TODAY)


def states(row):
    return [cell.state for cell in row.cells]


def cell_page(company, person, area="IT07", by=None):
    column = next(c for c in matrix_of(company).columns if c.code == area)
    return services.show_cell(
        organisation=company.organisation,
        person_id=person.pk,
        area_id=column.area_id,
        by=by or company.chief,
        at=NOON,
    )


def test_a_matrix_counts_what_is_met_and_what_remains(company):
    a_statement(company.operator(), level=3)
    company.operator("Vera", "Kopplin")

    matrix = matrix_of(company)

    assert (matrix.met, matrix.required, matrix.remaining, matrix.percent) == (1, 4, 3, 25)
    assert [states(row) for row in matrix.rows] == [["met", "remaining"], ["remaining"] * 2]


def test_a_column_counts_who_can_work_alone_against_the_need(company):
    a_statement(company.operator(), level=3)
    a_statement(company.operator("Vera", "Kopplin"), level=2)

    drawing, _measuring = matrix_of(company).columns

    assert (drawing.can_alone, drawing.needed, drawing.is_short) == (1, 2, True)
    assert (drawing.met, drawing.remaining) == (1, 1)


def test_a_role_that_nobody_holds_is_needed_all_the_same(company):
    company.operator()
    template = RoleTemplate.objects.get(code="operator")

    a_role(company.organisation, template, name="Ställare")

    assert [column.needed for column in matrix_of(company).columns] == [4, 4]


def test_one_team_is_not_held_against_the_need_of_the_company(company):
    company.operator(team="Dagtid")

    columns = matrix_of(company, team="Dagtid").columns

    assert [(column.needed, column.is_short) for column in columns] == [(0, False)] * 2


def test_areas_stand_under_their_family_in_the_order_of_its_first_area(company):
    Area.objects.filter(code="IT08").update(family_sv="Mätning", family_en="Measuring")
    company.operator()

    matrix = matrix_of(company)

    shown = [(family.name, [c.code for c in family.columns]) for family in matrix.families]
    assert shown == [("", ["IT07"]), ("Mätning", ["IT08"])]
    assert matrix.choices.families == ("Mätning",)


def test_a_family_alone_can_be_shown(company):
    Area.objects.filter(code="IT08").update(family_sv="Mätning", family_en="Measuring")
    company.operator()

    assert [column.code for column in matrix_of(company, family="Mätning").columns] == ["IT08"]


def test_a_state_keeps_the_people_who_have_a_square_in_it(company):
    a_statement(company.operator(), level=3)
    company.operator("Vera", "Kopplin", shares=False)

    unshared = matrix_of(company, state="unshared")

    assert [row.name for row in unshared.rows] == ["Vera Kopplin"]
    assert [(column.needed, column.is_short) for column in unshared.columns] == [(0, False)] * 2


def test_somebody_who_does_not_share_enters_no_total(company):
    a_statement(company.operator(shares=False), level=3)
    company.operator("Vera", "Kopplin", shares=None)

    matrix = matrix_of(company)

    assert [states(row) for row in matrix.rows] == [["unshared"] * 2] * 2
    assert (matrix.required, matrix.percent, matrix.unshared_people) == (0, 0, 2)


def test_an_own_rating_never_reaches_the_matrix(company):
    person = company.operator()
    a_statement(person, level=4, kind=ProofKind.SELF_RATED, area="IT08")

    assert states(matrix_of(company).rows[0]) == ["remaining", "remaining"]


def test_what_is_not_released_never_reaches_the_matrix(company):
    a_statement(company.operator(), level=3, release_key="case:1:1")

    assert matrix_of(company).met == 0


def test_somebody_who_has_left_is_not_on_the_matrix(company):
    person = company.operator()
    spell = Employment.objects.get(person=person)
    end_employment(employment=spell, to_on=TODAY, by=a_service_user(), at=NOON)

    later = get_matrix(company.organisation, Selection(), on=TODAY + timedelta(days=1))

    assert later.rows == ()


def test_an_employee_without_a_role_is_not_on_the_matrix(company):
    an_employee(company.organisation)

    assert matrix_of(company).rows == ()


def test_a_selection_narrows_to_a_team(company):
    company.operator("Vera", "Kopplin", "Skift 2")
    company.operator("Alva", "Bultmark", "Dagtid")

    matrix = matrix_of(company, team="Skift 2")

    assert [row.name for row in matrix.rows] == ["Vera Kopplin"]
    assert matrix.choices.teams == ("Dagtid", "Skift 2")


def test_a_selection_narrows_to_a_role(company):
    company.operator()
    other = a_role(company.organisation, name="Svetsare")
    a_holding(other, an_employee(company.organisation, "Vera", "Kopplin"))

    matrix = matrix_of(company, role_id=other.pk)

    assert [row.name for row in matrix.rows] == ["Vera Kopplin"]
    assert matrix.columns == ()


def test_people_stand_by_team_in_the_order_of_their_names(company):
    for given, family, team in (("Å", "Ört", "B"), ("A", "Zeta", "B"), ("C", "Berg", "A")):
        company.operator(given, family, team)

    teams = matrix_of(company).teams

    assert [(t.name, [r.name for r in t.rows]) for t in teams] == [
        ("A", ["C Berg"]),
        ("B", ["A Zeta", "Å Ört"]),
    ]


def test_a_matrix_costs_the_same_for_ten_people_and_for_fifty(company):
    def queries_for(total):
        while len(matrix_of(company).rows) < total:
            a_statement(company.operator(f"Nils{len(matrix_of(company).rows)}"), level=3)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            services.show_matrix(
                organisation=company.organisation, selection=Selection(), by=company.chief, at=NOON
            )
        return len(captured)

    assert queries_for(10) == queries_for(50)


def test_opening_the_matrix_is_seen_by_those_it_showed(company):
    shown, unshared = company.operator(), company.operator("Vera", "Kopplin", shares=False)

    services.show_matrix(
        organisation=company.organisation, selection=Selection(), by=company.chief, at=NOON
    )

    looks = list_looks_at(shown.pk)
    assert [(look.page, look.viewer) for look in looks] == [
        ("supply:matrix", company.chief.trail_name)
    ]
    assert list_looks_at(unshared.pk) == []


def test_nobody_else_opens_the_matrix(company):
    company.operator()
    stranger = an_account(a_person("Ulf", "Dornkvist"))

    with pytest.raises(services.NotYourCompanyError):
        services.show_matrix(
            organisation=company.organisation, selection=Selection(), by=stranger, at=NOON
        )

    acts = [e.act for e in list_entries(company.organisation.trail_name)]
    assert "looked" not in acts


def test_a_cell_opens_its_proof_source_and_validity(company):
    person, centre = company.operator(), an_organisation("Verkstadsskolan")
    until = TODAY + timedelta(days=700)
    a_statement(person, level=3, place=centre, valid_until=until)

    page = cell_page(company, person)

    [proof] = page.proofs
    assert (page.person_name, page.area_name, page.roles) == (
        "Hassan Kilremm", "Område IT07", ("Operatör",),
    )  # fmt: skip
    assert (proof.kind, proof.level, proof.place) == ("theory_tested", 3, "Verkstadsskolan")
    assert (proof.shown_on, proof.valid_until, proof.counts) == (TODAY, until, True)


def test_a_cell_shows_a_proof_that_does_not_count_as_such(company):
    person = company.operator()
    a_statement(person, level=4, kind=ProofKind.COURSE_COMPLETED)

    page = cell_page(company, person)

    assert [proof.counts for proof in page.proofs] == [False]
    assert page.cell.state == "remaining"


def test_a_cell_never_counts_an_own_rating_as_proof(company):
    page = cell_page(company, company.operator(), area="IT08")

    assert "Teoriprov" in page.accepted_kinds
    assert "Egen bedömning" not in page.accepted_kinds


def test_a_cell_of_somebody_who_does_not_share_shows_no_proof(company):
    person = company.operator(shares=False)
    a_statement(person, level=3)

    page = cell_page(company, person)

    assert (page.cell.state, page.proofs) == ("unshared", ())


def test_opening_a_cell_is_seen_by_the_person(company):
    person = company.operator()

    cell_page(company, person)

    assert [look.page for look in list_looks_at(person.pk)] == ["supply:cell"]


def test_a_cell_outside_the_matrix_is_named(company):
    company.operator()
    colleague = an_employee(company.organisation, "Vera", "Kopplin")

    with pytest.raises(services.NotOnTheMatrixError):
        cell_page(company, colleague)

    assert list_looks_at(colleague.pk) == []


def test_nobody_else_opens_a_cell(company):
    person = company.operator()

    with pytest.raises(services.NotYourCompanyError):
        cell_page(company, person, by=an_account(person))
