from datetime import timedelta

import pytest

from kunnande.stages.framework.queries import ProofKind, find_area_version
from kunnande.stages.ledger.queries import list_current
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.services import give_membership
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user, an_account
from kunnande.stages.requirements.queries import PlacedAt
from kunnande.stages.requirements.services import (
    Spell,
    exempt_from_area,
    place_employees,
    set_requirement,
    suspend_in_area,
)
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import Selection, get_matrix, list_board, list_tasks
from kunnande.stages.supply.tests.builders import a_company
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def company():
    return a_company()


def matrix_of(company, **selection):
    return get_matrix(company.organisation, Selection(**selection), on=TODAY)


def area_id(code="IT07"):
    return find_area_version(code).area_id


def deviate(company, person, act, to_on=None):
    act(
        organisation=company.organisation,
        person=person,
        area_id=area_id(),
        spell=Spell("Arbetar inte där", TODAY, to_on),
        by=a_service_user(),
        at=NOON,
    )


def attest(company, person, level, by=None):
    return services.attest_levels(
        organisation=company.organisation,
        attested=[services.Attested(person.pk, area_id(), level)],
        by=by or company.chief,
        at=NOON,
    )


def test_an_exemption_is_neither_met_nor_remaining(company):
    deviate(company, company.operator(), exempt_from_area)

    matrix = matrix_of(company)

    assert [cell.state for cell in matrix.rows[0].cells] == ["exempt", "remaining"]
    assert (matrix.required, matrix.remaining) == (1, 1)


def test_a_withdrawal_counts_as_remaining_and_nobody_can_alone(company):
    hassan = company.operator()
    a_statement(hassan, level=3)

    deviate(company, hassan, suspend_in_area, to_on=TOMORROW)

    column = matrix_of(company).columns[0]
    assert (column.can_alone, column.met, column.remaining) == (0, 0, 1)


def test_a_shift_and_a_site_narrow_the_matrix(company):
    hassan, vera = company.operator(), company.operator("Vera", "Kopplin")
    places = {hassan.pk: PlacedAt("Natt", "Hall 1"), vera.pk: PlacedAt("Dag", "Hall 1")}
    place_employees(organisation=company.organisation, places=places, by=a_service_user(), at=NOON)

    assert [row.name for row in matrix_of(company, shift="Natt").rows] == ["Hassan Kilremm"]
    assert len(matrix_of(company, site="Hall 1").rows) == 2
    assert matrix_of(company).choices.shifts == ("Dag", "Natt")


def test_the_work_list_says_what_lacks_and_hangs_on_one(company):
    a_statement(company.operator(), level=3)
    company.operator("Vera", "Kopplin")

    kinds = [(task.kind, task.person_name) for task in list_tasks(matrix_of(company))]

    assert ("single", "") in kinds
    assert ("few", "") in kinds
    assert kinds.count(("missing", "Vera Kopplin")) == 2


def test_the_work_list_is_of_the_selection_and_records_who_was_on_it(company):
    hassan, vera = company.operator(team="A"), company.operator("Vera", "Kopplin", "B")

    page = services.show_work_list(
        organisation=company.organisation,
        selection=Selection(team="B"),
        kind="missing",
        by=company.chief,
        at=NOON,
    )

    assert {task.person_id for task in page.tasks} == {vera.pk}
    assert [look.page for look in list_looks_at(vera.pk)] == ["supply:work_list"]
    assert list_looks_at(hassan.pk) == []


def test_the_board_hides_an_area_that_few_are_asked_for(company):
    for number in range(4):
        company.operator("Namn", f"Nummer{number}")
    assert {row.can_alone for row in list_board(matrix_of(company))} == {None}

    company.operator("Femte", "Personen")

    assert {row.can_alone for row in list_board(matrix_of(company))} == {0}


def test_what_an_employer_attests_counts_where_the_role_accepts_it(company):
    hassan = company.operator(shares=None)
    accepted = ["theory_tested", "employer_attested"]
    set_requirement(
        role=company.role,
        area_id=area_id(),
        level=3,
        accepted_kinds=accepted,
        importance=3,
        by=a_service_user(),
        at=NOON,
    )

    attest(company, hassan, 3)

    assert matrix_of(company).rows[0].cells[0].state == "met"


def test_several_are_attested_in_one_area_at_once_and_again_later(company):
    people = [company.operator(), company.operator("Vera", "Kopplin")]
    said = [services.Attested(person.pk, area_id(), 2) for person in people]
    told = {"organisation": company.organisation, "by": company.chief, "at": NOON}
    services.attest_levels(attested=said, **told)

    services.attest_levels(attested=[one._replace(level=3) for one in said], **told)

    current = list_current([person.pk for person in people], on=TODAY)
    assert [one.level for one in current] == [3, 3]


def test_an_attested_level_says_its_kind_and_place(company):
    hassan = company.operator()

    attest(company, hassan, 2)

    (statement,) = list_current([hassan.pk], on=TODAY)
    assert statement.kind == ProofKind.EMPLOYER_ATTESTED
    assert statement.place_id == company.organisation.pk


def test_nobody_attests_for_themselves(company):
    hassan = company.operator()
    foreman = an_account(hassan)
    give_membership(
        user=foreman,
        organisation=company.organisation,
        role=Role.EMPLOYER,
        by=a_service_user(),
        at=NOON,
    )

    with pytest.raises(services.OwnLevelError):
        attest(company, hassan, 3, by=foreman)


def history(company, person):
    return services.show_history(
        organisation=company.organisation,
        person_id=person.pk,
        area_id=area_id(),
        by=company.chief,
        at=NOON,
    )


def test_the_history_of_a_square_tells_what_was_replaced_and_the_look_is_recorded(company):
    hassan = company.operator()
    a_statement(hassan, level=2)
    a_statement(hassan, level=3)

    page = history(company, hassan)

    assert [(past.level, past.why) for past in page.past] == [(2, "superseded")]
    assert [look.page for look in list_looks_at(hassan.pk)] == ["supply:history"]


def test_the_history_of_somebody_who_shares_nothing_is_empty(company):
    hassan = company.operator(shares=False)
    a_statement(hassan, level=2)
    a_statement(hassan, level=3)

    assert history(company, hassan).past == ()
