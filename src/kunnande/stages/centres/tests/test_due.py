from datetime import date, timedelta

import pytest

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.models import StaffKind
from kunnande.stages.centres.tests.builders import (
    FIRST_DAY,
    a_role_at,
    an_accreditation,
    an_application,
    an_audited_centre,
    an_authorisation,
    noon,
)
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.queries import Role, get_viewer

pytestmark = pytest.mark.django_db

LAST_DAY = date(2028, 12, 31)


@pytest.fixture
def product():
    return a_published_version().product


def due(user, on):
    rows = queries.list_due(get_viewer(user, on=on), on=on)
    return [(row.kind, row.due_on, row.is_overdue) for row in rows]


def test_an_accreditation_stands_there_from_the_days_of_warning_to_its_last(product):
    centre = an_accreditation(product)

    days = [LAST_DAY - timedelta(days=91), LAST_DAY - timedelta(days=90), LAST_DAY]

    told = [("accreditation", LAST_DAY, False)]
    assert [due(centre.manager, day) for day in days] == [[], told, told]


def test_a_renewal_under_way_ends_the_warning(product):
    centre = an_accreditation(product)
    on = LAST_DAY - timedelta(days=30)
    an_application(product, centre=centre.organisation, on=on)

    assert due(centre.manager, on) == []


def test_an_authorisation_is_warned_of_and_an_ended_one_is_not(product):
    centre = an_accreditation(product)
    leader = a_role_at(centre.organisation, Role.TEST_LEADER)
    held = an_authorisation(leader, centre, StaffKind.TEST_LEADER)
    on = held.to_on - timedelta(days=10)
    before = due(centre.decider, on)

    services.end_authorisation(
        authorisation=held, on=on, reason="other", by=centre.decider, at=noon(on)
    )

    assert before == [("authorisation", held.to_on, False)]
    assert due(centre.decider, on) == []
    assert due(leader, on) == []


def test_findings_stand_there_until_they_are_resolved_and_are_overdue_after_their_day(product):
    centre = an_audited_centre(product, findings=["K1"])
    last = date(2026, 4, 1)

    assert due(centre.manager, last) == [("finding", last, False)]
    assert due(centre.auditors[0], last + timedelta(days=1)) == [("finding", last, True)]


def test_a_protocol_is_due_a_month_after_the_visit(product):
    centre = an_application(product)
    services.plan_audit(
        accreditation=centre.accreditation,
        on=FIRST_DAY,
        auditors=centre.auditors,
        by=centre.decider,
        at=noon(FIRST_DAY),
    )

    assert due(centre.auditors[0], FIRST_DAY) == [("protocol", date(2026, 2, 1), False)]


def test_the_list_asks_the_database_as_often_for_many_rows_as_for_few(
    product, django_assert_max_num_queries
):
    centres = [an_accreditation(product, name=f"Center {number}") for number in range(10)]
    viewer = get_viewer(centres[0].decider, on=LAST_DAY)

    with django_assert_max_num_queries(6):
        rows = queries.list_due(viewer, on=LAST_DAY)

    assert len(rows) == 10


def test_another_centres_days_are_not_told(product):
    an_accreditation(product, name="Ena")
    other = an_accreditation(product, name="Andra")

    rows = queries.list_due(get_viewer(other.manager, on=LAST_DAY), on=LAST_DAY)

    assert [row.who for row in rows] == ["Andra"]
