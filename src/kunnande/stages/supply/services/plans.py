"""The company's plan for its competence: drafted from its numbers, changed by people, adopted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.forms.models import model_to_dict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.supply.models import (
    CompetencePlan,
    Measure,
    MeasureKind,
    SupplyPlanState,
    WheelStep,
)
from kunnande.stages.supply.queries.numbers import list_supplies
from kunnande.stages.supply.queries.plans import list_planning_companies
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.supply.queries.numbers import Supply


class NotYourPlanError(PermissionError):
    """The plan is for those who act for the company, and for the coach it has let in."""


class PlanAdoptedError(ValueError):
    """An adopted plan stands; a new version is drafted to change it."""


class PlanReplacedError(ValueError):
    """A version that is replaced stays as it was."""


class DraftUnderWayError(ValueError):
    """A draft of the year is under way already."""


class UnknownNeedError(LookupError):
    """None of the company's roles asks for the area, or the role is not the company's."""


@dataclass(frozen=True)
class MeasureChoice:
    """What people decide about a measure."""

    kind: str
    needed: int
    words: str = ""
    responsible: str = ""
    due_on: date | None = None
    cost_sek: int | None = None


@transaction.atomic
def draft_competence_plan(
    *, company: Organisation, year: int, by: User, at: datetime
) -> CompetencePlan:
    """Draft the next version of a year's plan: what is short now, and what people decided before.

    Raises NotYourPlanError, DraftUnderWayError.
    """
    refuse_outsider(company, by, at)
    # Whoever drafts at the same moment waits here.
    type(company).objects.select_for_update().get(pk=company.pk)
    plans = CompetencePlan.objects.filter(company=company)
    if plans.filter(state=SupplyPlanState.DRAFT).exists():
        raise DraftUnderWayError(_("Det finns redan ett utkast."))
    last = plans.filter(year=year).first() or plans.filter(year__lt=year).first()
    version = (plans.filter(year=year).aggregate(last=Max("version"))["last"] or 0) + 1
    supplies = list_supplies(company, on=localdate(at))
    plan = CompetencePlan.objects.create(
        company=company,
        year=year,
        version=version,
        drafted_on=localdate(at),
        goals=last.goals if last else _first_goals(supplies),
    )
    kept = _kept(last, plan, supplies) if last else []
    Measure.objects.bulk_create(kept + _drafted(plan, supplies, kept))
    wheel = dict(last.steps.values_list("month", "words")) if last else _usual_wheel()
    _write_wheel(plan, wheel)
    _record(plan, "competence_plan_drafted", by, at)
    return plan


@transaction.atomic
def change_plan_words(
    *,
    plan: CompetencePlan,
    goals: Sequence[str],
    wheel: Mapping[int, str],
    by: User,
    at: datetime,
) -> CompetencePlan:
    """Replace the goals and the year's wheel. Raises NotYourPlanError, PlanAdoptedError."""
    draft = _own_draft(plan, by, at)
    draft.goals = "\n".join(goals)
    draft.save(update_fields=["goals"])
    draft.steps.all().delete()
    _write_wheel(draft, wheel)
    _record(draft, "competence_plan_changed", by, at)
    return draft


@transaction.atomic
def add_measure(
    *,
    plan: CompetencePlan,
    area_id: int | None = None,
    role_id: int | None = None,
    choice: MeasureChoice,
    by: User,
    at: datetime,
) -> Measure:
    """Add a measure about an area or a role; what is present is counted, never entered.

    Raises NotYourPlanError, PlanAdoptedError, UnknownNeedError.
    """
    draft = _own_draft(plan, by, at)
    for one in list_supplies(draft.company, on=localdate(at)):
        if (one.area_id, one.role_id) == (area_id, role_id):
            break
    else:
        raise UnknownNeedError(_("Företagets roller frågar inte efter det."))
    number = draft.measures.aggregate(last=Max("number"))["last"] or 0
    measure = _measure(draft, number + 1, one, vars(choice))
    measure.save()
    _record(draft, "measure_added", by, at, number=measure.number)
    return measure


@transaction.atomic
def change_measure(*, measure: Measure, choice: MeasureChoice, by: User, at: datetime) -> Measure:
    """Change what people decide about a measure. Raises NotYourPlanError, PlanAdoptedError."""
    draft = _own_draft(measure.plan, by, at)
    for name, value in vars(choice).items():
        setattr(measure, name, value)
    measure.save(update_fields=list(vars(choice)))
    _record(draft, "measure_changed", by, at, number=measure.number)
    return measure


@transaction.atomic
def remove_measure(*, measure: Measure, by: User, at: datetime) -> None:
    """Take a measure out of a draft. Raises NotYourPlanError, PlanAdoptedError."""
    draft = _own_draft(measure.plan, by, at)
    measure.delete()
    _record(draft, "measure_removed", by, at, number=measure.number)


@transaction.atomic
def follow_up_measure(
    *, measure: Measure, done_on: date | None, effect: str, by: User, at: datetime
) -> Measure:
    """Say when a measure was done and what it gave, also when the plan is adopted.

    Raises NotYourPlanError, PlanReplacedError.
    """
    refuse_outsider(measure.plan.company, by, at)
    if measure.plan.state == SupplyPlanState.REPLACED:
        raise PlanReplacedError(_("En nyare version gäller. Följ upp åtgärden i den."))
    measure.done_on, measure.effect = done_on, effect
    measure.save(update_fields=["done_on", "effect"])
    _record(measure.plan, "measure_followed_up", by, at, number=measure.number)
    return measure


