"""A company's plan as its reader meets it: a coach is told no number of few people's results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from kunnande.stages.framework.queries import list_latest_versions, localised
from kunnande.stages.parties.queries import Organisation, Role
from kunnande.stages.supply.models import (
    Coaching,
    CoachNote,
    CompetencePlan,
    Measure,
    SupplyPlanState,
)
from kunnande.stages.supply.queries.told import tell_present

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer

FEWEST_COUNTED = 5


@dataclass(frozen=True)
class MeasureLine:
    """One measure in words; `present` is None where too few were counted to tell the reader."""

    id: int
    number: int
    name: str
    is_role: bool
    needed: int
    present: int | None
    kind: str
    kind_words: str
    words: str
    responsible: str
    due_on: date | None
    cost_sek: int | None
    done_on: date | None
    effect: str

    @property
    def gap(self) -> int | None:
        return None if self.present is None else max(0, self.needed - self.present)


@dataclass(frozen=True)
class PlanPage:
    id: int
    company_id: int
    company: str
    year: int
    version: int
    state: str
    state_words: str
    drafted_on: date
    adopted_on: date | None
    goals: tuple[str, ...]
    measures: tuple[MeasureLine, ...]
    wheel: tuple[tuple[int, str], ...]

    @property
    def is_draft(self) -> bool:
        return self.state == SupplyPlanState.DRAFT

    @property
    def is_adopted(self) -> bool:
        return self.state == SupplyPlanState.ADOPTED

    @property
    def done(self) -> int:
        return sum(measure.done_on is not None for measure in self.measures)

    @property
    def cost_sek(self) -> int:
        return sum(measure.cost_sek or 0 for measure in self.measures)


def list_planning_companies(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the companies whose plan a viewer may read: their own, and those that let them in."""
    own = viewer.organisations(Role.EMPLOYER)
    return Organisation.objects.filter(pk__in=[*own, *_coached_ids(viewer)]).order_by("name", "pk")


