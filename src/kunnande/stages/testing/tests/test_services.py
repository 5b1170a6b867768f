from __future__ import annotations

from datetime import timedelta

import pytest

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import WrongStateError, move_case
from kunnande.stages.itembank.services import BankExhaustedError, BankTooSmallError
from kunnande.stages.itembank.tests.builders import a_form
from kunnande.stages.ledger.queries import ProofKind, list_current
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_account,
)
from kunnande.stages.testing import queries, services
from kunnande.stages.testing.models import Answer, AreaResult, Sitting, SittingState
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_finished_sitting,
    a_mapped_case,
    a_planned_sitting,
    a_running_sitting,
    minutes,
    right_answer,
    save,
)
from kunnande.stages.trail.queries import find_broken_link, list_entries, list_looks_at

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


def first_item(planned):
    return planned.sitting.items.get(position=1)


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


def test_starting_draws_the_form_and_sets_the_deadline():
    planned = a_running_sitting()

    assert planned.sitting.items.count() == 10
    assert planned.sitting.deadline_at == minutes(45)
    assert planned.sitting.case.state == CaseState.TESTING


def test_starting_twice_starts_once():
    planned = a_running_sitting()

    again = services.start_sitting(sitting=planned.sitting, by=planned.candidate, at=minutes(5))

    assert again.deadline_at == minutes(45)
    assert again.items.count() == 10


def test_nobody_starts_another_persons_sitting():
    planned = a_planned_sitting()

    with pytest.raises(services.NotYoursError):
        services.start_sitting(sitting=planned.sitting, by=planned.leader, at=NOON)


def test_a_sitting_starts_on_its_own_day_only():
    planned = a_planned_sitting()

    with pytest.raises(services.NotTodayError):
        services.start_sitting(
            sitting=planned.sitting, by=planned.candidate, at=NOON + timedelta(days=1)
        )


def test_every_saved_answer_is_an_entry_in_the_sittings_chain():
    planned = a_running_sitting()
    placed = first_item(planned)

    save(planned, 1, right_answer(placed))

    entry = list_entries(planned.sitting.trail_name)[-1]
    assert (entry.act, entry.facts["position"], entry.facts["revision"]) == ("answer_saved", 1, 1)
    assert find_broken_link(planned.sitting.trail_name) is None


def test_the_same_answer_again_changes_nothing():
    planned = a_running_sitting()
    posted = right_answer(first_item(planned))
    save(planned, 1, posted)

    again = save(planned, 1, posted, at=minutes(2))

    assert (again.revision, again.saved_at) == (1, minutes(1))


def test_a_question_passed_without_an_answer_leaves_no_trace():
    planned = a_running_sitting()

    answer = save(planned, 1, {})

    assert answer.revision == 0
    assert not Answer.objects.exists()


def test_a_cleared_answer_is_kept_as_cleared():
    planned = a_running_sitting()
    save(planned, 1, right_answer(first_item(planned)))

    cleared = save(planned, 1, {})

    assert cleared.revision == 2
    assert not any(cleared.responses.values())


def test_an_older_tab_does_not_overwrite_a_newer_answer():
    planned = a_running_sitting()
    posted = right_answer(first_item(planned))
    save(planned, 1, posted, sent_from=services.Sender("tab-b", 0))

    with pytest.raises(services.StaleAnswerError) as caught:
        save(planned, 1, {}, sent_from=services.Sender("tab-a", 0))

    assert caught.value.answer.revision == 1
    assert any(Answer.objects.get().responses.values())


def test_a_tab_that_lost_the_acknowledgement_may_save_again():
    planned = a_running_sitting()
    save(planned, 1, right_answer(first_item(planned)), sent_from=services.Sender("tab", 0))

    answer = save(planned, 1, {}, sent_from=services.Sender("tab", 0))

    assert answer.revision == 2


def test_an_answer_that_is_not_offered_is_refused_and_the_old_one_stays():
    planned = a_running_sitting()
    placed = next(p for p in planned.sitting.items.all() if "c1" in str(right_answer(p)))
    posted = right_answer(placed)
    save(planned, placed.position, posted)

    with pytest.raises(services.UnknownAnswerError):
        save(planned, placed.position, {name: ["c99"] for name in posted})

    assert Answer.objects.get().revision == 1


def test_an_answer_has_a_greatest_length():
    planned = a_running_sitting()

    with pytest.raises(services.AnswerTooLongError):
        save(planned, 1, {"RESPONSE": ["x" * 10_001]})


def test_a_place_without_a_question_is_named():
    planned = a_running_sitting()

    with pytest.raises(services.UnknownPositionError):
        save(planned, 99, {})


