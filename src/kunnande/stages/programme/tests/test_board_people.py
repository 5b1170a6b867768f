import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_member
from kunnande.stages.programme import services
from kunnande.stages.programme.queries.board import get_board
from kunnande.stages.programme.queries.board_people import find_counted
from kunnande.stages.programme.tests.builders import FEMALE, JANUARY, MALE, MONTH, Worked
from kunnande.stages.programme.tests.measured import Measured
from kunnande.stages.programme.tests.test_api import ask
from kunnande.stages.programme.tests.test_web import address, page
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured():
    """Somebody who has left and somebody who takes part."""
    measured = Measured()
    measured.first, measured.second = (
        measured.enter(measured.employee(number)) for number in (FEMALE, MALE)
    )
    services.leave_programme(
        participation=measured.first, on=TODAY, reason="own_wish", **measured.acting
    )
    return measured


def people_of(measured, part, measure, on=TODAY):
    found = find_counted(get_board(measured.programme, on=on), part, measure)
    return [one.person_id for one in found.people]


@pytest.mark.parametrize("measure", ["people", "inside", "left", "validated"])
def test_every_figure_of_people_is_as_many_as_are_behind_it(measured, measure):
    board = get_board(measured.programme, on=TODAY)

    behind = {row.part: len(find_counted(board, row.part, measure).people) for row in board.rows}

    assert behind == {row.part: getattr(row, measure) for row in board.rows}
    assert behind["all"] == {"people": 2, "inside": 1, "left": 1, "validated": 0}[measure]


def test_a_part_holds_its_own_people(measured):
    assert people_of(measured, "gender-woman", "people") == [measured.first.person_id]
    assert people_of(measured, f"node-{measured.node.pk}", "inside") == [measured.second.person_id]
    assert people_of(measured, "size-large", "people") == []


def test_parts_of_every_table_hold_everybody_once(measured):
    board = get_board(measured.programme, on=TODAY)

    for table in board.tables:
        held = Counter(one.person_id for row in table.rows for one in row.facts)
        assert held == Counter(one.person_id for one in board.whole.facts)


@pytest.mark.parametrize(("part", "measure"), [("size-huge", "people"), ("all", "salary")])
def test_there_is_nobody_behind_what_the_page_does_not_count(measured, part, measure):
    assert find_counted(get_board(measured.programme, on=TODAY), part, measure) is None
    assert page(measured.leader, "counted", measured.programme.pk, part, measure).status_code == 404


def test_the_owner_reads_who_counts_and_each_of_them_sees_it(measured):
    told = page(measured.leader, "counted", measured.programme.pk, "all", "left").content.decode()

    assert "1 deltagare" in told
    looks = [
        [look.page for look in list_looks_at(one.person_id)]
        for one in (measured.first, measured.second)
    ]
    assert looks == [["programme:counted"], []]


def test_figures_lead_the_owner_to_people_and_an_evaluator_nowhere(measured):
    evaluator = a_member(measured.owner, Role.EVALUATOR)
    there = address("counted", measured.programme.pk, "gender-man", "people")

    own = page(measured.leader, "steering", measured.programme.pk).content.decode()
    others = page(evaluator, "steering", measured.programme.pk).content.decode()

    assert f'href="{there}"' in own
    assert there not in others
    assert page(evaluator, "counted", measured.programme.pk, "all", "left").status_code == 403


def test_a_part_without_people_or_target_says_nought(measured):
    told = page(measured.leader, "steering", measured.programme.pk).content.decode()

    row = told[told.index('<th scope="row">Stort</th>') :].split("</tr>")[0]
    assert re.findall(r"<td[^>]*>\s*(\S*)\s*</td>", row) == [*["0"] * 6, "0,00"]


def test_only_the_owner_is_shown_who_counts(measured):
    board = get_board(measured.programme, on=TODAY)

    with pytest.raises(services.NotYourProgrammeError):
        services.show_counted(board=board, people=board.whole.facts, by=measured.economist, at=NOON)


def test_many_people_are_shown_in_as_many_questions_as_few(measured):
    with CaptureQueriesContext(connection) as few:
        page(measured.leader, "counted", measured.programme.pk, "all", "people")
    for _number in range(8):
        measured.left()

    with CaptureQueriesContext(connection) as many:
        page(measured.leader, "counted", measured.programme.pk, "all", "people")

    assert len(many) == len(few)


def test_hours_lead_to_the_signed_months_that_make_them():
    worked = Worked()
    participation, _user = worked.participant()
    worked.attend(participation, 240, 210)
    worked.sign(participation)
    worked.lock(participation)
    board = get_board(worked.programme, on=JANUARY.date())

    found = find_counted(board, "all", "hours")
    (one,) = services.show_counted(board=board, people=found.people, by=worked.leader, at=JANUARY)

    assert (board.whole.hours, board.whole.value_ore) == (7, 7 * 30_000)
    assert [(month.month_on, month.hours) for month in one.months] == [(MONTH, 7)]
    assert sum(month.value_ore for month in one.months) == board.whole.value_ore


def test_whoever_spent_time_of_their_own_is_not_behind_the_hours_that_count():
    worked = Worked()
    participation, _user = worked.participant()
    worked.attend(participation, 240, 210, released=False)
    worked.sign(participation)
    worked.lock(participation)

    board = get_board(worked.programme, on=JANUARY.date())

    assert (board.whole.minutes, board.whole.hours) == (450, 0)
    assert find_counted(board, "all", "hours").people == ()


def test_the_api_tells_the_same_as_the_page(measured):
    own = f"/programmes/{measured.programme.pk}/steering"

    rows = {row["part"]: row for row in ask(measured.economist, "get", own).json()["rows"]}
    left = ask(measured.leader, "get", f"{own}/all/left").json()

    assert (rows["all"]["people"], rows["all"]["left"]) == (2, 1)
    assert (left["count"], [one["name"] for one in left["items"]]) == (1, ["Alva Nit"])
    assert ask(measured.economist, "get", f"{own}/all/left").status_code == 403
