from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kunnande.stages.parties.tests.builders import NOON
from kunnande.stages.programme import services
from kunnande.stages.programme.models import FollowUpAnswer
from kunnande.stages.programme.queries.following import (
    find_questionnaire,
    find_to_call,
    list_due,
)
from kunnande.stages.programme.tests.measured import (
    LEFT_ON,
    Measured,
    question,
    questions,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured():
    return Measured()


def due(measured, on):
    rows = list_due(measured.programme, on=on)
    return [(one.participation.pk, one.moment, one.days_late) for one in rows]


def test_whoever_has_left_is_called_at_once_and_six_months_later(measured):
    left = measured.left()
    measured.participant()

    assert due(measured, LEFT_ON) == [(left.pk, "leaving", 0)]
    assert due(measured, date(2026, 6, 2)) == [(left.pk, "leaving", 5)]
    assert due(measured, date(2026, 10, 30)) == [(left.pk, "leaving", 155), (left.pk, "later", 0)]


def test_answers_are_kept_and_nobody_is_called_twice(measured):
    left = measured.left()

    measured.answer(left, "leaving", NOON, situation=["employed"])

    assert list(FollowUpAnswer.objects.values_list("question", "choice")) == [
        ("situation", "employed")
    ]
    assert (left.pk, "leaving") not in {row[:2] for row in due(measured, date(2026, 12, 1))}
    with pytest.raises(services.AnsweredError):
        measured.answer(left, "leaving", NOON, situation=["job_seeker"])


def test_nobody_picked_up_and_the_next_try_has_its_day(measured):
    left = measured.left()
    next_on = NOON.date() + timedelta(days=3)

    services.note_unanswered_call(
        participation=left, moment="leaving", next_on=next_on, **measured.acting
    )

    (first, *_rest) = (
        row for row in list_due(measured.programme, on=NOON.date()) if row.moment == "leaving"
    )
    assert (first.tries, first.next_on) == (1, next_on)


def test_whoever_declines_is_not_called_again(measured):
    left = measured.left()

    services.decline_follow_up(participation=left, moment="leaving", **measured.acting)

    assert "leaving" not in {row[1] for row in due(measured, NOON.date())}


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"situation": ["retired"]},
        {"situation": ["employed", "job_seeker"]},
    ],
)
def test_every_question_takes_an_answer_of_its_own(measured, answers):
    with pytest.raises(services.ImproperAnswerError, match="situation"):
        measured.answer(measured.left(), "leaving", NOON, **answers)

    assert not FollowUpAnswer.objects.exists()


def test_six_months_have_passed_before_the_second_call(measured):
    early = measured.left(on=NOON.date() - timedelta(days=30))

    with pytest.raises(services.NotDueError):
        measured.answer(early, "later", NOON, situation=["employed"], change=["nothing"])


def test_whoever_is_still_in_is_not_called(measured):
    participation, _user = measured.participant()

    with pytest.raises(services.NotDueError):
        measured.answer(participation, "leaving", NOON, situation=["employed"])


def test_only_the_owner_of_the_programme_calls(measured):
    left = measured.left()

    with pytest.raises(services.NotYourProgrammeError):
        services.decline_follow_up(
            participation=left, moment="leaving", by=measured.economist, at=NOON
        )


def test_new_questions_are_a_version_and_the_answered_ones_stay(measured):
    left = measured.left()
    first = measured.answer(left, "leaving", NOON, situation=["employed"])
    asked = question("situation", "one", "working")
    package = {"questionnaires": [questions("leaving", 2, asked, since=NOON.date())]}

    services.import_questionnaires(package=package, **measured.acting)

    assert find_questionnaire("leaving", on=NOON.date()).version == 2
    first.refresh_from_db()
    assert first.questionnaire.version == 1


@pytest.mark.parametrize(
    "on",
    [date(2026, 10, 29), date(2026, 10, 30), date(2026, 12, 23), date(2026, 12, 24)],
)
def test_those_to_call_today_are_counted_as_they_are_listed(measured, on):
    first = measured.left()
    services.note_unanswered_call(
        participation=first, moment="leaving", next_on=date(2026, 12, 24), **measured.acting
    )

    told = find_to_call(measured.programme, on=on, shown=9)

    listed = [row for row in list_due(measured.programme, on=on) if row.next_on <= on]
    assert (told.count, list(told.first)) == (len(listed), listed)


def test_only_those_shown_are_read(measured):
    measured.left()

    with CaptureQueriesContext(connection) as asked:
        told = find_to_call(measured.programme, on=date(2026, 10, 30), shown=1)

    people = [one["sql"] for one in asked if '"parties_person"."' in one["sql"]]
    assert (told.count, len(told.first)) == (2, 1)
    assert people
    assert all("LIMIT 1" in sql for sql in people)
