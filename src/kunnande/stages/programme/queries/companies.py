"""The companies of a programme and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kunnande.stages.parties.queries import Organisation, Role
from kunnande.stages.programme.models import (
    Engagement,
    Part,
    Participation,
    Partner,
    Programme,
    Step,
    StepTaken,
)
from kunnande.stages.programme.queries.grants import get_rule
from kunnande.stages.programme.queries.months import months_later

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Viewer

STEPS = tuple(step for step in Step if step is not Step.DROPPED_OUT)
ENDS = (Step.CLOSED, Step.DROPPED_OUT)
# From the agreement on, people of the company may take part.
BEFORE_AGREEMENT = STEPS[: STEPS.index(Step.AGREED)]


@dataclass(frozen=True)
class StepRow:
    """One step of a company: when it was taken and by whom, or not yet."""

    step: str
    words: str
    taken_on: date | None
    taken_by: str
    said: str


def engagements_visible_to(viewer: Viewer) -> QuerySet[Engagement]:
    """Return the companies of the programmes that a viewer owns or coordinates."""
    at_owner = frozenset[int]().union(
        *(viewer.organisations(role) for role in (Role.PROGRAMME_OWNER, Role.ECONOMIST))
    )
    return (
        Engagement.objects.filter(
            Q(programme__owner_id__in=at_owner)
            | Q(node_id__in=viewer.organisations(Role.NODE_COORDINATOR))
        )
        .select_related("company", "node", "programme")
        .annotate(people=Coalesce(_count_people(), 0))
        .order_by("company__name", "pk")
    )


def _count_people() -> Subquery:
    """Count those of one company by its own rows: joined, each company would meet everybody."""
    of_company = Participation.objects.filter(
        programme=OuterRef("programme"), company=OuterRef("company")
    )
    counted = of_company.order_by().values("company").annotate(number=Count("pk"))
    return Subquery(counted.values("number"))


def get_engagement(programme_id: int, company_id: int) -> Engagement:
    return Engagement.objects.get(programme_id=programme_id, company_id=company_id)


def next_step(engagement: Engagement) -> Step | None:
    """Return the step that comes after the one a company has come to; none when it has ended."""
    if engagement.step in ENDS:
        return None
    return STEPS[STEPS.index(Step(engagement.step)) + 1]


def list_steps(engagement: Engagement) -> list[StepRow]:
    """Return every step in order, taken or not, and dropping out only where somebody did."""
    taken = {
        one.step: one
        for one in StepTaken.objects.filter(engagement=engagement).select_related(
            "taken_by__person"
        )
    }
    shown = [step for step in Step if step is not Step.DROPPED_OUT or step in taken]
    return [_row(step, taken.get(step)) for step in shown]


def find_follow_up_on(engagement: Engagement) -> date | None:
    """Return the first day of the follow-up: so many months after the measures began."""
    measures = StepTaken.objects.filter(engagement=engagement, step=Step.MEASURES).first()
    if measures is None:
        return None
    rule = get_rule("follow_up_after", on=measures.taken_on)
    return months_later(measures.taken_on, rule.amount)


def _row(step: Step, taken: StepTaken | None) -> StepRow:
    if taken is None:
        return StepRow(step.value, str(step.label), None, "", "")
    return StepRow(step.value, str(step.label), taken.taken_on, str(taken.taken_by), taken.words)


def programmes_of_company(company: Organisation) -> QuerySet[Programme]:
    """Return the programmes a company is in, and has not left."""
    engaged = Engagement.objects.filter(company=company, ended_on__isnull=True)
    return Programme.objects.filter(pk__in=engaged.values("programme_id")).order_by("name", "pk")


def nodes_of(programme: Programme) -> QuerySet[Organisation]:
    nodes = Partner.objects.filter(programme=programme, part=Part.NODE)
    return Organisation.objects.filter(pk__in=nodes.values("organisation_id")).order_by(
        "name", "pk"
    )
