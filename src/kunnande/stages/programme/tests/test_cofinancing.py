from datetime import timedelta

import pytest

from kunnande.stages.parties.services import begin_labour_spell
from kunnande.stages.parties.tests.builders import NOON, an_organisation
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Leaving
from kunnande.stages.programme.queries.attesting import get_month, list_months_of
from kunnande.stages.programme.queries.cofinancing import get_cofinancing
from kunnande.stages.programme.queries.hours import list_hours
from kunnande.stages.programme.tests.builders import BEGINS, JANUARY, MALE, MONTH, Worked

pytestmark = pytest.mark.django_db
DECEMBER = {"first_on": MONTH, "last_on": MONTH}


@pytest.fixture
def worked():
    return Worked()


@pytest.fixture
def taking_part(worked):
    """Somebody who was there four hours one morning and three and a half the next."""
    participation, _user = worked.participant()
    worked.attend(participation, 240, 210)
    return participation


def test_time_of_ones_own_is_attested_and_does_not_count(worked):
    participation, _user = worked.participant()
    worked.attend(participation, 240, 210, released=False)

    month = get_month(participation, MONTH)

    assert (month.minutes, month.counting_minutes) == (450, 0)
    assert month.rows[0].counting == "own_time"


def test_what_is_done_while_furloughed_lies_in_released_time(worked):
    participation, user = worked.participant()
    worked.attend(participation, 240, 210, released=False)
    begin_labour_spell(
        person=participation.person, status="short_time", from_on=BEGINS, by=user, at=NOON
    )

    with pytest.raises(services.ImproperHoursError, match="arbetsbefriad"):
        worked.sign(participation)


def test_an_hour_that_other_support_pays_for_does_not_count(worked, taking_part):
    first = worked.mornings[0].starts_at.date()
    services.enter_other_support(
        company=worked.company,
        support=services.Support("Stöd vid korttidsarbete", first, first),
        by=worked.employer,
        at=NOON,
    )

    counting = [row.counting for row in list_hours(taking_part, MONTH)]

    assert counting == ["other_support", "counts"]


def test_support_found_out_later_shows_in_what_is_locked(worked, taking_part):
    worked.sign(taking_part)
    worked.lock(taking_part)
    support = services.Support("Stöd", MONTH, MONTH + timedelta(days=30), taking_part.person)

    services.enter_other_support(
        company=worked.company, support=support, by=worked.economist, at=JANUARY
    )

    assert get_month(taking_part, MONTH).has_changed


@pytest.mark.parametrize("told", [{"words": ""}, {"to_on": MONTH - timedelta(days=1)}])
def test_support_that_can_not_be_is_refused(worked, told):
    support = services.Support(**{"words": "Stöd", "from_on": MONTH, "to_on": MONTH, **told})

    with pytest.raises(services.ImproperSupportError):
        services.enter_other_support(
            company=worked.company, support=support, by=worked.employer, at=NOON
        )


def test_another_company_enters_no_support(worked):
    support = services.Support("Stöd", MONTH, MONTH)

    with pytest.raises(services.NotYourSupportError):
        services.enter_other_support(
            company=worked.company, support=support, by=worked.coordinator, at=NOON
        )
    with pytest.raises(services.ImproperSupportError):
        services.enter_other_support(
            company=worked.company,
            support=services.Support("Stöd", MONTH, MONTH, worked.leader.person),
            by=worked.employer,
            at=NOON,
        )


def test_only_whole_hours_count_as_cofinancing_at_the_months_rate(worked, taking_part):
    worked.sign(taking_part)
    before = get_cofinancing(worked.programme, **DECEMBER)
    worked.lock(taking_part)

    after = get_cofinancing(worked.programme, **DECEMBER)

    assert (before.hours, before.value_ore) == (0, 0)
    assert (after.minutes, after.counting_minutes) == (450, 450)
    assert (after.hours, after.value_ore) == (7, 7 * 30_000)


def test_each_month_is_rounded_down_for_itself(worked):
    for number in (MALE, "19900161-2382"):
        participation, _user = worked.participant(number)
        worked.attend(participation, 59)
        worked.sign(participation)
        worked.lock(participation)

    counted = get_cofinancing(worked.programme, **DECEMBER)

    assert (counted.counting_minutes, counted.hours) == (118, 0)


def test_hours_after_leaving_belong_to_nobody(worked, taking_part):
    services.leave_programme(
        participation=taking_part,
        on=worked.mornings[0].starts_at.date(),
        reason=Leaving.NEW_JOB,
        **worked.acting,
    )
    taking_part.refresh_from_db()

    assert [row.minutes for row in list_hours(taking_part, MONTH)] == [240]


def test_months_are_listed_where_something_happened(taking_part):
    months = list_months_of(taking_part, until=JANUARY.date())

    assert [month.month_on for month in months] == [MONTH]
    assert months[0].state_words == "Väntar på personen"


def test_hours_that_another_company_released_are_not_ours(worked):
    participation, _user = worked.participant()
    enrolment = worked.attend(participation, 240)
    enrolment.company = an_organisation("Grannen AB")
    enrolment.save()

    assert list_hours(participation, MONTH) == []