def list_coached_companies(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the companies that let this coach in, by name."""
    return Organisation.objects.filter(pk__in=_coached_ids(viewer)).order_by("name", "pk")


@dataclass(frozen=True)
class CoachedRow:
    """A company in a coach's list, with the next step of the log."""

    company: Organisation
    next_step: str
    next_on: date | None
    last_at: datetime | None


def list_coached_rows(viewer: Viewer) -> list[CoachedRow]:
    """Return the companies a coach supports, those whose next step comes first, first."""
    companies = list(list_coached_companies(viewer))
    notes = CoachNote.objects.filter(company__in=companies).order_by("company_id", "-at", "-pk")
    latest = {note.company_id: note for note in notes.distinct("company_id")}
    rows = [
        CoachedRow(company, note.next_step, note.next_on, note.at)
        if (note := latest.get(company.pk))
        else CoachedRow(company, "", None, None)
        for company in companies
    ]
    return sorted(rows, key=lambda row: (row.next_on is None, row.next_on or date.max))


@dataclass(frozen=True)
class DueMeasure:
    """A measure of an adopted plan that is not done yet and has a last day."""

    company_id: int
    company: str
    name: str
    kind_words: str
    due_on: date


def list_due_measures(viewer: Viewer) -> list[DueMeasure]:
    """Return what the companies a coach supports have left to do, first due first."""
    adopted = Measure.objects.filter(
        plan__company__in=_coached_ids(viewer),
        plan__state=SupplyPlanState.ADOPTED,
        done_on__isnull=True,
    ).select_related("plan__company", "role")
    measures = list(adopted.exclude(due_on=None).order_by("due_on", "pk"))
    names = names_of(measures)
    return [
        DueMeasure(
            company_id=one.plan.company_id,
            company=one.plan.company.name,
            name=names[one.pk],
            kind_words=one.get_kind_display(),
            due_on=one.due_on,
        )
        for one in measures
        if one.due_on
    ]


def list_own_coachings(viewer: Viewer) -> QuerySet[Coaching]:
    """Return the coachings that the viewer's companies may end."""
    own = viewer.organisations(Role.EMPLOYER)
    standing = Coaching.objects.filter(company_id__in=own, until_at__isnull=True)
    return standing.select_related("company", "coach").order_by("pk")


def list_versions(company_id: int) -> QuerySet[CompetencePlan]:
    return CompetencePlan.objects.filter(company_id=company_id)


def find_plan(
    company_id: int, year: int | None = None, version: int | None = None
) -> CompetencePlan | None:
    """Return the version asked for; otherwise the draft under way, or the latest adopted one."""
    plans = list_versions(company_id)
    if year is not None and version is not None:
        return plans.filter(year=year, version=version).first()
    return (
        plans.filter(state=SupplyPlanState.DRAFT).first()
        or plans.exclude(state=SupplyPlanState.REPLACED).first()
    )


def get_measure(measure_id: int, viewer: Viewer) -> Measure:
    """Return a measure of a plan the viewer may read; raises Measure.DoesNotExist."""
    companies = list_planning_companies(viewer)
    return Measure.objects.select_related("plan__company", "role").get(
        pk=measure_id, plan__company__in=companies
    )


def get_plan(plan_id: int, viewer: Viewer) -> CompetencePlan:
    """Return a plan the viewer may read; raises CompetencePlan.DoesNotExist."""
    companies = list_planning_companies(viewer)
    return CompetencePlan.objects.select_related("company").get(pk=plan_id, company__in=companies)


def read_plan(plan: CompetencePlan, *, tells_few: bool) -> PlanPage:
    """Return a plan in words; `tells_few` for the employer, who may see each person anyway.

    How many hold a role is no result of anybody's, and is told to every reader.
    """
    measures = list(plan.measures.select_related("role"))
    names = names_of(measures)
    present = dict[int, int | None]((one.pk, one.present) for one in measures)
    if not tells_few:
        present |= tell_present(plan, fewest=FEWEST_COUNTED)
    return PlanPage(
        id=plan.pk,
        company_id=plan.company_id,
        company=plan.company.name,
        year=plan.year,
        version=plan.version,
        state=plan.state,
        state_words=plan.get_state_display(),
        drafted_on=plan.drafted_on,
        adopted_on=localdate(plan.adopted_at) if plan.adopted_at else None,
        goals=tuple(filter(None, map(str.strip, plan.goals.splitlines()))),
        measures=tuple(_line(one, names[one.pk], present[one.pk]) for one in measures),
        wheel=tuple(plan.steps.values_list("month", "words")),
    )


def names_of(measures: list[Measure]) -> dict[int, str]:
    """Return what each measure is about, in the reader's language."""
    versions = list_latest_versions({one.area_id for one in measures if one.area_id})
    return {
        one.pk: one.role.name if one.role else localised(versions[one.area_id or 0], "name")
        for one in measures
    }


def find_next_step(page: PlanPage, on: date) -> tuple[int, str] | None:
    """Return what the wheel of an adopted plan shows next: this month's step or a later one."""
    if not page.is_adopted or not page.wheel:
        return None
    coming = [step for step in page.wheel if step[0] >= on.month]
    return coming[0] if coming and page.year == on.year else page.wheel[0]


def list_coach_notes(company_id: int) -> QuerySet[CoachNote]:
    notes = CoachNote.objects.filter(company_id=company_id)
    return notes.select_related("coach__person").order_by("-at", "-pk")


def list_coachings(company_id: int) -> QuerySet[Coaching]:
    """Return the coaches a company lets in now."""
    standing = Coaching.objects.filter(company_id=company_id, until_at__isnull=True)
    return standing.select_related("coach__person").order_by("pk")


def _coached_ids(viewer: Viewer) -> list[int]:
    # Who is no coach any more is let in nowhere, whatever a company once said.
    if not viewer.organisations(Role.COACH):
        return []
    standing = Coaching.objects.filter(coach_id=viewer.user_id, until_at__isnull=True)
    return list(standing.order_by("company_id").values_list("company_id", flat=True))


def _line(measure: Measure, name: str, present: int | None) -> MeasureLine:
    return MeasureLine(
        id=measure.pk,
        number=measure.number,
        name=name,
        is_role=measure.role_id is not None,
        needed=measure.needed,
        present=present,
        kind=measure.kind,
        kind_words=measure.get_kind_display(),
        words=measure.words,
        responsible=measure.responsible,
        due_on=measure.due_on,
        cost_sek=measure.cost_sek,
        done_on=measure.done_on,
        effect=measure.effect,
    )
