"""Somebody who has left is called: they answer, decline, or do not pick up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.programme.models import (
    CallTry,
    FollowUp,
    FollowUpAnswer,
    FollowUpOutcome,
    Participation,
)
from kunnande.stages.programme.queries.following import (
    CALLED_AT,
    find_questionnaire,
    list_questions,
    window_of,
)
from kunnande.stages.programme.queries.indicators import find_indicator_set
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.models import Questionnaire


class NotDueError(ValueError):
    """Nobody is called about leaving before they have left, nor later before it is later."""


class AnsweredError(ValueError):
    """The person has been reached for this moment."""


class ImproperAnswerError(ValueError):
    """Every question has an answer among its choices, and one only where one is asked for."""


@transaction.atomic
def answer_follow_up(
    *,
    participation: Participation,
    moment: str,
    answers: Mapping[str, Iterable[str]],
    by: User,
    at: datetime,
) -> FollowUp:
    """Write down what somebody answered, question by question.

    Raises NotYourProgrammeError, NotDueError, AnsweredError, ImproperAnswerError,
    NoQuestionnaireError.
    """
    locked = _refuse_improper_call(participation, moment, by, at)
    questionnaire = find_questionnaire(moment, on=localdate(at))
    chosen = _chosen(questionnaire, answers)
    made = _reach(locked, moment, questionnaire, FollowUpOutcome.ANSWERED, by=by, at=at)
    FollowUpAnswer.objects.bulk_create(
        FollowUpAnswer(follow_up=made, question=question, choice=choice)
        for question, choice in chosen
    )
    return made


@transaction.atomic
def decline_follow_up(
    *, participation: Participation, moment: str, by: User, at: datetime
) -> FollowUp:
    """Note that somebody does not want to answer; they are not called again.

    Raises NotYourProgrammeError, NotDueError, AnsweredError, NoQuestionnaireError.
    """
    locked = _refuse_improper_call(participation, moment, by, at)
    questionnaire = find_questionnaire(moment, on=localdate(at))
    return _reach(locked, moment, questionnaire, FollowUpOutcome.DECLINED, by=by, at=at)


@transaction.atomic
def note_unanswered_call(
    *, participation: Participation, moment: str, next_on: date, by: User, at: datetime
) -> CallTry:
    """Note that nobody picked up, and when to call again.

    Raises NotYourProgrammeError, NotDueError, AnsweredError.
    """
    locked = _refuse_improper_call(participation, moment, by, at)
    if next_on < localdate(at):
        raise NotDueError(_("Nästa försök kan inte ligga bakåt i tiden."))
    return CallTry.objects.create(
        participation=locked, moment=moment, tried_by=by, tried_at=at, next_on=next_on
    )


def _refuse_improper_call(
    participation: Participation, moment: str, by: User, at: datetime
) -> Participation:
    """Let those who call one person take turns, and stop a call that is not due."""
    locked = (
        Participation.objects.select_related("programme")
        .select_for_update(of=("self",))
        .get(pk=participation.pk)
    )
    refuse_all_but_the_owner(locked.programme, by, at)
    on = localdate(at)
    if moment not in CALLED_AT or locked.left_on is None:
        raise NotDueError(_("Personen är kvar i programmet."))
    first, _last = window_of(locked.left_on, moment, find_indicator_set(locked.programme, on=on))
    if on < first:
        raise NotDueError(_("Samtalet görs tidigast den %(day)s.") % {"day": f"{first:%Y-%m-%d}"})
    if FollowUp.objects.filter(participation=locked, moment=moment).exists():
        raise AnsweredError(_("Svaren är redan inskrivna."))
    return locked


def _chosen(
    questionnaire: Questionnaire, answers: Mapping[str, Iterable[str]]
) -> list[tuple[str, str]]:
    chosen = []
    for question in list_questions(questionnaire):
        codes = list(dict.fromkeys(answers.get(question.code, ())))
        known = {choice.code for choice in question.choices}
        if not codes or not known.issuperset(codes) or (len(codes) > 1 and not question.takes_many):
            raise ImproperAnswerError(_("Svara på: %(words)s") % {"words": question.words})
        chosen += [(question.code, code) for code in codes]
    return chosen


def _reach(
    participation: Participation,
    moment: str,
    questionnaire: Questionnaire,
    outcome: str,
    *,
    by: User,
    at: datetime,
) -> FollowUp:
    try:
        with transaction.atomic():
            made = FollowUp.objects.create(
                participation=participation,
                moment=moment,
                questionnaire=questionnaire,
                outcome=outcome,
                called_by=by,
                called_at=at,
            )
    except IntegrityError as error:
        raise AnsweredError(_("Svaren är redan inskrivna.")) from error
    # What was answered stays in the rows: the trail tells that, and when.
    record(
        chain=f"person:{participation.person_id}",
        act="follow_up_made",
        subject=made.trail_name,
        by=by,
        at=at,
        facts={"moment": moment, "outcome": outcome},
    )
    return made
