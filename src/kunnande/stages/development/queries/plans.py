"""Plans as those they concern read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from kunnande.stages.development.models import Means, Party, Plan, PlanState, PlanStep, WhoseTime
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role, list_employed_among

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Viewer

__all__ = [
    "Means", "Plan", "PlanState", "PlanStep", "SaidYes", "StepInWords", "WhoseTime",
    "find_own_plan", "get_own_plan", "get_own_step", "get_shown_plan", "list_plans_shown_to",
    "list_yeses", "steps_in_words",
]  # fmt: skip

_SHOWN = (PlanState.PROPOSED, PlanState.AGREED)


@dataclass(frozen=True)
class StepInWords:
    """What closes one gap, as it is read."""

    step_id: int
    area: str
    shown_level: int
    required_level: int
    means: str
    course: str
    by_on: date | None
    whose_time: str
    words: str


@dataclass(frozen=True)
class SaidYes:
    """Who agreed to a plan, as what and when; nobody yet where `at` is empty."""

    party: str
    name: str
    at: datetime | None


def find_own_plan(person_id: int, company_id: int) -> Plan | None:
    """Return the plan a person has with an employer now."""
    return (
        Plan.objects.filter(person_id=person_id, company_id=company_id)
        .exclude(state=PlanState.REPLACED)
        .select_related("company", "person")
        .first()
    )


def get_own_plan(plan_id: int, viewer: Viewer) -> Plan:
    return Plan.objects.select_related("company", "person").get(
        pk=plan_id, person_id=viewer.person_id or 0
    )


def get_own_step(step_id: int, viewer: Viewer) -> PlanStep:
    return PlanStep.objects.select_related("plan__company", "area_version").get(
        pk=step_id, plan__person_id=viewer.person_id or 0
    )


def list_plans_shown_to(viewer: Viewer, *, on: date) -> list[Plan]:
    """Return the plans that wait for the viewer's yes or have it, as employer or test leader.

    A company sees no plan of somebody who has left it.
    """
    as_leader = Q(case__feedback_talks__held_by_id=viewer.user_id)
    as_employer = Q(company_id__in=viewer.organisations(Role.EMPLOYER))
    shown = (
        Plan.objects.filter(as_leader | as_employer, state__in=_SHOWN)
        .exclude(person_id=viewer.person_id or 0)
        .select_related("person", "company")
        .distinct()
        .order_by("-changed_at", "-pk")
    )
    plans = list(shown)
    staff = {
        (company_id, person_id)
        for company_id in viewer.organisations(Role.EMPLOYER)
        for person_id in list_employed_among(
            [plan.person_id for plan in plans], organisation_id=company_id, on=on
        )
    }
    led = set(
        Plan.objects.filter(as_leader, pk__in=[plan.pk for plan in plans]).values_list(
            "pk", flat=True
        )
    )
    return [plan for plan in plans if plan.pk in led or (plan.company_id, plan.person_id) in staff]


def get_shown_plan(plan_id: int, viewer: Viewer, *, on: date) -> Plan:
    """Return a plan that is shown to the viewer. Raises Plan.DoesNotExist."""
    for plan in list_plans_shown_to(viewer, on=on):
        if plan.pk == plan_id:
            return plan
    raise Plan.DoesNotExist


def steps_in_words(steps: Sequence[PlanStep]) -> list[StepInWords]:
    """Return the steps as they are read."""
    return [
        StepInWords(
            step_id=step.pk,
            area=localised(step.area_version, "name"),
            shown_level=step.shown_level,
            required_level=step.required_level,
            means=str(Means(step.means).label),
            course=step.course.title if step.course else "",
            by_on=step.by_on,
            whose_time=str(WhoseTime(step.whose_time).label),
            words=step.words,
        )
        for step in steps
    ]


def list_yeses(plan: Plan, missing: Sequence[str]) -> list[SaidYes]:
    """Return who has agreed, and who has not yet."""
    said = [
        SaidYes(str(Party(one.party).label), str(one.agreed_by), one.agreed_at)
        for one in plan.agreements.select_related("agreed_by__person").order_by("agreed_at", "pk")
    ]
    return said + [SaidYes(str(Party(party).label), "", None) for party in missing]
