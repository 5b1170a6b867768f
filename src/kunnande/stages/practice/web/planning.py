from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.booking.queries import (
    Session,
    get_session_of_centre,
    list_practical_sessions,
)
from kunnande.stages.cases.services import WrongStateError
from kunnande.stages.centres.services import NotAccreditedError, NotAuthorisedError
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role, get_organisation, list_members
from kunnande.stages.practice import queries, services
from kunnande.stages.practice.queries import Assessment, AssessmentState
from kunnande.stages.practice.web.forms import PlanForm, ReasonForm
from kunnande.stages.practice.web.paging import page_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import SignedInRequest, User
    from kunnande.stages.practice.queries import ProductProtocol

REFUSALS = (
    NotAccreditedError,
    NotAuthorisedError,
    services.AssessmentOpenError,
    services.AttemptTooSoonError,
    services.DependentAssessorError,
    services.ForeignCentreError,
    services.PastAssessmentError,
    services.PracticeShownError,
    services.WrongNumberOfAssessorsError,
    services.WrongProtocolError,
    WrongStateError,
)


@require_GET
def planning(request: SignedInRequest) -> HttpResponse:
    waiting = queries.list_cases_to_assess(request.viewer)
    context = {
        "sessions": list_practical_sessions(request.viewer, on=timezone.localdate()),
        "waiting": page_of(waiting, request),
        "again": services.show_cases_to_reassess(by=request.user, at=timezone.now()),
        "assessments": page_of(
            queries.list_assessments_at_centres(request.viewer), request, "plan"
        ),
    }
    return render(request, "practice/planning.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, case_id: int) -> HttpResponse:
    offered = (queries.list_cases_to_assess, queries.list_cases_to_reassess)
    found = (cases(request.viewer).filter(pk=case_id).first() for cases in offered)
    case = next(filter(None, found), None)
    if case is None:
        raise Http404
    protocols = {row.pk: row for row in queries.list_protocols_of(case.product_version_id)}
    assessors = _assessors(request)
    form = PlanForm(
        request.POST or None,
        initial={"starts_on": timezone.localdate(), "protocol": min(protocols)},
        protocols=[(pk, _words(row)) for pk, row in protocols.items()],
        centres=_centres(request),
        assessors=[(user.pk, str(user)) for user in assessors.values()],
    )
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _plan(request, case, form, protocols=protocols, assessors=assessors)
        if not problem:
            return redirect("practice:planning")
    product = localised(case.product_version.product, "name")
    context = {"case": case, "product_name": product, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "practice/plan.html", context, status=status)


@require_POST
def prepare(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Plan the assessments of a session, and say for whom there could be none."""
    try:
        session = get_session_of_centre(session_id, request.viewer)
        made = services.prepare_assessments(session=session, by=request.user, at=timezone.now())
    except (Session.DoesNotExist, services.ForeignCentreError) as error:
        raise Http404 from error
    except (*REFUSALS, services.NotPracticalError) as error:
        messages.info(request, str(error))
        return redirect("practice:planning")
    count = len(made.assessments)
    words = ngettext("%(count)d prov är förberett.", "%(count)d prov är förberedda.", count)
    messages.success(request, words % {"count": count})
    for booking, why in made.left_out:
        messages.info(request, f"{booking.person.name}: {why}")
    return redirect("practice:planning")


@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    own = queries.list_assessments_at_centres(request.viewer)
    assessment = own.filter(pk=assessment_id, state=AssessmentState.PLANNED).first()
    if assessment is None:
        raise Http404
    form, problem = ReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        problem = _cancel(request, assessment, form.cleaned_data["reason"])
        if not problem:
            return redirect("practice:planning")
    context = {"assessment": assessment, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "practice/cancel.html", context, status=status)


def _plan(
    request: SignedInRequest,
    case: Case,
    form: PlanForm,
    *,
    protocols: dict[int, ProductProtocol],
    assessors: dict[int, User],
) -> str:
    """Plan the assessment and return what stands in the way, nothing when it is planned."""
    given = form.cleaned_data
    try:
        services.plan_assessment(
            case=case,
            protocol=protocols[given["protocol"]],
            centre=get_organisation(given["centre"]),
            assessors=[assessors[pk] for pk in given["assessors"]],
            starts_on=given["starts_on"],
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        return str(error)
    name = {"name": case.person.name}
    messages.success(request, _("Det praktiska provet är planerat för %(name)s.") % name)
    return ""


def _cancel(request: SignedInRequest, assessment: Assessment, reason: str) -> str:
    try:
        services.cancel_assessment(
            assessment=assessment, reason=reason, by=request.user, at=timezone.now()
        )
    except (services.CancelReasonMissingError, WrongStateError) as error:
        return str(error)
    messages.success(request, _("Det praktiska provet är inställt."))
    return ""


def _words(row: ProductProtocol) -> str:
    version = row.protocol_version
    words = {
        "name": localised(version, "name"),
        "minutes": version.total_minutes,
        "assessors": version.assessors_needed,
    }
    return _("%(name)s · %(minutes)s minuter · bedömare: %(assessors)s") % words


def _centres(request: SignedInRequest) -> list[tuple[int, str]]:
    own = sorted(request.viewer.organisations(Role.TEST_LEADER))
    return [(pk, get_organisation(pk).name) for pk in own]


def _assessors(request: SignedInRequest) -> dict[int, User]:
    today = timezone.localdate()
    return {
        user.pk: user
        for centre_id in sorted(request.viewer.organisations(Role.TEST_LEADER))
        for user in list_members(get_organisation(centre_id), Role.ASSESSOR, on=today)
    }
