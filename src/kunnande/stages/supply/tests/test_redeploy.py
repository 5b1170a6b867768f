"""When somebody else at the company has shown what a role lacks, a draft suggests to redeploy."""

import pytest

from kunnande.stages.disclosure.tests.builders import an_answer
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import NOON, TODAY, an_employee
from kunnande.stages.supply.models import MeasureKind
from kunnande.stages.supply.queries.redeploy import FEWEST_LOOKED_AT, count_ready
from kunnande.stages.supply.services import plans
from kunnande.stages.supply.tests.builders import a_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def others(company, count=FEWEST_LOOKED_AT, *, shares=True):
    """Return as many who work there without the role."""
    people = [an_employee(company.organisation) for _number in range(count)]
    for person in people:
        an_answer(company.agreement, person, accepted=shares)
    return people


def show(person, kind="theory_tested"):
    a_statement(person, area="IT07", level=3, kind=kind)
    a_statement(person, area="IT08", level=2, kind=kind)


def ready(company):
    return count_ready(company.organisation, on=TODAY)


def kinds(company):
    plan = plans.draft_competence_plan(
        company=company.organisation, year=TODAY.year, by=company.chief, at=NOON
    )
    return {(one.role_id is not None, one.kind) for one in plan.measures.all()}


def test_whoever_has_shown_all_that_a_role_requires_could_take_it_on(company):
    able, half, *_rest = others(company)
    show(able)
    a_statement(half, area="IT07", level=3)

    assert ready(company).roles == {company.role.pk: 1}


def test_a_draft_suggests_to_redeploy_before_it_recruits(company):
    before = kinds(company)
    plans.CompetencePlan.objects.all().delete()
    able, *_rest = others(company)
    show(able)

    after = kinds(company)

    assert before == {(True, MeasureKind.RECRUIT), (False, MeasureKind.RECRUIT)}
    assert (True, MeasureKind.REDEPLOY) in after


def test_people_enough_in_the_role_are_developed_whoever_else_is_able(company):
    company.operator()
    company.operator("Vera", "Kopplin")
    able, *_rest = others(company)
    show(able)

    assert kinds(company) == {(False, MeasureKind.DEVELOP)}


def test_nothing_is_told_of_fewer_than_five(company):
    able, *_rest = others(company, FEWEST_LOOKED_AT - 1)
    show(able)

    assert ready(company).roles == {company.role.pk: 0}


def test_whoever_shares_nothing_is_not_counted(company):
    others(company)
    (silent,) = others(company, 1, shares=False)
    show(silent)

    assert ready(company).roles == {company.role.pk: 0}


def test_whoever_holds_the_role_already_is_not_counted_again(company):
    others(company)
    show(company.operator())

    assert ready(company).roles == {company.role.pk: 0}


def test_what_is_only_self_rated_redeploys_nobody(company):
    able, *_rest = others(company)
    show(able, kind="self_rated")

    assert ready(company).roles == {company.role.pk: 0}
