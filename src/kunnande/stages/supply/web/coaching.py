"""The companies a coach supports, and the log the coach and the company share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.supply.queries.plans import (
    list_coach_notes,
    list_coached_rows,
    list_coachings,
    list_own_coachings,
)
from kunnande.stages.supply.services import coaching
from kunnande.stages.supply.services.plans import NotYourPlanError
from kunnande.stages.supply.web.plan_forms import CoachForm, NoteForm
from kunnande.stages.supply.web.plans import is_own, planned_company
from kunnande.stages.supply.web.selections import own_company

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

_NOTES_ON_A_PAGE = 25


@require_GET
def coached(request: SignedInRequest) -> HttpResponse:
    rows = list_coached_rows(request.viewer)
    return render(request, "supply/coached.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def log(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    """The log; the company reads it and lets coaches in, the coach writes it."""
    company = planned_company(request, organisation_id)
    own = is_own(request, company.pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            coaching.write_coach_note(
                company=company, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except NotYourPlanError as error:
            raise Http404 from error
        return redirect("supply:log", company.pk)
    notes = Paginator(list_coach_notes(company.pk), _NOTES_ON_A_PAGE)
    context = {
        "organisation": company,
        "is_own": own,
        "form": CoachForm() if own else form,
        "coachings": list_coachings(company.pk) if own else (),
        "notes": notes.get_page(request.GET.get("sida")),
    }
    return render(request, "supply/log.html", context)


@require_POST
def let_coach(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    company = own_company(request, organisation_id)
    form = CoachForm(request.POST)
    if not form.is_valid():
        messages.info(request, _("Skriv coachens e-post."))
        return redirect("supply:log", company.pk)
    try:
        coaching.let_coach_in(
            company=company, email=form.cleaned_data["email"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("Coachen kan nu läsa och skriva i planen."))
    except (coaching.NotACoachError, coaching.AlreadyLetInError) as error:
        messages.info(request, str(error))
    return redirect("supply:log", company.pk)


@require_POST
def stop_coach(request: SignedInRequest, coaching_id: int) -> HttpResponse:
    standing = get_object_or_404(list_own_coachings(request.viewer), pk=coaching_id)
    coaching.end_coaching(coaching=standing, by=request.user, at=timezone.now())
    messages.success(request, _("Coachen kan inte längre läsa planen. Loggen finns kvar."))
    return redirect("supply:log", standing.company_id)
