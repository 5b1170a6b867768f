from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.cases import services
from kunnande.stages.cases.queries import (
    Case,
    RatingStep,
    cases_of_employees_visible_to,
    get_own_case,
    list_cases_of,
    list_rating_steps,
)
from kunnande.stages.cases.web.forms import OpenCaseForm
from kunnande.stages.framework.queries import list_levels, localised, localised_list
from kunnande.stages.parties.queries import Role, get_organisation, get_person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
def open_for_employee(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    if organisation_id not in request.viewer.organisations(Role.EMPLOYER):
        raise PermissionDenied
    now = timezone.localtime()
    organisation = get_organisation(organisation_id)
    form = OpenCaseForm(request.POST or None, organisation=organisation, on=now.date())
    if request.method == "POST" and form.is_valid():
        person = get_person(form.cleaned_data["person"])
        try:
            services.open_case(
                person=person,
                product_version_id=form.cleaned_data["product_version"],
                employer=organisation,
                by=request.user,
                at=now,
            )
        except services.CaseAlreadyOpenError as error:
            form.add_error("person", str(error))
        else:
            messages.success(request, _("%(name)s är anmäld.") % {"name": person.name})
            return redirect("cases:open", organisation_id)
    waiting = cases_of_employees_visible_to(request.viewer, on=now.date())
    context = {
        "organisation": organisation,
        "form": form,
        "cases": [
            (case, localised(case.product_version.product, "name"))
            for case in waiting.filter(employer=organisation).order_by("-opened_at")[:200]
        ],
    }
    return render(request, "cases/open.html", context)


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    cases = list_cases_of(request.viewer.person_id) if request.viewer.person_id else []
    rows = [
        (case, localised(case.product_version.product, "name"), list_rating_steps(case))
        for case in cases
    ]
    return render(request, "cases/mine.html", {"rows": rows})


@require_POST
def begin(request: SignedInRequest, case_id: int) -> HttpResponse:
    case = _own(request, case_id)
    try:
        services.admit(case=case, by=request.user, at=timezone.localtime())
    except services.DisclosureUnansweredError as error:
        messages.info(request, str(error))
        return redirect("disclosure:agreement", case.employer_id)
    except services.WrongStateError:
        # A second press of the button, or an old tab: the case is past this step already.
        return redirect("cases:mine")
    return redirect("cases:rate", case_id, 1)


@require_http_methods(["GET", "POST"])
def rate(request: SignedInRequest, case_id: int, number: int) -> HttpResponse:
    case = _own(request, case_id)
    step = _step(case, number)
    problem = ""
    if request.method == "POST":
        problem = _keep(request, case, step)
        if not problem:
            return _next_of(request, case, step)
    context = {
        "case": case,
        "step": step,
        "product_name": localised(case.product_version.product, "name"),
        "area_description": localised(step.area, "name"),
        "levels": [
            (level.value, localised_list(level, "statements"))
            for level in list_levels(case.product_version.product.scheme_id)
        ],
        "problem": problem,
    }
    return render(request, "cases/rate.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, case_id: int) -> HttpResponse:
    case = _own(request, case_id)
    problem = ""
    if request.method == "POST":
        try:
            services.submit_self_rating(
                case=case, by=request.user, at=timezone.localtime()
            )
        except services.AreasUnratedError as error:
            problem = str(error)
        except (services.AlreadySubmittedError, services.WrongStateError) as error:
            messages.info(request, str(error))
            return redirect("cases:mine")
        else:
            messages.success(request, _("Din bedömning är inlämnad. Nu kan ett prov planeras."))
            return redirect("home:start")
    context = {"case": case, "steps": list_rating_steps(case), "problem": problem}
    return render(request, "cases/review.html", context, status=422 if problem else 200)


def _own(request: SignedInRequest, case_id: int) -> Case:
    try:
        return get_own_case(case_id, request.viewer.person_id)
    except Case.DoesNotExist as error:
        raise Http404 from error


def _step(case: Case, number: int) -> RatingStep:
    steps = list_rating_steps(case)
    if not 1 <= number <= len(steps):
        raise Http404
    return steps[number - 1]


def _keep(request: SignedInRequest, case: Case, step: RatingStep) -> str:
    """Save the chosen level and return what is to be mended, nothing when it is saved."""
    chosen = request.POST.get("level", "")
    if chosen not in {"0", "1", "2", "3", "4"}:
        return _("Välj det som stämmer bäst.")
    try:
        services.rate_area(
            case=case,
            area_version_id=step.area.area_version_id,
            level=int(chosen),
            by=request.user,
            at=timezone.localtime(),
        )
    except (services.AlreadySubmittedError, services.WrongStateError) as error:
        return str(error)
    return ""


def _next_of(request: SignedInRequest, case: Case, step: RatingStep) -> HttpResponse:
    if "later" in request.POST:
        messages.success(request, _("Sparat. Fortsätt när det passar dig."))
        return redirect("home:start")
    if step.number == step.of:
        return redirect("cases:review", case.pk)
    return redirect("cases:rate", case.pk, step.number + 1)
