from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kunnande.stages.cases.queries import Case, get_case, get_own_case
from kunnande.stages.decision import queries, services
from kunnande.stages.decision.queries import Decision
from kunnande.stages.decision.web.forms import DecideForm
from kunnande.stages.decision.web.papers import print_decision, print_letter

if TYPE_CHECKING:
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


@require_GET
@never_cache
def letter(request: SignedInRequest, case_id: int, language: str) -> HttpResponse:
    now = timezone.now()
    try:
        with _in_language(language):
            own = get_own_case(case_id, request.viewer)
            told = queries.get_letter(own, on=timezone.localdate(now))
            printed = print_letter(told, at=now)
    except (Case.DoesNotExist, queries.NoLetterError) as error:
        raise Http404 from error
    return _as_pdf(printed, f"brev-{language}.pdf", language)


@require_GET
@never_cache
def paper(request: SignedInRequest, decision_id: int, language: str) -> HttpResponse:
    now = timezone.now()
    try:
        with _in_language(language):
            own = queries.get_own_decision(decision_id, request.viewer)
            page = services.show_decision(decision=own, by=request.user, at=now)
            printed = print_decision(page, at=now)
    except Decision.DoesNotExist as error:
        raise Http404 from error
    return _as_pdf(printed, f"beslut-{language}.pdf", language)


def _in_language(language: str) -> translation.override:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return translation.override(language)


def _as_pdf(printed: bytes, name: str, language: str) -> HttpResponse:
    response = HttpResponse(printed, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Language"] = language
    return response


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
