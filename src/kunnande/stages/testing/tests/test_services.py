from __future__ import annotations

from datetime import timedelta

import pytest

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_service_user,
)
from kunnande.stages.testing import services
from kunnande.stages.testing.models import Answer, Sitting, SittingState
from kunnande.stages.testing.tests.builders import (
    a_planned_sitting,
    a_running_sitting,
    minutes,
    right_answer,
    save,
)
from kunnande.stages.trail.queries import find_broken_link, list_entries

pytestmark = pytest.mark.django_db


def first_item(planned):
    return planned.sitting.items.get(position=1)


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


def test_first_answers_are_kept_together_with_an_entry_each():
    planned = a_running_sitting()
    rows = {item.position: right_answer(item) for item in planned.sitting.items.all()[:2]}
    together = {"sitting": planned.sitting, "by": planned.candidate}

    services.save_first_answers(**together, posted=rows, at=minutes(1))

    acts = [entry.act for entry in list_entries(planned.sitting.trail_name)]
    assert (acts.count("answer_saved"), Answer.objects.count()) == (2, 2)
    with pytest.raises(services.StaleAnswerError):
        services.save_first_answers(**together, posted=rows, at=minutes(2))


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