@transaction.atomic
def adopt_competence_plan(*, plan: CompetencePlan, by: User, at: datetime) -> CompetencePlan:
    """Adopt a draft: it replaces the version before, which stays readable. The employer decides.

    Raises NotYourPlanError, PlanAdoptedError.
    """
    if plan.company_id not in get_viewer(by, on=localdate(at)).organisations(Role.EMPLOYER):
        raise NotYourPlanError(_("Företaget antar sin plan självt."))
    draft = _own_draft(plan, by, at)
    CompetencePlan.objects.filter(
        company_id=draft.company_id, year=draft.year, state=SupplyPlanState.ADOPTED
    ).update(state=SupplyPlanState.REPLACED)
    draft.state, draft.adopted_at = SupplyPlanState.ADOPTED, at
    draft.save(update_fields=["state", "adopted_at"])
    _record(draft, "competence_plan_adopted", by, at)
    return draft


def refuse_outsider(company: Organisation, by: User, at: datetime) -> None:
    """Raise NotYourPlanError for anybody but the employer and the coaches it has let in."""
    viewer = get_viewer(by, on=localdate(at))
    if not list_planning_companies(viewer).filter(pk=company.pk).exists():
        raise NotYourPlanError(_("Planen läses av företaget och den coach det har släppt in."))


def _own_draft(plan: CompetencePlan, by: User, at: datetime) -> CompetencePlan:
    refuse_outsider(plan.company, by, at)
    locked = CompetencePlan.objects.select_for_update(of=("self",)).select_related("company")
    draft = locked.get(pk=plan.pk)
    if draft.state != SupplyPlanState.DRAFT:
        raise PlanAdoptedError(_("Planen är antagen. Gör en ny version för att ändra den."))
    return draft


def _kept(last: CompetencePlan, plan: CompetencePlan, supplies: Sequence[Supply]) -> list[Measure]:
    """Return the measures of the version before, with the numbers of today."""
    today = {(one.area_id, one.role_id): one for one in supplies}
    kept = []
    for before in last.measures.all():
        now = today.get((before.area_id, before.role_id))
        # What was done in an earlier year is done; what no role asks for any more is no need.
        if now and not (before.done_on and last.year < plan.year):
            decided = model_to_dict(before, _DECIDED)
            kept.append(_measure(plan, before.number, now, decided))
    return kept


_DECIDED = ("kind", "needed", "words", "responsible", "due_on", "cost_sek", "done_on", "effect")


def _drafted(
    plan: CompetencePlan, supplies: Sequence[Supply], kept: Sequence[Measure]
) -> list[Measure]:
    """Return a measure for everything short that no measure is about yet."""
    about = {(one.area_id, one.role_id) for one in kept}
    first = max((one.number for one in kept), default=0) + 1
    short = [one for one in supplies if one.is_short and (one.area_id, one.role_id) not in about]
    return [
        _measure(plan, number, one, {**_suggestion_for(one), "needed": one.needed})
        for number, one in enumerate(short, start=first)
    ]


def _suggestion_for(one: Supply) -> dict[str, str]:
    """Develop where the people are there; else redeploy who is able, or recruit."""
    if one.holders >= one.needed:
        return {"kind": MeasureKind.DEVELOP}
    if one.ready:
        words = _("Någon annan hos er har redan visat det som krävs.")
        return {"kind": MeasureKind.REDEPLOY, "words": words}
    return {"kind": MeasureKind.RECRUIT}


def _measure(plan: CompetencePlan, number: int, one: Supply, decided: Mapping[str, Any]) -> Measure:
    return Measure(
        plan=plan,
        number=number,
        area_id=one.area_id,
        role_id=one.role_id,
        present=one.present,
        counted=one.counted,
        **decided,
    )


def _first_goals(supplies: Sequence[Supply]) -> str:
    # No number here: goals are read by everybody who reads the plan.
    short = [one.name for one in supplies if one.area_id and one.is_short]
    goals = [
        _("Minst så många som behövs kan arbeta själva inom %(area)s.") % {"area": name}
        for name in short[:3]
    ]
    return "\n".join(goals or [_("Alla områden har minst så många som behövs.")])


def _usual_wheel() -> dict[int, str]:
    return {
        1: _("Gå igenom roller och krav med produktionen"),
        3: _("Utvecklingssamtal: planer för det som återstår"),
        5: _("Anmäl till höstens kurser och prov"),
        8: _("Stäm av matrisen efter semestern"),
        10: _("Följ upp åtgärderna: vad gav de?"),
        12: _("Anta planen för nästa år"),
    }


def _write_wheel(plan: CompetencePlan, wheel: Mapping[int, str]) -> None:
    WheelStep.objects.bulk_create(
        WheelStep(plan=plan, month=month, words=words) for month, words in wheel.items() if words
    )


def _record(plan: CompetencePlan, act: str, by: User, at: datetime, **facts: int) -> None:
    record(
        chain=plan.company.trail_name,
        act=act,
        subject=plan.trail_name,
        by=by,
        at=at,
        facts={"year": plan.year, "version": plan.version, **facts},
    )
