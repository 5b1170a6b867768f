from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kunnande.stages.cases.services import NotYourOwnResultError, WrongStateError
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role
from kunnande.stages.practice import queries, services
from kunnande.stages.practice.queries import Assessment, Stage
from kunnande.stages.practice.web.forms import ReasonForm, TalkForm
from kunnande.stages.practice.web.paging import page_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.practice.services import PracticalResultPage


@never_cache
@require_GET
def result(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = _assessment(request, assessment_id)
    try:
        page = _show(request, assessment)
    except services.PracticeNotShownError as error:
        if assessment.case.person_id != request.viewer.person_id:
            raise Http404 from error
        return redirect("practice:mine", assessment_id)
    return render(request, "practice/result.html", {"page": page, "assessment": assessment})


@never_cache
@require_http_methods(["GET", "POST"])
def talk(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = _assessment(request, assessment_id)
    try:
        page = _show(request, assessment)
    except services.PracticeNotShownError as error:
        raise Http404 from error
    if page.talk or page.is_own:
        return redirect("practice:result", assessment_id)
    form, problem = TalkForm(request.POST or None, remaining=page.remaining), ""
    if request.method == "POST" and form.is_valid():
        problem = _hold(request, assessment, form)
        if not problem:
            return redirect("practice:result", assessment_id)
    context = {"page": page, "assessment": assessment, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "practice/talk.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    try:
        assessment = queries.get_own_assessment(assessment_id, request.viewer)
    except Assessment.DoesNotExist as error:
        raise Http404 from error
    problem = _sign(request, assessment) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return redirect("practice:mine", assessment_id)
    standing = queries.get_standing(assessment)
    version = assessment.protocol_version
    context = {
        "assessment": assessment,
        "product_name": localised(assessment.case.product_version.product, "name"),
        "protocol": version,
        "phases": queries.list_phases(version),
        "assessors": [str(part.assessor) for part in standing.parts],
        "stage": standing.stage,
        "may_sign": standing.stage == Stage.CANDIDATE,
        "was_stopped": standing.stop is not None,
        "is_talked_about": queries.is_practice_talked_about(assessment),
        "problem": problem,
    }
    return render(request, "practice/mine.html", context, status=422 if problem else 200)


@require_GET
def locked(request: SignedInRequest) -> HttpResponse:
    rows = page_of(queries.list_assessments_locked(request.viewer), request)
    # A scheme owner knows a case by its number until it is decided.
    context = {"rows": rows, "shows_names": bool(request.viewer.organisations(Role.EXAMINER))}
    return render(request, "practice/locked.html", context)


@require_http_methods(["GET", "POST"])
def unlock(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    found = queries.list_assessments_locked(request.viewer).filter(pk=assessment_id).first()
    if found is None:
        raise Http404
    form, problem = ReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        problem = _unlock(request, found, form.cleaned_data["reason"])
        if not problem:
            return redirect("practice:locked")
    context = {"assessment": found, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "practice/unlock.html", context, status=status)


def _hold(request: SignedInRequest, assessment: Assessment, form: TalkForm) -> str:
    """Record the talk and return what stands in the way, nothing when it is recorded."""
    try:
        services.hold_practical_talk(
            assessment=assessment,
            summary=form.cleaned_data["summary"],
            proposals=form.proposals,
            by=request.user,
            at=timezone.now(),
        )
    except (services.ProposalMissingError, NotYourOwnResultError, WrongStateError) as error:
        return str(error)
    name = {"name": assessment.case.person.name}
    messages.success(request, _("Samtalet med %(name)s är noterat.") % name)
    return ""


def _sign(request: SignedInRequest, assessment: Assessment) -> str:
    try:
        services.sign_own_assessment(assessment=assessment, by=request.user, at=timezone.now())
    except services.NotYourTurnToSignError as error:
        return str(error)
    messages.success(request, _("Du har skrivit under. Protokollet är låst."))
    return ""


def _unlock(request: SignedInRequest, assessment: Assessment, reason: str) -> str:
    try:
        services.unlock_assessment(
            assessment=assessment, reason=reason, by=request.user, at=timezone.now()
        )
    except (
        services.MayNotUnlockError,
        services.UnlockReasonMissingError,
        WrongStateError,
    ) as error:
        return str(error)
    messages.success(request, _("Protokollet är upplåst. Bedömarna ser det i sin lista."))
    return ""


def _show(request: SignedInRequest, assessment: Assessment) -> PracticalResultPage:
    return services.show_practical_result(assessment=assessment, by=request.user, at=timezone.now())


def _assessment(request: SignedInRequest, assessment_id: int) -> Assessment:
    try:
        return queries.get_assessment(assessment_id, request.viewer)
    except Assessment.DoesNotExist as error:
        raise Http404 from error
