from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.web.asking import Question, ask, attempt, do
from kunnande.stages.centres.web.finding import address_of, find
from kunnande.stages.centres.web.forms import (
    AnswerFindingForm,
    PlanAuditForm,
    PostponeForm,
    ProtocolForm,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.centres.queries import Accreditation, AuditVisit
    from kunnande.stages.parties.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
def plan_audit(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    asked = find(queries.get_accreditation_of_scheme, accreditation_id, request)
    auditors = queries.list_possible_auditors(asked, on=timezone.localdate())
    form = PlanAuditForm(request.POST or None, auditors=auditors)
    question = Question(
        heading=_("Planera granskningsbesöket"),
        kicker=asked.centre.name,
        intro=_(
            "Bara granskare utan band till testcentret går att välja. "
            "Båda intygar själva att de är opartiska."
        ),
        button=_("Planera besöket"),
        done=_("Besöket är planerat. Granskarna ser det när de loggar in."),
        back=address_of(asked),
    )
    return ask(
        request,
        question,
        form,
        lambda *, on, by, at, **_named: services.plan_audit(
            accreditation=asked, on=on, auditors=form.read_auditors(), by=by, at=at
        ),
    )


@require_POST
def declare(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    audited = find(queries.get_accreditation_to_audit, accreditation_id, request)
    visit = _visit_of(audited)
    return do(
        request,
        partial(services.declare_no_conflict, visit=visit),
        done=_("Du har intygat att du är opartisk."),
        back=address_of(audited),
    )


@require_http_methods(["GET", "POST"])
def protocol(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    audited = find(queries.get_accreditation_to_audit, accreditation_id, request)
    visit = _visit_of(audited)
    rows = queries.list_requirement_rows(audited)
    form, problem = ProtocolForm(request.POST or None, rows=rows), ""
    if request.method == "POST" and form.is_valid():
        problem = attempt(
            lambda: services.write_protocol(
                visit=visit,
                protocol=form.cleaned_data["protocol"],
                findings=form.read_findings(),
                by=request.user,
                at=timezone.now(),
            )
        )
        if not problem:
            messages.success(request, _("Protokollet är skrivet. Testcentret kan läsa det."))
            return redirect(address_of(audited))
    context = {"accreditation": audited, "visit": visit, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "centres/protocol.html", context, status=status)


@require_http_methods(["GET", "POST"])
def answer_finding(request: SignedInRequest, finding_id: int) -> HttpResponse:
    finding = find(queries.get_finding, finding_id, request)
    own = find(queries.get_accreditation_of_centre, finding.visit.accreditation_id, request)
    told = {"corrective_action": finding.corrective_action}
    form = AnswerFindingForm(request.POST or None, initial=told)
    question = Question(
        heading=_("Avvikelse %(code)s") % {"code": finding.requirement.code},
        kicker=own.centre.name,
        intro=finding.text,
        button=_("Svara granskarna"),
        done=_("Svaret är sparat. Granskarna läser det."),
        back=address_of(own),
    )
    return ask(
        request,
        question,
        form,
        partial(services.answer_finding, finding=finding),
    )


@require_POST
def resolve_finding(request: SignedInRequest, finding_id: int) -> HttpResponse:
    finding = find(queries.get_finding, finding_id, request)
    audited = find(queries.get_accreditation_to_audit, finding.visit.accreditation_id, request)
    return do(
        request,
        partial(services.resolve_finding, finding=finding),
        done=_("Avvikelsen är åtgärdad."),
        back=address_of(audited),
    )


@require_http_methods(["GET", "POST"])
def postpone_finding(request: SignedInRequest, finding_id: int) -> HttpResponse:
    finding = find(queries.get_finding, finding_id, request)
    asked = find(queries.get_accreditation_of_scheme, finding.visit.accreditation_id, request)
    form = PostponeForm(request.POST or None)
    question = Question(
        heading=_("Ge testcentret mer tid"),
        kicker=asked.centre.name,
        intro=finding.text,
        button=_("Ge uppskov"),
        done=_("Testcentret har fått mer tid."),
        back=address_of(asked),
    )
    return ask(
        request,
        question,
        form,
        partial(services.postpone_finding, finding=finding),
    )


def _visit_of(accreditation: Accreditation) -> AuditVisit:
    visit = queries.find_visit(accreditation.pk)
    if visit is None:
        raise Http404
    return visit
