from __future__ import annotations

from datetime import timedelta

import pytest

from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.services import give_membership
from kunnande.stages.parties.tests.builders import NOON, a_service_user
from kunnande.stages.testing import services
from kunnande.stages.testing.models import Sitting, SittingState
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_checked_in_sitting,
    a_planned_sitting,
    minutes,
)
from kunnande.stages.trail.queries import find_broken_link, list_entries

pytestmark = pytest.mark.django_db


def enter(planned, code, at=NOON):
    return services.enter_code(sitting=planned.sitting, code=code, by=planned.candidate, at=at)


def start(planned, at=NOON):
    return services.start_sitting(sitting=planned.sitting, by=planned.candidate, at=at)


def open_start(planned, at=NOON):
    return services.open_start(sittings=[planned.sitting], by=planned.leader, at=at)


def test_a_sitting_without_a_code_begins_as_before():
    planned = a_planned_sitting()

    assert start(planned).state == SittingState.RUNNING


def test_no_code_is_handed_out_before_the_identity_is_checked():
    planned = a_planned_sitting()

    with pytest.raises(services.IdentityUncheckedError):
        services.issue_code(sitting=planned.sitting, by=planned.leader, at=NOON)


def test_a_code_is_short_readable_and_nowhere_in_the_database():
    planned, code = a_checked_in_sitting()

    written = code.replace("-", "")

    assert len(written) == 6
    assert not set(written) & set("01ILOUV")
    assert code not in str(Sitting.objects.values().get())
    assert written not in str(Sitting.objects.values().get())
    told = [entry.facts for entry in list_entries(planned.sitting.trail_name)]
    assert written not in str(told)


def test_a_sitting_with_a_code_does_not_begin_without_it():
    planned, _code = a_checked_in_sitting()
    open_start(planned)

    with pytest.raises(services.CodeNotEnteredError):
        start(planned)


def test_a_sitting_with_a_code_does_not_begin_before_the_test_leader_starts():
    planned, code = a_checked_in_sitting()
    enter(planned, code)

    with pytest.raises(services.NotOpenedError):
        start(planned)


def test_the_time_runs_from_the_persons_own_start():
    planned, code = a_checked_in_sitting()
    open_start(planned)
    enter(planned, code)

    running = start(planned, minutes(7))

    assert running.deadline_at == minutes(7 + 45)


@pytest.mark.parametrize("way", [str.lower, lambda code: code.replace("-", " ")])
def test_a_code_may_be_written_in_more_ways_than_one(way):
    planned, code = a_checked_in_sitting()

    assert enter(planned, f" {way(code)} ").code_entered_at == NOON


def test_a_wrong_code_is_counted_and_after_five_only_a_new_one_helps():
    planned, code = a_checked_in_sitting()
    wrong = "AAA-AAA" if code != "AAA-AAA" else "BBB-BBB"
    for _try in range(5):
        with pytest.raises(services.WrongCodeError, match="stämmer inte"):
            enter(planned, wrong)

    with pytest.raises(services.WrongCodeError, match="Be provledaren om en ny"):
        enter(planned, code)

    new = services.issue_code(sitting=planned.sitting, by=planned.leader, at=NOON).code
    assert enter(planned, new).code_entered_at


def test_the_length_of_a_code_is_told():
    planned, _code = a_checked_in_sitting()

    with pytest.raises(services.WrongCodeError, match="Du har skrivit 4"):
        enter(planned, "ABCD")


def test_an_older_code_stops_working():
    planned, older = a_checked_in_sitting()
    services.issue_code(sitting=planned.sitting, by=planned.leader, at=NOON)

    with pytest.raises(services.WrongCodeError):
        enter(planned, older)


def test_nobody_enters_another_persons_code():
    planned, code = a_checked_in_sitting()

    with pytest.raises(services.NotYoursError):
        services.enter_code(sitting=planned.sitting, code=code, by=planned.leader, at=NOON)


def test_a_test_leader_of_another_centre_checks_nobody_in():
    planned = a_planned_sitting()
    _centre, stranger = a_centre("Grannens testcenter")

    with pytest.raises(services.NotYourCentreError):
        services.check_identity(sitting=planned.sitting, document="passport", by=stranger, at=NOON)


def test_nobody_checks_themselves_in():
    planned = a_planned_sitting()
    give_membership(
        user=planned.candidate,
        organisation=planned.centre,
        role=Role.TEST_LEADER,
        by=a_service_user(),
        at=NOON,
    )

    with pytest.raises(services.OwnSittingError):
        services.check_identity(
            sitting=planned.sitting, document="passport", by=planned.candidate, at=NOON
        )


def test_people_are_checked_in_on_the_day_only():
    planned = a_planned_sitting()
    tomorrow = NOON + timedelta(days=1)

    with pytest.raises(services.NotTodayError):
        services.check_identity(
            sitting=planned.sitting, document="passport", by=planned.leader, at=tomorrow
        )


def test_nothing_is_started_where_nobody_is_checked_in():
    planned = a_planned_sitting()

    with pytest.raises(services.NobodyReadyError):
        open_start(planned)


def test_every_step_before_the_test_is_in_the_trail():
    planned, code = a_checked_in_sitting()
    open_start(planned)
    enter(planned, code)
    start(planned)

    name = planned.sitting.trail_name
    assert [entry.act for entry in list_entries(name)] == [
        "identity_checked",
        "sitting_code_issued",
        "sitting_opened",
        "sitting_code_entered",
        "sitting_started",
    ]
    assert find_broken_link(name) is None