def test_an_answer_after_the_deadline_is_refused_and_the_sitting_handed_in():
    planned = a_running_sitting()

    with pytest.raises(services.DeadlinePassedError):
        save(planned, 1, right_answer(first_item(planned)), at=minutes(45))

    sitting = Sitting.objects.get()
    assert (sitting.state, sitting.closed_by_deadline) == (SittingState.FINISHED, True)
    assert not Answer.objects.exists()


def test_an_answer_a_moment_before_the_deadline_counts():
    planned = a_running_sitting()
    just_before = minutes(45) - timedelta(milliseconds=1)

    answer = save(planned, 1, right_answer(first_item(planned)), at=just_before)

    assert answer.revision == 1


def test_sittings_left_open_are_handed_in_by_the_job():
    a_running_sitting()

    closed = services.close_overdue_sittings(by=a_service_user(), at=minutes(46))

    assert closed == 1
    assert Sitting.objects.get().state == SittingState.FINISHED


def test_a_running_sitting_is_left_alone_by_the_job():
    a_running_sitting()

    closed = services.close_overdue_sittings(by=a_service_user(), at=minutes(44))

    assert closed == 0


def test_a_flag_is_kept_and_taken_away():
    planned = a_running_sitting()
    by, at = planned.candidate, minutes(1)

    services.flag_item(sitting=planned.sitting, position=3, flagged=True, by=by, at=at)

    assert planned.sitting.items.get(position=3).is_flagged


def test_handing_in_scores_each_area_by_the_pass_rule():
    planned = a_finished_sitting(right=["IT07"])

    rows = queries.list_area_results(planned.case.pk)

    assert [(row.code, row.percent, row.is_met) for row in rows] == [
        ("IT07", 100, True),
        ("IT08", 0, False),
    ]
    assert planned.case.state == CaseState.TESTED


def test_handing_in_twice_hands_in_once():
    planned = a_finished_sitting()

    services.finish_sitting(sitting=planned.sitting, by=planned.candidate, at=minutes(31))

    assert AreaResult.objects.count() == 2
    assert Sitting.objects.get().finished_at == minutes(30)


def test_nothing_is_answered_after_handing_in():
    planned = a_finished_sitting()

    with pytest.raises(services.NotRunningError):
        save(planned, 1, {}, at=minutes(31))


def test_a_met_area_becomes_a_statement_that_waits_for_the_talk():
    planned = a_finished_sitting(right=["IT07"])

    tested = [
        statement
        for statement in list_current([planned.case.person_id], on=TODAY)
        if statement.kind == ProofKind.THEORY_TESTED
    ]

    assert [(s.source, s.is_released) for s in tested] == [(planned.sitting.trail_name, False)]


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
    by = a_service_user()
    for state in (CaseState.FEEDBACK_GIVEN, CaseState.DECIDED, CaseState.MAPPED):
        move_case(case=planned.case, to=state, by=by, at=minutes(60))
    return plan(planned, takes_place_on=day)


def test_a_retake_waits_as_long_as_the_rule_says():
    planned = a_finished_sitting(right=["IT07"])

    with pytest.raises(services.RetakeTooSoonError, match="2026-12-04"):
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
    third = plan_retake(planned, (day + timedelta(days=14)).date())

    with pytest.raises(BankExhaustedError, match="IT07 har 2 av 5"):
        services.start_sitting(sitting=third, by=planned.candidate, at=day + timedelta(days=14))


def test_the_person_sees_no_result_before_the_talk():
    planned = a_finished_sitting()

    with pytest.raises(services.NotYetShownError):
        services.show_result(sitting=planned.sitting, by=planned.candidate, at=minutes(40))


def test_the_test_leader_sees_the_result_and_the_look_is_recorded():
    planned = a_finished_sitting()

    page = services.show_result(sitting=planned.sitting, by=planned.leader, at=minutes(40))

    assert len(page.met) == 2
    looks = list_looks_at(planned.case.person_id)
    assert [(look.viewer, look.page) for look in looks] == [
        (planned.leader.trail_name, "testing:result")
    ]


def test_a_test_leader_of_another_centre_does_not_see_the_result():
    planned = a_finished_sitting()
    _centre, stranger = a_centre("Grannens testcenter")

    with pytest.raises(services.NotYetShownError):
        services.show_result(sitting=planned.sitting, by=stranger, at=minutes(40))


def test_the_person_sees_their_result_after_the_talk_and_leaves_no_look():
    planned = a_finished_sitting()
    move_case(case=planned.case, to=CaseState.FEEDBACK_GIVEN, by=planned.leader, at=minutes(50))
    planned.sitting.refresh_from_db()

    page = services.show_result(sitting=planned.sitting, by=planned.candidate, at=minutes(60))

    assert page.is_own
    assert not list_looks_at(planned.case.person_id)
