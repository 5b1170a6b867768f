from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kunnande.stages.cases.queries import Case, CaseState
from kunnande.stages.cases.services import WrongStateError
from kunnande.stages.centres.services import NotAccreditedError, NotAuthorisedError
from kunnande.stages.framework.queries import localised
from kunnande.stages.itembank.queries import get_blueprint
from kunnande.stages.itembank.services import BankExhaustedError, BankTooSmallError
from kunnande.stages.parties.queries import Role, get_organisation
from kunnande.stages.testing import services
from kunnande.stages.testing.queries import (
    Sitting,
    cases_to_plan,
    cases_to_talk_about,
    find_retake,
    get_case_to_plan,
    get_sitting,
    list_form_choices,
    sittings_at_centres,
)
from kunnande.stages.testing.web.forms import DayForm, PlanForm
from kunnande.stages.testing.web.paging import ROWS_ON_A_PAGE, number_of, page_of, shown_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest

REFUSALS = (
    BankExhaustedError,
    BankTooSmallError,
    NotAccreditedError,
    NotAuthorisedError,
    services.NotYourCentreError,
    services.NothingRemainsError,
    services.BookedSittingError,
    services.PastDateError,
    services.RetakeTooSoonError,
    services.WrongBlueprintError,
    WrongStateError,
)


@require_GET
def leading(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    retakes = services.show_retakes(
        first=(number_of(request, "igen") - 1) * ROWS_ON_A_PAGE,
        most=ROWS_ON_A_PAGE,
        by=request.user,
        at=timezone.now(),
    )
    context = {
        "today": today,
        "centres": _centres(request),
        "to_plan": page_of(request, cases_to_plan(request.viewer), "redo"),
        "to_talk": page_of(request, cases_to_talk_about(request.viewer), "samtal"),
        "retakes": shown_of(request, "igen", retakes.rows, total=retakes.total),
        "sittings": page_of(request, sittings_at_centres(request.viewer, since=today), "prov"),
    }
    return render(request, "testing/leading.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, case_id: int) -> HttpResponse:
    case = _case(request, case_id)
    today = timezone.localdate()
    choices = list_form_choices(case, on=today)
    retake = find_retake(case, on=today)
    initial = {
        "takes_place_on": retake.earliest_on if retake else today,
        "language": "sv",
        "blueprint": next((c.blueprint.pk for c in choices if c.can_be_planned), None),
    }
    form = PlanForm(
        request.POST or None, initial=initial, centres=_centres(request), form_choices=choices
    )
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _plan(request, case, form)
        if not problem:
            return redirect("testing:leading")
    context = {
        "case": case,
        "product_name": localised(case.product_version.product, "name"),
        "form": form,
        "choices": choices,
        "chosen": str(form["blueprint"].value() or ""),
        "problem": problem,
        "may_be_planned": case.state == CaseState.MAPPED or retake is not None,
        "retake": retake,
    }
    status = 422 if problem or form.errors else 200
    return render(request, "testing/plan.html", context, status=status)


@require_http_methods(["GET", "POST"])
def replan(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    try:
        sitting = get_sitting(sitting_id, request.viewer)
    except Sitting.DoesNotExist as error:
        raise Http404 from error
    form = DayForm(request.POST or None, initial={"takes_place_on": sitting.takes_place_on})
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _replan(request, sitting, form.cleaned_data["takes_place_on"])
        if not problem:
            return redirect("testing:leading")
    context = {"sitting": sitting, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "testing/replan.html", context, status=status)


def _plan(request: SignedInRequest, case: Case, form: PlanForm) -> str:
    """Plan the sitting and return what stands in the way, nothing when it is planned."""
    given = form.cleaned_data
    try:
        services.plan_sitting(
            case=case,
            blueprint=get_blueprint(given["blueprint"]),
            centre=get_organisation(given["centre"]),
            takes_place_on=given["takes_place_on"],
            language=given["language"],
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        return str(error)
    messages.success(request, _("Provet är planerat för %(name)s.") % {"name": case.person.name})
    return ""


def _replan(request: SignedInRequest, sitting: Sitting, day: date) -> str:
    try:
        services.replan_sitting(
            sitting=sitting, takes_place_on=day, by=request.user, at=timezone.now()
        )
    except REFUSALS as error:
        return str(error)
    messages.success(request, _("Provet är flyttat."))
    return ""


def _case(request: SignedInRequest, case_id: int) -> Case:
    try:
        return get_case_to_plan(case_id, request.viewer)
    except Case.DoesNotExist as error:
        raise Http404 from error


def _centres(request: SignedInRequest) -> list[Organisation]:
    ids = request.viewer.organisations(Role.TEST_LEADER)
    return [get_organisation(pk) for pk in sorted(ids)]
