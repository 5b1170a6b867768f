from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kunnande.stages.parties.tests.builders import a_service_user
from kunnande.stages.testing import queries, services
from kunnande.stages.testing.models import Pause, Sitting, SittingState
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_finished_sitting,
    a_planned_sitting,
    a_running_sitting,
    minutes,
    right_answer,
    save,
)
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db


def give(planned, count, at=None, by=None):
    return services.add_minutes(
        sittings=[planned.sitting],
        minutes=count,
        reason="interruption",
        by=by or planned.leader,
        at=at or minutes(1),
    )


def pause(planned, minute):
    acting = {"by": planned.leader, "at": minutes(minute)}
    return services.pause_sittings(sittings=[planned.sitting], **acting)


def resume(planned, minute):
    acting = {"by": planned.leader, "at": minutes(minute)}
    return services.resume_sittings(sittings=[planned.sitting], **acting)


def test_extra_minutes_move_the_deadline_of_a_running_sitting():
    planned = a_running_sitting()

    (given,) = give(planned, 10)

    assert given.deadline_at == minutes(55)


def test_minutes_given_before_the_start_are_there_at_the_start():
    planned = a_planned_sitting()
    give(planned, 10)

    running = services.start_sitting(sitting=planned.sitting, by=planned.candidate, at=minutes(2))

    assert running.deadline_at == minutes(2 + 45 + 10)


@pytest.mark.parametrize("count", [0, -5, 241])
def test_minutes_are_within_reason(count):
    planned = a_running_sitting()

    with pytest.raises(services.UnfitMinutesError):
        give(planned, count)


def test_no_time_is_given_to_what_has_ended():
    planned = a_finished_sitting()

    with pytest.raises(services.NotRunningError):
        give(planned, 5, at=minutes(31))


def test_no_time_is_given_when_the_time_is_up():
    planned = a_running_sitting()

    with pytest.raises(services.NotRunningError):
        give(planned, 5, at=minutes(45))


def test_a_test_leader_of_another_centre_gives_no_time():
    planned = a_running_sitting()
    _centre, stranger = a_centre("Grannens testcenter")

    with pytest.raises(services.NotYourCentreError):
        give(planned, 5, by=stranger)


def test_a_pause_moves_the_deadline_by_as_long_as_it_lasted():
    planned = a_running_sitting()
    pause(planned, 10)

    (going_on,) = resume(planned, 25)

    assert going_on.deadline_at == minutes(45 + 15)
    assert Pause.objects.get().ended_at == minutes(25)


def test_time_stands_still_during_a_pause():
    planned = a_running_sitting()
    (paused,) = pause(planned, 10)

    left = queries.seconds_left(paused, minutes(30))

    assert left == 35 * 60


def test_a_paused_sitting_is_not_handed_in_when_its_deadline_passes():
    planned = a_running_sitting()
    pause(planned, 10)

    closed = services.close_overdue_sittings(by=a_service_user(), at=minutes(90))

    assert closed == 0


def test_a_pause_lasts_no_longer_than_its_day():
    planned = a_running_sitting()
    pause(planned, 10)

    closed = services.close_overdue_sittings(
        by=a_service_user(), at=minutes(10) + timedelta(days=1)
    )

    assert closed == 1
    assert Sitting.objects.get().state == SittingState.FINISHED
    assert Pause.objects.get().ended_at is not None


def test_nothing_is_answered_during_a_pause():
    planned = a_running_sitting()
    pause(planned, 10)

    with pytest.raises(services.PausedError):
        save(planned, 1, {}, at=minutes(11))


def test_an_answer_on_its_way_when_the_pause_came_counts():
    planned = a_running_sitting()
    posted = right_answer(planned.sitting.items.get(position=1))
    pause(planned, 10)

    answer = save(planned, 1, posted, at=minutes(10.25))

    assert answer.revision == 1


def test_pausing_twice_pauses_once():
    planned = a_running_sitting()
    pause(planned, 10)

    with pytest.raises(services.NotRunningError):
        pause(planned, 11)

    assert Pause.objects.get().began_at == minutes(10)


def test_the_database_holds_one_open_pause_of_a_sitting():
    planned = a_running_sitting()
    pause(planned, 10)

    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(sitting=planned.sitting, began_at=minutes(11), began_by=planned.leader)


def test_the_database_pauses_only_what_runs():
    planned = a_planned_sitting()

    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.filter(pk=planned.sitting.pk).update(paused_at=minutes(1))


def test_minutes_and_pauses_are_in_the_trail():
    planned = a_running_sitting()
    give(planned, 5)
    pause(planned, 10)
    resume(planned, 12)

    entries = list_entries(planned.sitting.trail_name)[-3:]

    assert [entry.act for entry in entries] == [
        "minutes_added",
        "sitting_paused",
        "sitting_resumed",
    ]
    assert entries[0].facts == {"minutes": 5, "reason": "interruption"}
