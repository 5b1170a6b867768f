from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_person, an_account
from kunnande.stages.testing import queries, services
from kunnande.stages.testing.models import Sitting
from kunnande.stages.testing.services.presence import SEEN_EVERY
from kunnande.stages.testing.tests.builders import (
    a_centre,
    a_checked_in_sitting,
    a_mapped_case,
    a_planned_sitting,
    a_running_sitting,
    answer_right,
    minutes,
    save,
    signed_in,
)

pytestmark = pytest.mark.django_db

# Session, account, roles and frame; then the centre, sittings, questions, answers, log, sessions.
QUERIES_OF_BOARD = 11


def board_of(planned, at=NOON):
    viewer = get_viewer(planned.leader, on=TODAY)
    return queries.get_board(viewer, planned.centre.pk, at=at, on=TODAY)


def see(planned, at):
    services.note_seen(sitting=planned.sitting, by=planned.candidate, at=at)


def status(planned, at=NOON):
    (seat,) = board_of(planned, at).seats
    return seat.status


def test_a_seat_goes_from_not_checked_in_to_connected():
    planned = a_planned_sitting()
    before = status(planned)
    planned, _code = a_checked_in_sitting(planned)
    checked_in = status(planned)

    see(planned, NOON)

    assert (before, checked_in, status(planned)) == ("not_checked_in", "checked_in", "connected")


def test_whoever_is_not_heard_of_for_a_while_is_lost_and_found_again():
    planned = a_running_sitting()
    see(planned, minutes(1))
    seen = [status(planned, minutes(1.5)), status(planned, minutes(3))]

    see(planned, minutes(3))

    assert [*seen, status(planned, minutes(3))] == ["answering", "lost", "answering"]


def test_a_paused_and_a_finished_sitting_say_so():
    planned = a_running_sitting()
    services.pause_sittings(sittings=[planned.sitting], by=planned.leader, at=minutes(1))
    paused = status(planned, minutes(2))

    services.finish_sitting(sitting=planned.sitting, by=planned.candidate, at=minutes(3))

    assert (paused, status(planned, minutes(4))) == ("paused", "finished")


def test_presence_is_written_at_most_every_fifteen_seconds(django_assert_num_queries):
    planned = a_running_sitting()
    see(planned, NOON)
    within = NOON + SEEN_EVERY - timedelta(milliseconds=1)

    with django_assert_num_queries(0):
        see(planned, within)

    assert Sitting.objects.get().last_seen_at == NOON


def test_an_older_request_does_not_take_presence_back():
    planned = a_running_sitting()
    stale = Sitting.objects.get()
    see(planned, minutes(2))

    services.note_seen(sitting=stale, by=planned.candidate, at=minutes(1))

    assert Sitting.objects.get().last_seen_at == minutes(2)


def test_nobody_is_present_for_another():
    planned = a_running_sitting()

    with pytest.raises(services.NotYoursError):
        services.note_seen(sitting=planned.sitting, by=planned.leader, at=NOON)


def test_a_cleared_answer_is_no_answer_on_the_board():
    planned = a_running_sitting()
    answer_right(planned, ["IT07", "IT08"])
    save(planned, 1, {}, at=minutes(2))

    (seat,) = board_of(planned, minutes(3)).seats

    progress = queries.get_progress(planned.sitting)
    assert (seat.answered, seat.questions) == (9, 10)
    assert seat.answered == progress.answered


def test_minutes_left_are_rounded_up():
    planned = a_running_sitting()

    (seat,) = board_of(planned, minutes(44.5)).seats

    assert seat.minutes_left == 1


def test_a_test_leader_elsewhere_sees_an_empty_board():
    planned = a_running_sitting()
    _centre, stranger = a_centre("Grannens testcenter")

    board = board_of(replace(planned, leader=stranger))

    assert board.seats == ()


def plan_more(planned, first, last):
    for number in range(first, last):
        case, _user = a_mapped_case(an_account(a_person("Bo", f"Svarv{number}")))
        services.plan_sitting(
            case=case,
            blueprint=planned.blueprint,
            centre=planned.centre,
            takes_place_on=TODAY,
            by=planned.leader,
            at=NOON,
        )


@pytest.mark.usefixtures("clock")
def test_the_board_asks_as_much_at_fifty_sittings_as_at_five(django_assert_num_queries):
    planned = a_running_sitting()
    plan_more(planned, 1, 5)
    client, address = signed_in(planned.leader), reverse("testing:board", args=[planned.centre.pk])
    client.get(address)

    with django_assert_num_queries(QUERIES_OF_BOARD):
        five = client.get(address).content.decode()
    plan_more(planned, 5, 50)
    with django_assert_num_queries(QUERIES_OF_BOARD):
        fifty = client.get(address).content.decode()

    assert [page.count('<li class="seat ') for page in (five, fifty)] == [5, 50]
