from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kunnande.stages.cases.queries import Case, get_case
from kunnande.stages.decision import queries, services
from kunnande.stages.decision.queries import Decision
from kunnande.stages.decision.web.forms import DecideForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_GET
def ready(request: SignedInRequest) -> HttpResponse:
    cases = queries.list_ready_for_decision(request.viewer)
    return render(request, "decision/ready.html", {"cases": cases})


@require_http_methods(["GET", "POST"])
def case(request: SignedInRequest, case_id: int) -> HttpResponse:
    found = _get_case_or_404(request, case_id)
    form, problem = DecideForm(request.POST or None), ""
    try:
        if form.is_valid():
            return _decide(request, found, form)
    except (services.NotIndependentError, services.GroundsChangedError) as error:
        problem = str(error)
    except services.WrongStateError:
        return _no_longer_waiting(request)
    try:
        return _ask(request, _get_case_or_404(request, case_id), form, problem)
    except services.WrongStateError:
        return _no_longer_waiting(request)


@require_GET
def show(request: SignedInRequest, decision_id: int) -> HttpResponse:
    try:
        decision = queries.get_decision(decision_id, request.viewer)
    except Decision.DoesNotExist as error:
        raise Http404 from error
    page = services.show_decision(decision=decision, by=request.user, at=timezone.now())
    return render(request, "decision/show.html", {"page": page, "decision": decision})


def _decide(request: SignedInRequest, case: Case, form: DecideForm) -> HttpResponse:
    decision = services.decide(
        case=case,
        grounds=form.cleaned_data["grounds"],
        shown_outcome=form.cleaned_data["shown_outcome"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Beslutet är fattat."))
    return redirect("decision:show", decision.pk)


def _no_longer_waiting(request: SignedInRequest) -> HttpResponse:
    messages.info(request, _("Ärendet väntar inte på beslut. Det kan redan vara beslutat."))
    return redirect("decision:ready")


def _ask(request: SignedInRequest, case: Case, form: DecideForm, problem: str) -> HttpResponse:
    page = services.show_case_for_decision(case=case, by=request.user, at=timezone.now())
    context = {"page": page, "form": form, "problem": problem}
    return render(request, "decision/case.html", context)


def _get_case_or_404(request: SignedInRequest, case_id: int) -> Case:
    try:
        return get_case(case_id, request.viewer)
    except Case.DoesNotExist as error:
        raise Http404 from error
