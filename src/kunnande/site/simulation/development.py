"""The simulated training providers, their courses and groups, and what people plan to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from kunnande.site.simulation.parties import Acting
from kunnande.stages.cases.queries import find_feedback_talk
from kunnande.stages.development import services
from kunnande.stages.development.queries import courses_offered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from kunnande.site.simulation.providers import Provider
    from kunnande.site.simulation.walk import Story
    from kunnande.site.simulation.world import Company
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.development.queries import Course, CourseGroup
    from kunnande.stages.parties.queries import Person, User

_A_DAY = timedelta(days=1)
_ASKED_BEFORE, _GIVEN_BEFORE = 18 * _A_DAY, 12 * _A_DAY
_COURSES_GIVEN = 8
# Wishes since are for the courses of these weeks; those before have had theirs.
_OF_LATE = 60 * _A_DAY
_ROUND, _GIVEN_LATER, _FEWEST = 28 * _A_DAY, 21 * _A_DAY, 3
_GROUP_SEATS, _SEATS_TAKEN = 12, 9
_HOURS_A_DAY = 7
_FRIDAY = 4
_WHO_COMES_TOO_LITTLE = 3


@dataclass(frozen=True)
class Wish:
    """A course that somebody's plan names, wished since the day the plan was made."""

    course_id: int
    person: Person
    company: Company
    since: datetime


def plan_onwards(story: Story, case: Case | None, number: int, at: datetime) -> list[Wish]:
    """Draft a plan of what remains; some show it, and some of those have everybody's yes.

    Returns the courses of a plan that is shown.
    """
    own = Acting(by=story.user, at=at)
    company = story.company.organisation
    try:
        plan = services.draft_plan(person=story.person, company=company, case=case, **own)
    except services.NothingRemainsError:
        # Whoever has shown it all plans nothing.
        return []
    if number % 3 == 0:
        return []
    services.propose_plan(plan=plan, **own)
    talk = find_feedback_talk(case.pk) if case else None
    if number % 3 == 2:
        for by in (story.company.employer, talk.held_by if talk else None):
            if by:
                services.agree_plan(plan=plan, by=by, at=at + _A_DAY)
    steps = services.show_plan(plan=plan, by=story.user, at=at)
    courses = dict.fromkeys(step.course_id for step in steps if step.course_id)
    return [Wish(course_id, story.person, story.company, at) for course_id in courses]


def give_courses(providers: Sequence[Provider], wishes: Sequence[Wish], *, now: datetime) -> None:
    """Give courses as long as there have been wishes, and plan the next ones."""
    users = {provider.organisation.pk: provider.user for provider in providers}
    _give_in_the_past(users, [wish for wish in wishes if wish.since < now - _OF_LATE], now)
    _give_of_late(users, [wish for wish in wishes if wish.since >= now - _OF_LATE], now)


def _give_in_the_past(users: Mapping[int, User], wishes: Sequence[Wish], now: datetime) -> None:
    """Gather everybody's first wish, some weeks at a time, and give what enough have asked for."""
    firsts = {wish.person.pk: wish for wish in reversed(wishes)}
    gathered: dict[tuple[int, int], list[Wish]] = {}
    for wish in sorted(firsts.values(), key=lambda one: (one.since, one.person.pk)):
        round_ago = (now - wish.since) // _ROUND
        gathered.setdefault((round_ago, wish.course_id), []).append(wish)
    courses = {course.pk: course for course in courses_offered()}
    for (round_ago, course_id), own in sorted(gathered.items(), reverse=True):
        if len(own) < _FEWEST:
            continue
        course = courses[course_id]
        user, asked_at = users[course.provider_id], now - round_ago * _ROUND
        group = _open(course, user, asked_at + _GIVEN_LATER, at=asked_at + _A_DAY)
        _enrol(group, own[:_GROUP_SEATS], at=asked_at + 2 * _A_DAY)
        _give(group, user, at=asked_at + _GIVEN_LATER + 10 * _A_DAY)


def _give_of_late(users: Mapping[int, User], wishes: Sequence[Wish], now: datetime) -> None:
    """Give the courses most wished for once, to those who wished early, and plan the next ones."""
    wished = Counter(wish.course_id for wish in wishes)
    popular = sorted(wished, key=lambda pk: (-wished[pk], pk))[:_COURSES_GIVEN]
    for course in courses_offered().filter(pk__in=popular).order_by("pk"):
        user = users[course.provider_id]
        own = [wish for wish in wishes if wish.course_id == course.pk]
        asked_at = now - _ASKED_BEFORE
        early = [wish for wish in own if wish.since < asked_at - _A_DAY][:_SEATS_TAKEN]
        late = [wish for wish in own if wish not in early][:_SEATS_TAKEN]
        if early:
            group = _open(course, user, now - _GIVEN_BEFORE, at=asked_at - _A_DAY)
            _enrol(group, early, at=asked_at)
            _give(group, user, at=now - _A_DAY)
        group = _open(course, user, now + _GIVEN_BEFORE, at=now - 3 * _A_DAY)
        _enrol(group, late, at=now - _A_DAY)


def _open(course: Course, user: User, first_on: datetime, *, at: datetime) -> CourseGroup:
    """Open a group of whole days in the provider's own municipality."""
    days = max(1, ceil(course.hours / _HOURS_A_DAY))
    mornings = [first_on.replace(hour=8, minute=30, second=0, microsecond=0)]
    while mornings[-1].weekday() > _FRIDAY:
        mornings[-1] += _A_DAY
    while len(mornings) < min(days, _FRIDAY - mornings[0].weekday() + 1):
        mornings.append(mornings[-1] + _A_DAY)
    return services.open_group(
        course=course,
        municipality_code=course.provider.municipality_code,
        seats=_GROUP_SEATS,
        periods=[services.Period(morning, morning + timedelta(hours=7)) for morning in mornings],
        by=user,
        at=at,
    )


def _enrol(group: CourseGroup, wishes: Sequence[Wish], *, at: datetime) -> None:
    for wish in wishes:
        services.enrol(
            group=group,
            person=wish.person,
            company=wish.company.organisation,
            by=wish.company.employer,
            at=at,
        )


def _give(group: CourseGroup, user: User, *, at: datetime) -> None:
    """Enter who came to a group that has been given, one of them too little, and finish it."""
    enrolled = list(group.enrolments.order_by("pk"))
    for occasion in group.occasions.all():
        whole = int((occasion.ends_at - occasion.starts_at).total_seconds() // 60)
        minutes = [
            (one.pk, whole // 2 if place == _WHO_COMES_TOO_LITTLE else whole)
            for place, one in enumerate(enrolled)
        ]
        services.enter_occasion(occasion=occasion, minutes=minutes, by=user, at=at)
    group.refresh_from_db()
    services.finish_group(group=group, by=user, at=at)
