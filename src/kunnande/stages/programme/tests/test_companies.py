from datetime import date, timedelta

import pytest

from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    an_organisation,
)
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import (
    SizeClass,
    Step,
    find_follow_up_on,
    list_steps,
    next_step,
)
from kunnande.stages.programme.tests.builders import BEGINS, Funded

pytestmark = pytest.mark.django_db


@pytest.fixture
def funded():
    return Funded()


def test_a_company_goes_through_its_steps_in_order(funded):
    assert next_step(funded.engagement) == Step.MAPPED
    with pytest.raises(services.StepOutOfOrderError, match="kartlagda"):
        funded.step(funded.engagement, Step.PLANNED)


def test_a_step_tells_when_and_by_whom(funded):
    taken = {row.step: row for row in list_steps(funded.engagement)}

    assert taken[Step.AGREED].taken_on == BEGINS
    assert taken[Step.AGREED].taken_by == str(funded.leader)
    assert taken[Step.MAPPED].taken_on is None
    assert Step.DROPPED_OUT not in taken


def test_a_step_is_not_taken_before_the_one_it_follows(funded):
    with pytest.raises(services.StepOutOfOrderError):
        funded.step(funded.engagement, Step.MAPPED, on=BEGINS - timedelta(days=1))


def test_a_step_is_entered_when_it_has_been_taken(funded):
    with pytest.raises(services.StepOutOfOrderError, match="har tagits"):
        funded.step(funded.engagement, Step.MAPPED, on=TODAY + timedelta(days=1))


def test_the_follow_up_comes_six_months_after_the_measures(funded):
    engagement = funded.engagement
    for step in (Step.MAPPED, Step.VALIDATED, Step.GAPS_KNOWN, Step.PLANNED, Step.MEASURES):
        engagement = funded.step(engagement, step)

    assert find_follow_up_on(engagement) == date(2026, 7, 1)
    with pytest.raises(services.StepOutOfOrderError, match="2026-07-01"):
        funded.step(engagement, Step.FOLLOWED_UP, on=date(2026, 6, 30))
    assert funded.step(engagement, Step.FOLLOWED_UP, on=date(2026, 7, 1)).step == Step.FOLLOWED_UP


def test_whoever_has_dropped_out_takes_no_more_steps(funded):
    gone = funded.step(funded.engagement, Step.DROPPED_OUT, on=TODAY)

    with pytest.raises(services.ClosedCompanyError):
        funded.step(gone, Step.MAPPED, on=TODAY)


def test_a_company_is_engaged_once(funded):
    with pytest.raises(services.AlreadyEngagedError):
        funded.engage(funded.company)


@pytest.mark.parametrize(
    ("employees", "size"),
    [
        (9, SizeClass.MICRO),
        (10, SizeClass.SMALL),
        (50, SizeClass.MEDIUM),
        (250, SizeClass.LARGE),
    ],
)
def test_the_size_of_a_company_follows_the_rules(funded, employees, size):
    told = {"programme": funded.programme, "company": an_organisation("Stål AB")}

    made = services.engage_company(
        employees=employees, on=BEGINS, node=funded.node, by=funded.coordinator, at=NOON, **told
    )

    assert made.size == size


def test_a_node_engages_for_itself_only(funded):
    told = {"programme": funded.programme, "company": an_organisation("Stål AB"), "employees": 5}

    with pytest.raises(services.NotYourProgrammeError):
        services.engage_company(on=BEGINS, by=funded.coordinator, at=NOON, **told)
