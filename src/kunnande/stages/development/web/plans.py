"""A person's plan, and how others read and agree to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.cases.queries import list_cases_of
from kunnande.stages.development import services
from kunnande.stages.development.queries import Gap, courses_offered, list_gaps, list_own_retakes
from kunnande.stages.development.queries.plans import (
    Plan,
    PlanState,
    PlanStep,
    find_own_plan,
    get_own_plan,
    get_own_step,
    get_shown_plan,
    list_plans_shown_to,
    list_yeses,
    steps_in_words,
)
from kunnande.stages.development.services import StepChoice
from kunnande.stages.development.web.forms import StepForm
from kunnande.stages.development.web.paging import page_of
from kunnande.stages.parties.queries import (
    Role,
    get_person,
    list_employers_of,
    organisations_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Any

    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """What remains for the person's roles, and the plan for it, employer by employer."""
    person_id, now = request.viewer.person_id or 0, timezone.localtime()
    pages = [
        _own_page(request, company, now.date())
        for company in list_employers_of(person_id, on=now.date())
    ]
    context = {"pages": pages, "retakes": list_own_retakes(person_id, at=now)}
    return render(request, "development/mine.html", context)


@require_POST
def draft(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    now = timezone.localtime()
    person_id = request.viewer.person_id or 0
    company = _own_employer(person_id, organisation_id, now.date())
    try:
        services.draft_plan(
            person=get_person(person_id),
            company=company,
            case=_talked_case(person_id, organisation_id),
            by=request.user,
            at=now,
        )
    except services.NothingRemainsError as error:
        messages.info(request, str(error))
    return redirect("development:mine")


@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, step_id: int) -> HttpResponse:
    try:
        found = get_own_step(step_id, request.viewer)
    except PlanStep.DoesNotExist as error:
        raise Http404 from error
    courses = courses_offered([found.area_version.area_id])
    form = StepForm(request.POST or None, courses=courses, initial=_as_chosen(found))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        choice = StepChoice(
            means=told["means"],
            whose_time=told["whose_time"],
            course_id=told["course"].pk if told["course"] else None,
            by_on=told["by_on"],
            words=told["words"],
        )
        try:
            services.change_step(step=found, choice=choice, by=request.user, at=timezone.now())
        except (services.ImproperStepError, services.PlanSettledError) as error:
            form.add_error(None, str(error))
        else:
            return redirect("development:mine")
    (words,) = steps_in_words([found])
    return render(request, "development/step.html", {"form": form, "step": words})


@require_POST
def propose(request: SignedInRequest, plan_id: int) -> HttpResponse:
    said = _("Planen är visad för din arbetsgivare.")
    return _act(request, plan_id, services.propose_plan, said)


@require_POST
def take_back(request: SignedInRequest, plan_id: int) -> HttpResponse:
    said = _("Planen visas inte längre för någon annan. Nu kan du ändra den.")
    return _act(request, plan_id, services.take_back_plan, said)


@require_GET
def plans(request: SignedInRequest) -> HttpResponse:
    """The plans that are shown to an employer or to the test leader who held the talk."""
    shown = list_plans_shown_to(request.viewer, on=timezone.localdate())
    companies = organisations_of(request.viewer, Role.EMPLOYER)
    context = {
        "page": page_of(shown, request),
        "companies": companies,
        "proposed": sum(plan.state == PlanState.PROPOSED for plan in shown),
    }
    return render(request, "development/plans.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, plan_id: int) -> HttpResponse:
    now = timezone.localtime()
    try:
        shown = get_shown_plan(plan_id, request.viewer, on=now.date())
    except Plan.DoesNotExist as error:
        raise Http404 from error
    if request.method == "POST":
        try:
            services.agree_plan(plan=shown, by=request.user, at=now)
            messages.success(request, _("Du har sagt ja till planen."))
        except services.PlanSettledError as error:
            messages.info(request, str(error))
        return redirect("development:plan", plan_id)
    steps = services.show_plan(plan=shown, by=request.user, at=now)
    missing = services.list_parties_missing(shown)
    context = {
        "plan": shown,
        "steps": steps_in_words(steps),
        "yeses": list_yeses(shown, missing),
        "waits_for_me": services.party_of(shown, request.user, on=now.date()) in missing,
    }
    return render(request, "development/plan.html", context)


def _own_page(request: SignedInRequest, company: Organisation, on: date) -> dict[str, Any]:
    person_id = request.viewer.person_id or 0
    gaps: list[Gap] = list_gaps(person_id, company.pk, on=on)
    found = find_own_plan(person_id, company.pk)
    if found is None:
        return {"company": company, "gaps": gaps}
    steps = services.show_plan(plan=found, by=request.user, at=timezone.now())
    return {
        "company": company,
        "gaps": gaps,
        "plan": found,
        "steps": steps_in_words(steps),
        "yeses": list_yeses(found, services.list_parties_missing(found)),
    }


def _act(
    request: SignedInRequest, plan_id: int, act: Callable[..., Plan], said: str
) -> HttpResponse:
    try:
        act(plan=get_own_plan(plan_id, request.viewer), by=request.user, at=timezone.now())
        messages.success(request, said)
    except Plan.DoesNotExist as error:
        raise Http404 from error
    except services.PlanSettledError as error:
        messages.info(request, str(error))
    return redirect("development:mine")


def _own_employer(person_id: int, organisation_id: int, on: date) -> Organisation:
    for company in list_employers_of(person_id, on=on):
        if company.pk == organisation_id:
            return company
    raise Http404


def _talked_case(person_id: int, organisation_id: int) -> Any:
    """Return the latest case with this employer: who held its talk has a say on the plan."""
    cases = [case for case in list_cases_of(person_id) if case.employer_id == organisation_id]
    return max(cases, key=lambda case: case.opened_at, default=None)


def _as_chosen(found: PlanStep) -> dict[str, Any]:
    return {
        "means": found.means,
        "course": found.course_id,
        "by_on": found.by_on,
        "whose_time": found.whose_time,
        "words": found.words,
    }
