"""The first company's plan for its competence, and the coach it has let in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kunnande.site.demo import email_of
from kunnande.site.simulation.parties import Acting, account
from kunnande.stages.parties.queries import (
    Role,
    User,
    get_viewer,
    organisations_of,
)
from kunnande.stages.parties.services import get_service_user, give_membership
from kunnande.stages.supply.services import coaching, plans

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.supply.queries import CompetencePlan

# After the numbers of the training providers.
_COACH = 9_700
_A_DAY = timedelta(days=1)
# Late enough for most of the staff to be employed: whoever is there develops.
_DRAFTED, _ADOPTED, _DONE, _RENEWED = 20 * _A_DAY, 18 * _A_DAY, 12 * _A_DAY, 7 * _A_DAY
_RESPONSIBLE = ("Produktionschefen", "Personalchefen", "Skiftledaren")
_HOW = {
    "develop": "Kurs och övning med handledare, prov efter kursen",
    "recruit": "Annonsera och validera den som söker",
    "redeploy": "Tala med den som redan har visat det",
}
_COST_SEK = {"develop": 18_000, "recruit": 45_000, "redeploy": 4_000}
_NOTES = (
    (19, "Gick igenom roller och krav med ledningen.", "Rätta behovet per roll.", -16),
    (15, "Planen är antagen. Talade om vem som får tid till kurs.", "Boka höstens kurser.", -10),
    (6, "Första åtgärden är gjord. Ny version med nya tal.", "Följ upp efter proven.", 14),
)


def plan_first_company(*, now: datetime) -> None:
    """Let the demonstration's company adopt a plan, follow it up and adopt a second version."""
    employer = _user("employer")
    viewer = get_viewer(employer, on=now.date())
    company = organisations_of(viewer, Role.EMPLOYER).order_by("pk")[0]
    coach = _coach(now - _DRAFTED)
    coaching.let_coach_in(
        company=company, email=coach.email, by=employer, at=now - _DRAFTED + timedelta(hours=1)
    )
    plan = _draft(company, coach, employer, now)
    _follow_up(plan, employer, now - _DONE)
    newer = plans.draft_competence_plan(
        company=company, year=now.year, by=coach, at=now - _RENEWED - _A_DAY
    )
    plans.adopt_competence_plan(plan=newer, by=employer, at=now - _RENEWED)
    for days, words, next_step, ahead in _NOTES:
        at = now - days * _A_DAY
        coaching.write_coach_note(
            company=company,
            words=words,
            next_step=next_step,
            next_on=(now + ahead * _A_DAY).date(),
            by=coach,
            at=at,
        )


def _draft(company: Organisation, coach: User, employer: User, now: datetime) -> CompetencePlan:
    """Let the coach draft the first version and the employer adopt it."""
    drafted_at = now - _DRAFTED + 2 * timedelta(hours=1)
    plan = plans.draft_competence_plan(company=company, year=now.year, by=coach, at=drafted_at)
    for place, measure in enumerate(plan.measures.all()):
        choice = plans.MeasureChoice(
            kind=measure.kind,
            needed=measure.needed,
            words=_HOW[measure.kind],
            responsible=_RESPONSIBLE[place % len(_RESPONSIBLE)],
            due_on=(now + (30 + 15 * (place % 4)) * _A_DAY).date(),
            cost_sek=_COST_SEK[measure.kind],
        )
        plans.change_measure(measure=measure, choice=choice, by=coach, at=drafted_at)
    return plans.adopt_competence_plan(plan=plan, by=employer, at=now - _ADOPTED)


def _follow_up(plan: CompetencePlan, by: User, at: datetime) -> None:
    measure = plan.measures.first()
    if measure:
        plans.follow_up_measure(
            measure=measure, done_on=at.date(), effect="Två till kan arbeta själva.", by=by, at=at
        )


def _coach(at: datetime) -> User:
    acting = Acting(by=get_service_user(name="simulate", at=at), at=at)
    coordinator = get_viewer(_user("node-coordinator"), on=at.date())
    node = organisations_of(coordinator, Role.NODE_COORDINATOR)[0]
    coach = account("coach", "Carina Coachlund", _COACH, **acting)
    give_membership(user=coach, organisation=node, role=Role.COACH, **acting)
    return coach


def _user(role: str) -> User:
    return User.objects.get(email=email_of(role))
