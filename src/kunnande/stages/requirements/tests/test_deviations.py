from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_employee,
    an_organisation,
)
from kunnande.stages.requirements import queries, services
from kunnande.stages.requirements.models import Deviation, DeviationKind
from kunnande.stages.requirements.tests.builders import a_holding, a_role, a_template
from kunnande.stages.trail import queries as trail

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def operator(company):
    person = an_employee(company)
    a_holding(a_role(company, a_template()), person)
    return person


def begin(act, company, person, area="IT07", **spell):
    told = {"reason": "Arbetar inte vid maskinen", "from_on": TODAY, **spell}
    return act(
        organisation=company,
        person=person,
        area_id=find_area_version(area).area_id,
        spell=services.Spell(**told),
        by=a_service_user(),
        at=NOON,
    )


def standing(company, on=TODAY):
    return queries.list_deviations(company.pk, on=on)


def test_an_exemption_holds_from_its_first_day_until_further_notice(company, operator):
    begin(services.exempt_from_area, company, operator, from_on=TOMORROW)

    assert standing(company) == []
    assert [row.kind for row in standing(company, TOMORROW)] == ["exemption"]


def test_a_withdrawal_holds_to_its_last_day(company, operator):
    begin(services.suspend_in_area, company, operator, to_on=TODAY)

    assert [row.kind for row in standing(company)] == ["withdrawal"]
    assert standing(company, TOMORROW) == []


def test_a_withdrawal_without_a_last_day_is_refused(company, operator):
    with pytest.raises(services.ImproperDeviationError):
        begin(services.suspend_in_area, company, operator)


@pytest.mark.parametrize("spell", [{"reason": " "}, {"to_on": TODAY - timedelta(days=1)}])
def test_a_deviation_has_a_reason_and_days_in_order(company, operator, spell):
    with pytest.raises(services.ImproperDeviationError):
        begin(services.exempt_from_area, company, operator, **spell)


def test_only_one_thing_holds_at_a_time(company, operator):
    begin(services.exempt_from_area, company, operator)

    with pytest.raises(services.AlreadyDeviatesError):
        begin(services.suspend_in_area, company, operator, to_on=TOMORROW)


def test_nothing_is_excepted_from_what_nobody_asks(company):
    idle = an_employee(company, "Vera", "Kopplin")
    a_role(company, a_template())

    with pytest.raises(services.NothingAskedError):
        begin(services.exempt_from_area, company, idle)


def test_nobody_is_exempted_who_works_elsewhere(company):
    a_template()

    with pytest.raises(services.NotEmployedHereError):
        begin(services.exempt_from_area, company, a_person())


def test_an_ended_deviation_stays_in_the_history(company, operator):
    made = begin(services.exempt_from_area, company, operator, from_on=TODAY - timedelta(days=9))

    services.end_deviation(deviation=made, by=a_service_user(), at=NOON)

    ever = queries.list_deviations_ever(company.pk, person_id=operator.pk, area_id=made.area_id)
    assert standing(company) == []
    assert [row.to_on for row in ever] == [TODAY - timedelta(days=1)]


def test_the_trail_says_that_but_not_why(company, operator):
    begin(services.exempt_from_area, company, operator)

    entry = trail.list_entries(f"organisation:{company.pk}")[-1]

    assert (entry.act, entry.subject) == ("exemption_begun", f"person:{operator.pk}")
    assert "maskinen" not in str(entry.facts)


def test_the_database_refuses_a_withdrawal_without_end(company, operator):
    area = find_area_version("IT07").area

    with pytest.raises(IntegrityError), transaction.atomic():
        Deviation.objects.create(
            organisation=company,
            person=operator,
            area=area,
            kind=DeviationKind.WITHDRAWAL,
            reason="Svetslicens",
            from_on=TODAY,
        )


def place(company, person, shift, site):
    places = {person.pk: queries.PlacedAt(shift, site)}
    return services.place_employees(
        organisation=company, places=places, by=a_service_user(), at=NOON
    )


def test_a_shift_and_a_site_replace_those_before(company, operator):
    place(company, operator, "Dag", "Verkstad 1")

    changed = place(company, operator, "Natt", "Verkstad 1")

    assert changed == 1
    assert queries.list_placements(company) == {operator.pk: ("Natt", "Verkstad 1")}


def test_a_placement_said_again_changes_nothing(company, operator):
    place(company, operator, "Dag", "")

    assert place(company, operator, "Dag", "") == 0


def test_nobody_is_placed_who_works_elsewhere(company):
    with pytest.raises(services.NotEmployedHereError):
        place(company, a_person(), "Dag", "")
