"""The simulated people who have left are called: on leaving, and half a year later."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypedDict

import numpy as np
from django.utils.timezone import localdate, make_aware

from kunnande.site.simulation.parties import Acting
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Leaving, participations_visible_to
from kunnande.stages.programme.queries.following import (
    CALLED_AT,
    find_questionnaire,
    list_questions,
    window_of,
)
from kunnande.stages.programme.queries.indicators import find_indicator_set

if TYPE_CHECKING:
    from kunnande.site.simulation.funding import Funded
    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.queries import Participation
    from kunnande.stages.programme.queries.following import Question

_A_DAY = timedelta(days=1)
# The shares who do not pick up the first time, and who do not want to answer.
_MISSED, _DECLINES = 0.18, 0.07
_OUT_OF_WORK = "job_seeker"


def call_leavers(
    funded: Funded, employer: User, *, generator: np.random.Generator, now: datetime
) -> None:
    """Call everybody of a company who has left, as soon as each call is due."""
    viewer = get_viewer(employer, on=localdate(now))
    left = participations_visible_to(viewer).filter(left_on__isnull=False).order_by("pk")
    indicator_set = find_indicator_set(funded.programme, on=localdate(now))
    for participation in left:
        if participation.left_on is None:
            continue
        for moment in CALLED_AT:
            first, _last = window_of(participation.left_on, moment, indicator_set)
            at = _morning(first + int(generator.integers(1, 12)) * _A_DAY)
            if at + 6 * _A_DAY < now:
                _call(participation, moment, Acting(by=funded.owner, at=at), generator)


def _morning(on: date) -> datetime:
    return make_aware(datetime.combine(on, time(10)))


class _About(TypedDict):
    participation: Participation
    moment: str


def _call(
    participation: Participation,
    moment: str,
    acting: Acting,
    generator: np.random.Generator,
) -> None:
    """Reach somebody on the first try or the second; a few do not want to answer."""
    chance = float(generator.random())
    about = _About(participation=participation, moment=moment)
    if chance < _MISSED:
        next_on = localdate(acting["at"]) + 3 * _A_DAY
        services.note_unanswered_call(**about, next_on=next_on, **acting)
        acting = Acting(by=acting["by"], at=acting["at"] + 3 * _A_DAY)
    if chance > 1 - _DECLINES:
        services.decline_follow_up(**about, **acting)
        return
    questions = list_questions(find_questionnaire(moment, on=localdate(acting["at"])))
    answers = {one.code: _answer(one, participation, generator) for one in questions}
    services.answer_follow_up(**about, answers=answers, **acting)


def _answer(
    question: Question, participation: Participation, generator: np.random.Generator
) -> list[str]:
    """Answer at random, the first choices most often; whoever was dismissed looks for work."""
    codes = [choice.code for choice in question.choices]
    likely = 0.6 ** np.arange(len(codes))
    if question.code == "situation" and participation.reason == Leaving.DISMISSED:
        return [_OUT_OF_WORK]
    drawn = int(generator.choice(len(codes), p=likely / likely.sum()))
    return [codes[drawn]]
