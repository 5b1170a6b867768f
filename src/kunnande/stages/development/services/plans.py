"""A plan is drafted from what remains, shaped by its person, and agreed by those it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import find_feedback_talk
from kunnande.stages.development.models import (
    Means,
    Party,
    Plan,
    PlanAgreement,
    PlanState,
    PlanStep,
    WhoseTime,
)
from kunnande.stages.development.queries.gaps import list_gaps, suggest
from kunnande.stages.parties.queries import Role, get_viewer, list_employed_among
from kunnande.stages.trail.services import record, record_looks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.development.queries.gaps import Suggestion
    from kunnande.stages.parties.queries import Organisation, Person, User

LONGEST_WORDS = 500


class NotYourPlanError(PermissionError):
    """A plan is shaped and shown by its own person; others agree to it or not."""


class NothingRemainsError(ValueError):
    """The person has shown everything the role asks for."""


class PlanSettledError(ValueError):
    """The plan is shown or agreed; take it back to change it."""


class ImproperStepError(ValueError):
    """A step names what closes the gap, and a course where it is one."""


@dataclass(frozen=True)
class StepChoice:
    """What a person chooses for one step."""

    means: str
    whose_time: str = WhoseTime.WORK.value
    course_id: int | None = None
    by_on: date | None = None
    words: str = ""


@transaction.atomic
def draft_plan(
    *, person: Person, company: Organisation, case: Case | None = None, by: User, at: datetime
) -> Plan:
    """Draft a plan of what remains for the person's roles; the one before is replaced.

    Raises NotYourPlanError, NothingRemainsError.
    """
    on = localdate(at)
    if by.person_id != person.pk or (case and case.person_id != person.pk):
        raise NotYourPlanError(_("Bara du själv gör din plan."))
    if person.pk not in list_employed_among([person.pk], organisation_id=company.pk, on=on):
        raise NotYourPlanError(_("Planen görs med den arbetsgivare du är anställd hos."))
    gaps = list_gaps(person.pk, company.pk, on=on)
    if not gaps:
        raise NothingRemainsError(_("Du har visat allt som din roll kräver. Inget återstår."))
    earlier = Plan.objects.filter(person=person, company=company)
    last = earlier.aggregate(last=Max("version"))["last"] or 0
    earlier.exclude(state=PlanState.REPLACED).update(state=PlanState.REPLACED, changed_at=at)
    plan = Plan.objects.create(
        person=person,
        company=company,
        case=case,
        version=last + 1,
        drafted_at=at,
        changed_at=at,
    )
    PlanStep.objects.bulk_create(_step(plan, one) for one in suggest(gaps))
    _record(plan, "plan_drafted", by, at, steps=len(gaps))
    return plan


@transaction.atomic
def change_step(*, step: PlanStep, choice: StepChoice, by: User, at: datetime) -> PlanStep:
    """Say what closes one gap. Raises NotYourPlanError, PlanSettledError, ImproperStepError."""
    plan = _lock_own(step.plan, by, {PlanState.DRAFT})
    _refuse_improper(step, choice)
    step.means, step.whose_time, step.by_on = choice.means, choice.whose_time, choice.by_on
    step.course_id = choice.course_id if choice.means == Means.COURSE else None
    step.words = choice.words.strip()
    step.save(update_fields=["means", "whose_time", "by_on", "course", "words"])
    _record(plan, "plan_step_changed", by, at, step=step.pk)
    return step


@transaction.atomic
def propose_plan(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Show the plan to those it takes, and thereby agree to it oneself.

    The employer then sees the plan's areas, whatever else is shared. Raises NotYourPlanError,
    PlanSettledError.
    """
    locked = _lock_own(plan, by, {PlanState.DRAFT})
    PlanAgreement.objects.create(plan=locked, party=Party.PERSON, agreed_by=by, agreed_at=at)
    return _move(locked, PlanState.PROPOSED, "plan_proposed", by=by, at=at)


