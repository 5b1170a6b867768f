"""A person's own start page and own competence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from kunnande.site.home.looks import LookOfDay, list_looks_in_words
from kunnande.site.home.practice_steps import find_practice_step
from kunnande.site.home.steps import Step, find_unanswered_agreement, get_step
from kunnande.site.home.stopped_steps import find_stopped_step
from kunnande.stages.cases.queries import CaseState, list_cases_of
from kunnande.stages.credentials.queries import list_certificates_of
from kunnande.stages.framework.queries import list_area_versions, list_validity, localised
from kunnande.stages.ledger.queries import ProofKind, list_current, list_past
from kunnande.stages.parties.queries import get_person, list_employers_of, list_labour_spells
from kunnande.stages.programme.queries import has_participation
from kunnande.stages.programme.queries.waiting import find_month_to_sign

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.credentials.queries import CheckedCertificate
    from kunnande.stages.framework.queries import Validity
    from kunnande.stages.ledger.queries import CurrentStatement
    from kunnande.stages.parties.queries import LabourSpell, Organisation
    from kunnande.stages.programme.queries.waiting import ToSign

_LOOKS_ON_START = 3


@dataclass(frozen=True)
class CompetenceRow:
    """One thing somebody can: in which area, at which level, shown how, until when."""

    area: str
    level: int
    kind: str
    state: str
    shown_at: datetime
    valid_until: date | None
    is_released: bool


@dataclass(frozen=True)
class PastRow:
    """One thing somebody had shown that no longer counts: since when, why, with what reason."""

    area: str
    level: int
    kind: str
    shown_at: datetime
    ended_on: date
    why: str
    reason: str


@dataclass(frozen=True)
class Milestone:
    words: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class PersonStart:
    given_name: str
    step: Step
    product_name: str
    milestones: tuple[Milestone, ...]
    competence: list[CompetenceRow]
    certificates: list[CheckedCertificate]
    looks: list[LookOfDay]
    employers: list[Organisation]
    labour_spells: list[LabourSpell]
    # Somebody in a programme has hours to read, and at times a month to sign.
    takes_part: bool
    month_to_sign: ToSign | None


def get_person_start(person_id: int, *, at: datetime) -> PersonStart:
    """Return everything a person's own start page shows."""
    today = timezone.localdate(at)
    employers = list_employers_of(person_id, on=today)
    case = _case_to_follow(list_cases_of(person_id))
    takes_part = has_participation(person_id)
    return PersonStart(
        given_name=get_person(person_id).given_name,
        step=_step(person_id, employers, case, today),
        product_name=localised(case.product_version.product, "name") if case else "",
        milestones=_milestones(case) if case else (),
        competence=list_competence(person_id, on=today),
        certificates=list_certificates_of(person_id, at=at),
        looks=list_looks_in_words(person_id)[:_LOOKS_ON_START],
        employers=employers,
        labour_spells=list_labour_spells(person_id),
        takes_part=takes_part,
        month_to_sign=find_month_to_sign(person_id, on=today) if takes_part else None,
    )


def list_competence(person_id: int, *, on: date) -> list[CompetenceRow]:
    """Return what a person can, what is shown first and their own ratings last."""
    statements = list_current([person_id], on=on)
    areas = list_area_versions(s.area_version_id for s in statements)
    rules = list_validity((s.area_id for s in statements), on)
    rows = [
        CompetenceRow(
            area=localised(areas[statement.area_version_id], "name"),
            level=statement.level,
            kind=str(ProofKind(statement.kind).label),
            state=_state_of(statement, rules[statement.area_id], on),
            shown_at=statement.stated_at,
            valid_until=statement.valid_until,
            is_released=statement.is_released,
        )
        for statement in statements
    ]
    return sorted(rows, key=lambda row: (row.state == "self", row.area, -row.level))


def list_past_competence(person_id: int, *, on: date) -> list[PastRow]:
    """Return what a person had shown before, with why each no longer counts."""
    past = list_past(person_id, on=on)
    areas = list_area_versions(row.area_version_id for row in past)
    return [
        PastRow(
            area=localised(areas[row.area_version_id], "name"),
            level=row.level,
            kind=str(ProofKind(row.kind).label),
            shown_at=row.stated_at,
            ended_on=row.ended_on,
            why=row.why,
            reason=row.reason,
        )
        for row in past
    ]


def _case_to_follow(cases: list[Case]) -> Case | None:
    open_ones = (case for case in cases if case.state != CaseState.CLOSED)
    return next(open_ones, None) or next(iter(cases), None)


def _step(person_id: int, employers: list[Organisation], case: Case | None, on: date) -> Step:
    # Nothing comes between a person and a test that is running.
    if case and case.state == CaseState.TESTING:
        return find_practice_step(case) or get_step(case, on=on)
    stopped = find_stopped_step(case, on=on) if case else None
    if stopped:
        return stopped
    unanswered = find_unanswered_agreement(person_id, employers, on=on)
    return unanswered or (case and find_practice_step(case)) or get_step(case, on=on)


def _state_of(statement: CurrentStatement, rule: Validity, on: date) -> str:
    if statement.kind == ProofKind.SELF_RATED:
        return "self"
    last = statement.valid_until
    return "soon" if last and last <= on + timedelta(days=rule.renewal_days) else "met"


def _milestones(case: Case) -> tuple[Milestone, ...]:
    order = list(CaseState)
    reached = order.index(CaseState(case.state))
    # Each mark is done once the case has come to the state beside it.
    marks = (
        (_("Kartläggning"), CaseState.MAPPED),
        (_("Teoriprov"), CaseState.TESTED),
        (_("Återkoppling"), CaseState.FEEDBACK_GIVEN),
        (pgettext("ett", "Beslut"), CaseState.DECIDED),
    )
    done = [reached >= order.index(state) for _words, state in marks]
    current = done.index(False) if False in done else -1
    return tuple(
        Milestone(words, done[number], number == current)
        for number, (words, _state) in enumerate(marks)
    )
