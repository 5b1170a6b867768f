"""The simulated practical tests: at one centre's machine, by a protocol, to a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from kunnande.site.simulation.parties import Acting
from kunnande.site.simulation.workshop import SEATS
from kunnande.stages.booking import services as booking
from kunnande.stages.booking.queries import SessionKind
from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.credentials.services import award_certificate
from kunnande.stages.decision.services import decide
from kunnande.stages.practice import services
from kunnande.stages.practice.queries import OperationKind, get_standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kunnande.site.simulation.walk import Story
    from kunnande.site.simulation.workshop import Workshop
    from kunnande.stages.booking.queries import Session
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import User
    from kunnande.stages.practice.queries import Assessment

_A_DAY, _A_MINUTE = timedelta(days=1), timedelta(minutes=1)
_STARTS, _LASTS = 8, timedelta(hours=4)
_SATURDAY = 5
_WORK, _SCORED_SO_FAR = timedelta(hours=2), 4
_SCORES, _SHARES = (1, 2, 3), (0.05, 0.5, 0.45)
_TALK = "Vi gick igenom moment för moment."
_PROPOSAL = "Öva momentet med en handledare och pröva igen."
# What somebody has written, in the language they wrote it in.
SAID = (_TALK, _PROPOSAL)


class Standing(IntEnum):
    """How far somebody's practical test has come."""

    PLANNED = 0
    SCORING = 1
    SIGNED = 2
    DECIDED = 3


# Days from today to each session, and how far those who sit there have come.
_SESSIONS = (
    (-14, [Standing.DECIDED] * SEATS),
    (0, [Standing.SIGNED, Standing.SCORING, Standing.PLANNED]),
    (4, [Standing.PLANNED] * SEATS),
)


@dataclass(frozen=True)
class _Trial:
    """One person's seat at a session, with the case it is for."""

    story: Story
    case: Case
    assessment: Assessment
    begins_at: datetime


def give_practical_tests(
    workshop: Workshop, stories: Sequence[Story], examiner: User, *, seed: int, now: datetime
) -> None:
    """Let people be tried at three sessions: one that has been, one today and one to come."""
    generator = np.random.default_rng([seed, 3])
    earliest_first = sorted(stories, key=lambda story: (story.begins_at, story.person.pk))
    for number, (days, standings) in enumerate(_SESSIONS):
        own = earliest_first[SEATS * number : SEATS * (number + 1)]
        starts_at = _weekday(now + days * _A_DAY, later=days > 0).replace(
            hour=_STARTS, minute=0, second=0, microsecond=0
        )
        trials = _book(workshop, own, starts_at, now) if own else []
        if starts_at + _LASTS > now:
            continue
        for trial, standing in zip(trials, standings, strict=False):
            _try(trial, workshop, standing, generator)
            if standing == Standing.DECIDED:
                _decide(trial, workshop, examiner)


def _weekday(moment: datetime, *, later: bool) -> datetime:
    step = _A_DAY if later else -_A_DAY
    while moment.weekday() >= _SATURDAY:
        moment += step
    return moment


def _book(
    workshop: Workshop, stories: Sequence[Story], starts_at: datetime, now: datetime
) -> list[_Trial]:
    """Open the session, let each of them book a seat, and let the test leader prepare."""
    session = _open(workshop, starts_at)
    opened = {story.person.pk: (story, _map(story, workshop, starts_at)) for story in stories}
    for story, case in opened.values():
        at = starts_at - 9 * _A_DAY
        held = booking.hold_seat(session=session, case=case, by=story.user, at=at)
        booking.confirm_booking(booking=held, by=story.user, at=at + 2 * _A_MINUTE)
    prepared = services.prepare_assessments(
        session=session,
        by=workshop.centre.test_leader,
        at=min(starts_at - _A_DAY, now - timedelta(hours=2)),
    )
    return [_Trial(*opened[row.case.person_id], row, starts_at) for row in prepared.assessments]


def _open(workshop: Workshop, starts_at: datetime) -> Session:
    centre = workshop.centre
    plan = booking.SessionPlan(
        centre=centre.organisation,
        product=workshop.product_version.product,
        kind=SessionKind.PRACTICAL,
        starts_at=starts_at,
        ends_at=starts_at + _LASTS,
        seats=SEATS,
        leader=centre.assessor,
        room=workshop.room,
        machines=(centre.machine,),
    )
    return booking.open_session(plan=plan, by=centre.manager, at=starts_at - 14 * _A_DAY)


def _map(story: Story, workshop: Workshop, starts_at: datetime) -> Case:
    """Open another case, which the agreement they have answered holds for, and map it."""
    acting = Acting(by=story.user, at=starts_at - 11 * _A_DAY)
    case = cases.open_case(
        person=story.person,
        product_version_id=workshop.product_version.pk,
        employer=story.company.organisation,
        by=story.company.employer,
        at=starts_at - 12 * _A_DAY,
    )
    cases.admit(case=case, **acting)
    for area in list_areas_of_case(case):
        cases.rate_area(case=case, area_version_id=area.area_version_id, level=2, **acting)
    cases.submit_self_rating(case=case, **acting)
    return case


def _try(
    trial: _Trial, workshop: Workshop, until: Standing, generator: np.random.Generator
) -> None:
    """Let the assessor score, judge and sign, and then the person, as far as they come."""
    if until == Standing.PLANNED:
        return
    acting = Acting(by=workshop.centre.assessor, at=trial.begins_at)
    running = services.start_assessment(assessment=trial.assessment, **acting)
    criteria = get_standing(running).criteria
    rows = criteria[:_SCORED_SO_FAR] if until == Standing.SCORING else criteria
    drawn = generator.choice(_SCORES, size=len(rows), p=_SHARES)
    acting["at"] += _WORK
    scores = [
        _entry(OperationKind.SCORE, generator, acting["at"], criterion_id=row.pk, value=int(value))
        for row, value in zip(rows, drawn, strict=True)
    ]
    services.note_entries(assessment=running, entries=scores, **acting)
    if until == Standing.SCORING:
        return
    judged = [
        _entry(OperationKind.VERDICT, generator, acting["at"], area_version_id=pk, value=1)
        for pk in get_standing(running).unjudged(workshop.centre.assessor.pk)
    ]
    services.note_entries(assessment=running, entries=judged, **acting)
    services.sign_assessment(assessment=running, **acting)
    services.sign_own_assessment(
        assessment=running, by=trial.story.user, at=acting["at"] + 10 * _A_MINUTE
    )


def _entry(kind: str, generator: np.random.Generator, at: datetime, **about: Any) -> services.Entry:
    client_id = UUID(bytes=generator.bytes(16), version=4)
    return services.Entry(client_id=client_id, kind=kind, at=at, **about)


def _decide(trial: _Trial, workshop: Workshop, examiner: User) -> None:
    """Let the assessor go through the result, and an examiner decide on it."""
    locked = trial.assessment
    locked.refresh_from_db()
    remaining = locked.results.filter(locking=locked.lockings, is_met=False)
    talked_at = trial.begins_at + timedelta(hours=3)
    services.hold_practical_talk(
        assessment=locked,
        summary=_TALK,
        proposals={row.area_version_id: _PROPOSAL for row in remaining},
        by=workshop.centre.assessor,
        at=talked_at,
    )
    trial.case.refresh_from_db()
    decided_at = talked_at + 3 * _A_DAY
    decision = decide(case=trial.case, by=examiner, at=decided_at)
    if decision.outcome != "mapping_statement":
        award_certificate(decision=decision, by=examiner, at=decided_at + 5 * _A_MINUTE)
