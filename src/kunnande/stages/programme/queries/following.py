"""Who is due to be called, since when, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import get_language, gettext as _

from kunnande.stages.programme.models import (
    CallTry,
    FollowUp,
    Moment,
    Participation,
    Questionnaire,
)
from kunnande.stages.programme.queries.indicators import find_indicator_set
from kunnande.stages.programme.queries.months import months_later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any, TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from kunnande.stages.programme.models import IndicatorSet, Programme

    class _Tried(TypedDict):
        next_try_on: date | None

    Uncalled = WithAnnotations[Participation, _Tried]

CALLED_AT = (Moment.LEAVING, Moment.LATER)
# Where a programme has not chosen its indicators yet.
_LEAVING_DAYS, _LATER_MONTHS = 28, 6


class NoQuestionnaireError(LookupError):
    """No questions are asked at this moment on the day."""


@dataclass(frozen=True)
class Due:
    """Somebody to call: from which day, at the latest which, and how it has gone so far."""

    participation: Participation
    moment: str
    from_on: date
    last_on: date
    tries: int
    next_on: date
    days_late: int

    @property
    def moment_words(self) -> str:
        return str(Moment(self.moment).label)


@dataclass(frozen=True)
class ToCall:
    """How many calls can be made today, and those that have waited longest."""

    count: int
    first: tuple[Due, ...]


@dataclass(frozen=True)
class Choice:
    code: str
    words: str


@dataclass(frozen=True)
class Question:
    """One question in the language of whoever reads it out."""

    code: str
    words: str
    takes_many: bool
    choices: tuple[Choice, ...]


def window_of(left_on: date, moment: str, indicator_set: IndicatorSet | None) -> tuple[date, date]:
    """Return the first and last day of calling somebody who left on a day."""
    days = indicator_set.leaving_days if indicator_set else _LEAVING_DAYS
    if moment == Moment.LEAVING:
        return left_on, left_on + timedelta(days=days)
    months = indicator_set.later_months if indicator_set else _LATER_MONTHS
    first = months_later(left_on, months)
    return first, first + timedelta(days=days)


def list_due(programme: Programme, *, on: date) -> list[Due]:
    """Return everybody who should be called by now, the one who has waited longest first."""
    indicator_set = find_indicator_set(programme, on=on)
    due = [
        one
        for moment in CALLED_AT
        for one in _due_at(programme, moment, indicator_set, on)
        if one.from_on <= on
    ]
    return sorted(due, key=lambda one: (one.next_on > on, one.last_on, one.participation.pk))


def find_to_call(programme: Programme, *, on: date, shown: int) -> ToCall:
    """Return how many should be called on a day, and no more than so many of them."""
    indicator_set = find_indicator_set(programme, on=on)
    count = 0
    first: list[Due] = []
    for moment in CALLED_AT:
        rows = _uncalled(programme, moment, on).filter(
            Q(next_try_on=None) | Q(next_try_on__lte=on),
            left_on__lte=_last_leaving(moment, indicator_set, on),
        )
        count += rows.count()
        first += _due_among(rows[:shown], moment, indicator_set, on=on)
    first.sort(key=lambda one: (one.last_on, one.participation.pk))
    return ToCall(count, tuple(first[:shown]))


def _last_leaving(moment: str, indicator_set: IndicatorSet | None, on: date) -> date:
    """Return the last day of leaving whose window of calling has opened by a day."""
    first_on, _last_on = window_of(on, moment, indicator_set)
    # Months differ by three days at most, so that the day sought is near the same day back.
    left_on = on - (first_on - on) + timedelta(days=7)
    while window_of(left_on, moment, indicator_set)[0] > on:
        left_on -= timedelta(days=1)
    return left_on


def _due_at(
    programme: Programme, moment: str, indicator_set: IndicatorSet | None, on: date
) -> Iterator[Due]:
    return _due_among(_uncalled(programme, moment, on), moment, indicator_set, on=on)


def _uncalled(programme: Programme, moment: str, on: date) -> QuerySet[Uncalled]:
    """Return who has left and not answered, the first to leave first."""
    tried = CallTry.objects.filter(participation=OuterRef("pk"), moment=moment)
    return (
        Participation.objects.filter(programme=programme, left_on__lte=on)
        .exclude(Exists(FollowUp.objects.filter(participation=OuterRef("pk"), moment=moment)))
        .annotate(next_try_on=Subquery(tried.order_by("-tried_at", "-pk").values("next_on")[:1]))
        .select_related("person__user", "company", "programme")
        .order_by("left_on", "pk")
    )


def _due_among(
    rows: QuerySet[Uncalled], moment: str, indicator_set: IndicatorSet | None, *, on: date
) -> Iterator[Due]:
    tries = count_tries(rows.values_list("pk", flat=True), moment)
    for one in rows:
        if one.left_on is None:
            continue
        first, last = window_of(one.left_on, moment, indicator_set)
        yield Due(
            participation=one,
            moment=moment,
            from_on=first,
            last_on=last,
            tries=tries.get(one.pk, 0),
            next_on=one.next_try_on or first,
            days_late=max(0, (on - last).days),
        )


def count_tries(participations: Sequence[int] | Any, moment: str) -> dict[int, int]:
    counts: dict[int, int] = {}
    rows = CallTry.objects.filter(participation__in=participations, moment=moment)
    for pk in rows.order_by("pk").values_list("participation_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def find_questionnaire(moment: str, *, on: date) -> Questionnaire:
    """Return the latest version of the questions. Raises NoQuestionnaireError."""
    found = (
        Questionnaire.objects.filter(moment=moment, from_on__lte=on)
        .order_by("-from_on", "-version")
        .first()
    )
    if found is None:
        raise NoQuestionnaireError(_("Det finns inga frågor att ställa."))
    return found


def list_questions(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions in order, in the language that is read."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    return [_question(told, language) for told in questionnaire.questions]


def _question(told: Mapping[str, Any], language: str) -> Question:
    return Question(
        code=told["code"],
        words=told[language],
        takes_many=told["kind"] == "many",
        choices=tuple(Choice(one["code"], one[language]) for one in told["choices"]),
    )
