"""The company's competence plan, for the company and the coach it has let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.parties.queries import Role
from kunnande.stages.supply.models import CompetencePlan, Measure, SupplyPlanState
from kunnande.stages.supply.queries.changes import tell_changes
from kunnande.stages.supply.queries.numbers import list_supplies
from kunnande.stages.supply.queries.plans import (
    FEWEST_COUNTED,
    find_next_step,
    find_plan,
    get_measure,
    get_plan,
    list_planning_companies,
    list_versions,
    names_of,
    read_plan,
)
from kunnande.stages.supply.services import plans
from kunnande.stages.supply.web.plan_forms import (
    FollowUpForm,
    MeasureForm,
    NewMeasureForm,
    WordsForm,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest


@require_GET
def plan(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    company = planned_company(request, organisation_id)
    shown = _asked(request, company)
    context = {"organisation": company, "is_own": is_own(request, company.pk)}
    if shown:
        page = read_plan(shown, tells_few=is_own(request, company.pk))
        coming = find_next_step(page, timezone.localdate())
        before = find_plan(company.pk, shown.year, shown.version - 1)
        context |= {
            "page": page,
            "wheel": [_named(step) for step in page.wheel],
            "next_step": _named(coming) if coming else None,
            "versions": list_versions(company.pk)[:50],
            "changes": before
            and tell_changes(read_plan(before, tells_few=is_own(request, company.pk)), page),
            "fewest": FEWEST_COUNTED,
        }
    return render(request, "supply/plan.html", context)


@require_POST
def draft_plan(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    company = planned_company(request, organisation_id)
    now = timezone.localtime()
    try:
        plans.draft_competence_plan(company=company, year=now.year, by=request.user, at=now)
    except plans.DraftUnderWayError as error:
        messages.info(request, str(error))
    return redirect("supply:plan", company.pk)


@require_POST
def adopt_plan(request: SignedInRequest, supply_plan_id: int) -> HttpResponse:
    found = own_plan(request, supply_plan_id)
    try:
        plans.adopt_competence_plan(plan=found, by=request.user, at=timezone.now())
        messages.success(request, _("Planen är antagen och gäller nu."))
    except plans.NotYourPlanError as error:
        raise Http404 from error
    except plans.PlanAdoptedError as error:
        messages.info(request, str(error))
    return redirect("supply:plan", found.company_id)


@require_http_methods(["GET", "POST"])
def plan_words(request: SignedInRequest, supply_plan_id: int) -> HttpResponse:
    found = own_plan(request, supply_plan_id)
    chosen = {f"month_{month}": words for month, words in found.steps.values_list("month", "words")}
    form = WordsForm(request.POST or None, initial={"goals": found.goals, **chosen})
    if request.method == "POST" and form.is_valid():
        try:
            plans.change_plan_words(
                plan=found,
                goals=form.goal_lines(),
                wheel=form.wheel(),
                by=request.user,
                at=timezone.now(),
            )
        except plans.PlanAdoptedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("supply:plan", found.company_id)
    return _form(request, form, found, _("Mål och årshjul"))


@require_http_methods(["GET", "POST"])
def new_measure(request: SignedInRequest, supply_plan_id: int) -> HttpResponse:
    found = own_plan(request, supply_plan_id)
    supplies = list_supplies(found.company, on=timezone.localdate())
    form = NewMeasureForm(request.POST or None, supplies=supplies, initial={"needed": 1})
    if request.method == "POST" and form.is_valid():
        sort, _dash, number = form.cleaned_data["about"].partition("-")
        try:
            plans.add_measure(
                plan=found,
                area_id=int(number) if sort == "area" else None,
                role_id=int(number) if sort == "role" else None,
                choice=form.choice(),
                by=request.user,
                at=timezone.now(),
            )
        except (plans.PlanAdoptedError, plans.UnknownNeedError) as error:
            form.add_error(None, str(error))
        else:
            return redirect("supply:plan", found.company_id)
    return _form(request, form, found, _("Ny åtgärd"))


@require_http_methods(["GET", "POST"])
def measure(request: SignedInRequest, measure_id: int) -> HttpResponse:
    """Change a measure of a draft; of an adopted plan, say when it was done and what it gave."""
    try:
        found = get_measure(measure_id, request.viewer)
    except Measure.DoesNotExist as error:
        raise Http404 from error
    asked = MeasureForm if found.plan.state == SupplyPlanState.DRAFT else FollowUpForm
    form = asked(request.POST or None, initial=vars(found))
    if request.method == "POST" and form.is_valid():
        acting: dict[str, Any] = {"measure": found, "by": request.user, "at": timezone.now()}
        try:
            if isinstance(form, MeasureForm):
                plans.change_measure(choice=form.choice(), **acting)
            else:
                plans.follow_up_measure(**form.cleaned_data, **acting)
        except (plans.PlanAdoptedError, plans.PlanReplacedError) as error:
            form.add_error(None, str(error))
        else:
            return redirect("supply:plan", found.plan.company_id)
    removable = found if found.plan.state == SupplyPlanState.DRAFT else None
    heading = names_of([found])[found.pk]
    return _form(request, form, found.plan, heading, removable=removable)


@require_POST
def remove_measure(request: SignedInRequest, measure_id: int) -> HttpResponse:
    try:
        found = get_measure(measure_id, request.viewer)
    except Measure.DoesNotExist as error:
        raise Http404 from error
    try:
        plans.remove_measure(measure=found, by=request.user, at=timezone.now())
    except plans.PlanAdoptedError as error:
        messages.info(request, str(error))
    return redirect("supply:plan", found.plan.company_id)


def planned_company(request: SignedInRequest, organisation_id: int) -> Organisation:
    """Return a company whose plan the viewer may read; others are not found."""
    return get_object_or_404(list_planning_companies(request.viewer), pk=organisation_id)


def own_plan(request: SignedInRequest, supply_plan_id: int) -> CompetencePlan:
    try:
        return get_plan(supply_plan_id, request.viewer)
    except CompetencePlan.DoesNotExist as error:
        raise Http404 from error


def is_own(request: SignedInRequest, company_id: int) -> bool:
    return company_id in request.viewer.organisations(Role.EMPLOYER)


def _named(step: tuple[int, str]) -> tuple[str, str]:
    month, words = step
    return capfirst(str(MONTHS[month])), words


def _asked(request: SignedInRequest, company: Organisation) -> CompetencePlan | None:
    year, _dash, version = request.GET.get("version", "")[:12].partition("-")
    if all(text.isascii() and text.isdigit() and len(text) < 5 for text in (year, version)):
        return get_object_or_404(list_versions(company.pk), year=int(year), version=int(version))
    return find_plan(company.pk)


def _form(
    request: SignedInRequest, form: Any, found: CompetencePlan, heading: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "plan": found, "heading": heading, **more}
    return render(request, "supply/plan_form.html", context)
