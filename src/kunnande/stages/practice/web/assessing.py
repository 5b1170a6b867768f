from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.cases.services import WrongStateError
from kunnande.stages.centres.services import NotAccreditedError, NotAuthorisedError
from kunnande.stages.practice import queries, services
from kunnande.stages.practice.queries import Assessment, OperationKind, ProtocolPage, Stage
from kunnande.stages.practice.web.forms import EntryForm, StopForm, UnsignedForm
from kunnande.stages.practice.web.paging import page_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

REFUSALS = (
    NotAccreditedError,
    NotAuthorisedError,
    services.AssessmentClosedError,
    services.AssessmentUnfinishedError,
    services.DependentAssessorError,
    services.EntryReusedError,
    services.ImproperEntryError,
    services.NotTheDayError,
    services.NotYourTurnToSignError,
    services.UnsignedReasonMissingError,
    WrongStateError,
)


@require_GET
def assessing(request: SignedInRequest) -> HttpResponse:
    rows = page_of(queries.list_assessments_to_make(request.viewer), request)
    context = {"rows": rows, "today": timezone.localdate()}
    return render(request, "practice/assessing.html", context)


@never_cache
@require_GET
def protocol(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    return _show(request, _assessment(request, assessment_id))


@require_POST
def start(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = _assessment(request, assessment_id)
    try:
        services.start_assessment(assessment=assessment, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.warning(request, str(error))
    return redirect("practice:protocol", assessment_id)


@require_POST
def note(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = _assessment(request, assessment_id)
    form = EntryForm(request.POST)
    problem = "" if form.is_valid() else _("Välj ett av de beskrivna alternativen.")
    if not problem:
        problem = _note(request, assessment, form)
    if request.htmx:
        return _saved(request, assessment, problem)
    if problem:
        return _show(request, assessment, problem, status=422)
    criterion, area = form.cleaned_data["criterion"], form.cleaned_data["area"]
    place = f"moment-{criterion}" if criterion else f"area-{area}"
    return redirect(f"{reverse('practice:protocol', args=[assessment_id])}#{place}")


@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = _assessment(request, assessment_id)
    page = _page(request, assessment)
    if not page.may_enter:
        return redirect("practice:protocol", assessment_id)
    form = StopForm(request.POST or None, stops=page.stops)
    problem = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        now = timezone.now()
        entry = services.Entry(
            client_id=given["client_id"],
            kind=OperationKind.STOP,
            at=now,
            stop_id=given["stop"],
            comment=given["comment"],
        )
        problem = _keep(request, assessment, entry)
        if not problem:
            return redirect("practice:protocol", assessment_id)
    context = {"page": page, "assessment": assessment, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "practice/stop.html", context, status=status)


@require_POST
def sign(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = _assessment(request, assessment_id)
    try:
        services.sign_assessment(assessment=assessment, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _show(request, assessment, str(error), status=422)
    return redirect("practice:protocol", assessment_id)


@require_http_methods(["GET", "POST"])
def unsigned(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = _assessment(request, assessment_id)
    form, problem = UnsignedForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        problem = _close(request, assessment, form.cleaned_data["reason"])
    if queries.get_standing(assessment).stage != Stage.CANDIDATE and not problem:
        return redirect("practice:protocol", assessment_id)
    context = {"assessment": assessment, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "practice/unsigned.html", context, status=status)


def _close(request: SignedInRequest, assessment: Assessment, reason: str) -> str:
    """Lock the protocol unsigned and return what stands in the way, nothing when it is locked."""
    try:
        services.close_unsigned_assessment(
            assessment=assessment, reason=reason, by=request.user, at=timezone.now()
        )
    except REFUSALS as error:
        return str(error)
    assessment.refresh_from_db()
    messages.success(request, _("Protokollet är låst utan personens underskrift."))
    return ""


def _note(request: SignedInRequest, assessment: Assessment, form: EntryForm) -> str:
    given = form.cleaned_data
    entry = services.Entry(
        client_id=given["client_id"],
        kind=given["kind"],
        at=timezone.now(),
        criterion_id=given["criterion"],
        area_version_id=given["area"],
        value=given["value"],
        comment=given["comment"],
    )
    return _keep(request, assessment, entry)


def _keep(request: SignedInRequest, assessment: Assessment, entry: services.Entry) -> str:
    """Keep an entry and return what stands in the way, nothing when it is kept."""
    try:
        services.note_entries(
            assessment=assessment, entries=[entry], by=request.user, at=timezone.now()
        )
    except REFUSALS as error:
        return str(error)
    return ""


def _saved(request: SignedInRequest, assessment: Assessment, problem: str) -> HttpResponse:
    context = {
        **_context(_page(request, assessment)),
        "problem": problem,
        "client_id": uuid4(),
        "now": timezone.now(),
    }
    return render(request, "practice/_saved_entry.html", context)


def _show(
    request: SignedInRequest, assessment: Assessment, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {**_context(_page(request, assessment)), "problem": problem}
    return render(request, "practice/protocol.html", context, status=status)


def _page(request: SignedInRequest, assessment: Assessment) -> ProtocolPage:
    assessment.refresh_from_db(fields=["state", "stopped_at", "candidate_signed_at", "lockings"])
    try:
        return services.show_protocol(assessment=assessment, by=request.user, at=timezone.now())
    except services.PracticeNotShownError as error:
        raise Http404 from error


def _context(page: ProtocolPage) -> dict[str, object]:
    begins = page.assessment.started_at
    minutes_gone = int((timezone.now() - begins).total_seconds() // 60) if begins else 0
    return {
        "page": page,
        "assessment": page.assessment,
        "criteria": [(row, uuid4()) for row in page.criteria],
        "areas": [(row, uuid4()) for row in page.areas],
        "phases": [
            (
                phase,
                begins + timedelta(minutes=phase.from_minute) if begins else None,
                phase.from_minute <= minutes_gone < phase.to_minute and begins is not None,
            )
            for phase in page.phases
        ],
        "is_today": page.assessment.starts_on == timezone.localdate(),
        "scored": len(page.criteria) - len(page.unscored),
    }


def _assessment(request: SignedInRequest, assessment_id: int) -> Assessment:
    try:
        return queries.get_assessment_to_make(assessment_id, request.viewer)
    except Assessment.DoesNotExist as error:
        raise Http404 from error