@transaction.atomic
def take_back_plan(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Show the plan to nobody any more, and change it. Raises NotYourPlanError."""
    locked = _lock_own(plan, by, {PlanState.PROPOSED, PlanState.AGREED})
    locked.agreements.all().delete()
    return _move(locked, PlanState.DRAFT, "plan_taken_back", by=by, at=at)


@transaction.atomic
def agree_plan(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Say yes for the employer or as the test leader who held the talk.

    When everybody it takes has said yes, the plan is agreed. Raises NotYourPlanError,
    PlanSettledError.
    """
    locked = _lock(plan)
    party = party_of(locked, by, on=localdate(at))
    if party is None:
        raise NotYourPlanError(_("Planen är inte visad för dig."))
    if locked.state != PlanState.PROPOSED:
        raise PlanSettledError(_("Planen är redan överenskommen."))
    PlanAgreement.objects.get_or_create(
        plan=locked, party=party, defaults={"agreed_by": by, "agreed_at": at}
    )
    _record(locked, "plan_agreed_to", by, at, party=str(party))
    if list_parties_missing(locked):
        return locked
    return _move(locked, PlanState.AGREED, "plan_agreed", by=by, at=at)


@transaction.atomic
def show_plan(*, plan: Plan, by: User, at: datetime) -> Sequence[PlanStep]:
    """Return the steps of a plan; somebody else's look is recorded. Raises NotYourPlanError."""
    if by.person_id != plan.person_id:
        plan = Plan.objects.get(pk=plan.pk)  # it may have been taken back since
        if party_of(plan, by, on=localdate(at)) is None:
            raise NotYourPlanError(_("Planen är inte visad för dig."))
        record_looks(
            people=[plan.person_id],
            page="development:plan",
            organisation_id=plan.company_id,
            by=by,
            at=at,
        )
    return list(plan.steps.select_related("area_version__area", "course__provider"))


def party_of(plan: Plan, user: User, *, on: date) -> str | None:
    """Return as what somebody has a say on a plan that is shown, or None."""
    if user.person_id == plan.person_id:
        return Party.PERSON.value
    if plan.state not in {PlanState.PROPOSED, PlanState.AGREED}:
        return None
    talk = find_feedback_talk(plan.case_id) if plan.case_id else None
    if talk and talk.held_by_id == user.pk:
        return Party.TEST_LEADER.value
    viewer = get_viewer(user, on=on)
    if plan.company_id and plan.company_id in viewer.organisations(Role.EMPLOYER):
        employed = list_employed_among([plan.person_id], organisation_id=plan.company_id, on=on)
        return Party.EMPLOYER.value if plan.person_id in employed else None
    return None


def list_parties_missing(plan: Plan) -> list[str]:
    """Return who has not said yes yet, of those the plan takes."""
    takes = [Party.PERSON]
    if plan.company_id:
        takes.append(Party.EMPLOYER)
    if plan.case_id and find_feedback_talk(plan.case_id):
        takes.append(Party.TEST_LEADER)
    said_yes = set(plan.agreements.values_list("party", flat=True))
    return [party.value for party in takes if party not in said_yes]


def _step(plan: Plan, suggestion: Suggestion) -> PlanStep:
    gap = suggestion.gap
    return PlanStep(
        plan=plan,
        area_version_id=gap.area_version_id,
        shown_level=gap.shown_level,
        required_level=gap.required_level,
        means=suggestion.means,
        course_id=suggestion.course_id,
    )


def _refuse_improper(step: PlanStep, choice: StepChoice) -> None:
    if choice.means not in Means.values or choice.whose_time not in WhoseTime.values:
        raise ImproperStepError(_("Välj något ur listan."))
    if choice.means == Means.COURSE and choice.course_id is None:
        raise ImproperStepError(_("Välj vilken kurs det är."))
    if len(choice.words) > LONGEST_WORDS:
        raise ImproperStepError(_("Skriv högst 500 tecken."))
    if choice.by_on and choice.by_on < localdate(step.plan.drafted_at):
        raise ImproperStepError(_("Välj en dag som ligger framåt."))


def _lock(plan: Plan) -> Plan:
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _lock_own(plan: Plan, by: User, states: set[PlanState]) -> Plan:
    locked = _lock(plan)
    if by.person_id != locked.person_id:
        raise NotYourPlanError(_("Bara du själv gör din plan."))
    if locked.state not in states:
        raise PlanSettledError(_("Planen är visad för andra. Ta tillbaka den för att ändra."))
    return locked


def _move(plan: Plan, to: PlanState, act: str, *, by: User, at: datetime) -> Plan:
    plan.state, plan.changed_at = to, at
    plan.save(update_fields=["state", "changed_at"])
    _record(plan, act, by, at)
    return plan


def _record(plan: Plan, act: str, by: User, at: datetime, **facts: int | str) -> None:
    record(
        chain=f"person:{plan.person_id}",
        act=act,
        subject=plan.trail_name,
        by=by,
        at=at,
        facts={"version": plan.version, **facts},
    )
