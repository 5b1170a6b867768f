from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import NOON, a_member, an_account, an_organisation
from kunnande.stages.supply import services
from kunnande.stages.supply.tests.builders import a_company
from kunnande.stages.trail.queries import list_looks_at

if TYPE_CHECKING:
    from kunnande.stages.supply.queries.staffing import Staffing
    from kunnande.stages.supply.tests.builders import Company

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


def _shown(company: Company, **more: Any) -> Staffing:
    asked = {"leaves_percent": 10, "by": company.chief, "at": NOON, **more}
    return services.show_staffing(organisation=company.organisation, **asked)


def _operators(company: Company, count: int) -> list[Any]:
    return [company.operator("Vera", f"Kopp{n}") for n in range(count)]


def test_the_probability_of_too_few_is_that_of_the_binomial(company):
    company.role.people_needed = 2
    company.role.save(update_fields=["people_needed"])
    _operators(company, 3)

    [role] = _shown(company, leaves_percent=20).roles

    stays = 0.8
    few = (1 - stays) ** 3 + 3 * stays * (1 - stays) ** 2
    assert role.shortage[0] == pytest.approx(100 * few)
    assert role.shortage[0] < role.shortage[1] < role.shortage[2]


def test_a_role_whose_area_nobody_meets_has_stopped(company):
    _operators(company, 4)

    [role] = _shown(company).roles

    assert role.bus_factor == 0


def test_each_area_gets_two_who_can_at_the_fewest_trainings(company):
    first, second = _operators(company, 2)
    for person in (first, second):
        a_statement(person, level=3)

    shown = _shown(company)

    # IT07 is met by both; IT08, which the role also requires, by nobody.
    assert {(t.person_id, t.area_name) for t in shown.trainings} == {
        (first.pk, shown.trainings[0].area_name),
        (second.pk, shown.trainings[0].area_name),
    }


def test_nobody_is_proposed_a_training_for_what_they_do_not_share(company):
    hidden = company.operator("Hemlig", "Person", shares=False)
    _operators(company, 2)

    shown = _shown(company)

    assert shown.unshared == 1
    assert hidden.pk not in {training.person_id for training in shown.trainings}


def test_a_role_with_one_person_needs_another(company):
    company.operator()

    assert _shown(company).needs_another == (company.role.name,)


def test_each_person_sees_that_it_was_counted(company):
    person = company.operator()
    an_account(person)

    _shown(company)

    assert [look.page for look in list_looks_at(person.pk)] == ["supply:staffing"]


def test_a_stranger_and_an_impossible_share_are_refused(company):
    with pytest.raises(services.NotYourCompanyError):
        _shown(company, by=a_member(an_organisation()))
    with pytest.raises(services.ImproperShareOfLeaversError):
        _shown(company, leaves_percent=0)


def test_the_page_says_what_to_do(company, client):
    _operators(company, 2)
    client.force_login(company.chief)

    page = client.get(f"/foretag/{company.organisation.pk}/matris/slutar/?slutar=20")

    words = page.content.decode()
    assert "När någon slutar" in words
    assert "Räcker inte nu" in words
    assert '<option value="20" selected>' in words
