from __future__ import annotations

from datetime import timedelta

import pytest

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import WrongStateError, move_case
from kunnande.stages.framework.queries import PassRule
from kunnande.stages.itembank.services import BankExhaustedError, BankTooSmallError
from kunnande.stages.itembank.tests.builders import a_form
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_account,
)
from kunnande.stages.testing import services
from kunnande.stages.testing.models import Sitting
from kunnande.stages.testing.queries import earliest_day
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_finished_sitting,
    a_mapped_case,
    a_planned_sitting,
    minutes,
)
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


def plan(planned, **changes):
    given = {
        "case": planned.case,
        "blueprint": planned.blueprint,
        "centre": planned.centre,
        "takes_place_on": TODAY,
        "by": planned.leader,
        "at": NOON,
    }
    return services.plan_sitting(**{**given, **changes})


def test_planning_moves_the_case_and_draws_nothing():
    planned = a_planned_sitting()

    planned.case.refresh_from_db()

    assert planned.case.state == CaseState.TEST_PLANNED
    assert not planned.sitting.items.exists()


def test_a_sitting_can_not_be_planned_twice():
    planned = a_planned_sitting()

    with pytest.raises(WrongStateError):
        plan(planned)


def test_a_test_leader_plans_at_their_own_centre_only():
    planned = a_planned_sitting()
    other, _leader = a_centre("Grannens testcenter")
    case, _person = a_mapped_case(an_account(a_person("Bo", "Svarv")))

    with pytest.raises(services.NotYourCentreError):
        plan(planned, case=case, centre=other)


def test_a_day_that_has_been_can_not_be_planned():
    planned = a_planned_sitting()
    case, _person = a_mapped_case(an_account(a_person("Bo", "Svarv")))

    with pytest.raises(services.PastDateError):
        plan(planned, case=case, takes_place_on=TODAY - timedelta(days=1))


def test_a_form_the_bank_can_not_fill_is_refused_by_name():
    with pytest.raises(BankTooSmallError, match="IT07 har 12 av 19 frågor"):
        a_planned_sitting(a_form("long", items=19))


def test_a_sitting_that_has_not_begun_can_move_to_another_day():
    planned = a_planned_sitting()
    later = TODAY + timedelta(days=3)

    services.replan_sitting(
        sitting=planned.sitting, takes_place_on=later, by=planned.leader, at=NOON
    )

    assert Sitting.objects.get().takes_place_on == later


def test_a_retake_tests_only_what_remains_with_items_never_seen():
    planned = a_finished_sitting(right=["IT07"])
    first = set(planned.sitting.items.values_list("item_version_id", flat=True))
    day = TODAY + timedelta(days=14)
    again = plan_retake(planned, day)

    started = services.start_sitting(
        sitting=again, by=planned.candidate, at=NOON + timedelta(days=14)
    )

    second = set(started.items.values_list("item_version_id", flat=True))
    assert started.items.count() == 5
    assert not first & second


def plan_retake(planned, day):
    decide(planned)
    return plan(planned, takes_place_on=day)


def decide(planned):
    for state in (CaseState.FEEDBACK_GIVEN, CaseState.DECIDED):
        move_case(case=planned.case, to=state, by=a_service_user(), at=minutes(60))


def test_a_decided_case_is_taken_up_again_in_the_same_act():
    planned = a_finished_sitting(right=["IT07"])

    plan_retake(planned, TODAY + timedelta(days=14))

    planned.case.refresh_from_db()
    assert (planned.case.state, planned.case.round) == (CaseState.TEST_PLANNED, 2)


def test_a_refused_retake_leaves_the_case_decided():
    planned = a_finished_sitting(right=["IT07"])
    decide(planned)

    with pytest.raises(services.RetakeTooSoonError):
        plan(planned, takes_place_on=TODAY)

    planned.case.refresh_from_db()
    assert (planned.case.state, planned.case.round) == (CaseState.DECIDED, 1)


def test_the_test_leader_is_shown_who_may_try_again_and_when_and_that_is_a_look():
    planned = a_finished_sitting(right=["IT07"])
    decide(planned)

    (retake,) = services.show_retakes(by=planned.leader, at=NOON).rows

    assert (retake.case, retake.earliest_on) == (planned.case, TODAY + timedelta(days=14))
    (look,) = list_looks_at(planned.case.person_id)
    assert look.page == "testing:leading"


def test_nothing_is_tried_again_when_everything_is_met():
    planned = a_finished_sitting()
    decide(planned)

    assert services.show_retakes(by=planned.leader, at=NOON).total == 0


def test_a_test_leader_of_another_centre_is_shown_nobody():
    planned = a_finished_sitting(right=["IT07"])
    decide(planned)
    _centre, stranger = a_centre("Andra testcentret")

    assert services.show_retakes(by=stranger, at=NOON).total == 0


def test_one_waits_a_year_from_the_first_of_as_many_attempts_as_the_rule_allows():
    rule = PassRule(retake_after_days=14, attempts_per_year=2)
    days = [TODAY, TODAY + timedelta(days=20)]

    assert earliest_day(days[:1], rule) == TODAY + timedelta(days=14)
    assert earliest_day(days, rule) == TODAY + timedelta(days=365)


def test_a_retake_waits_as_long_as_the_rule_says():
    planned = a_finished_sitting(right=["IT07"])

    with pytest.raises(services.RetakeTooSoonError, match="4 december 2026"):
        plan_retake(planned, TODAY + timedelta(days=13))


def test_when_everything_is_met_nothing_is_left_to_test():
    planned = a_finished_sitting()

    with pytest.raises(services.NothingRemainsError):
        plan_retake(planned, TODAY + timedelta(days=14))


def test_a_person_who_has_seen_the_bank_is_told_which_areas_are_short():
    planned = a_finished_sitting(right=[])
    day = NOON + timedelta(days=14)
    second = services.start_sitting(
        sitting=plan_retake(planned, day.date()), by=planned.candidate, at=day
    )
    services.finish_sitting(sitting=second, by=planned.candidate, at=day)
    planned.case.refresh_from_db()

    with pytest.raises(BankExhaustedError, match="IT07 har 2 av 5"):
        plan_retake(planned, (day + timedelta(days=14)).date())
