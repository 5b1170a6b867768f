"""A company lets its people enter and leave, and says what other support it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kunnande.stages.parties.queries import Person, Role, list_employees, organisations_of
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import participations_visible_to
from kunnande.stages.programme.queries.companies import programmes_of_company
from kunnande.stages.programme.web.forms import EnterForm, LeaveForm, SupportForm

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest

REFUSED = (
    services.OutsideProgrammeError,
    services.ClosedCompanyError,
    services.NotEmployedThereError,
    services.InAnotherProgrammeError,
)


@require_http_methods(["GET", "POST"])
def enter(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    company = _own(request, organisation_id)
    people = _people_of(company)
    form = EnterForm(request.POST or None, programmes=programmes_of_company(company), people=people)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_participant(
                **form.cleaned_data, company=company, by=request.user, at=timezone.now()
            )
        except REFUSED as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Personen är med i programmet."))
            return redirect("programme:staff", organisation_id)
    return render(request, "programme/enter.html", {"form": form, "company": company})


@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, participation_id: int) -> HttpResponse:
    theirs = participations_visible_to(request.viewer).exclude(person=request.viewer.person_id)
    participation = get_object_or_404(theirs, pk=participation_id)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.leave_programme(
                participation=participation,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except services.ImproperLeavingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Deltagandet är avslutat."))
            return redirect("home:start")
    context = {"form": form, "participation": participation}
    return render(request, "programme/leave.html", context)


@require_http_methods(["GET", "POST"])
def other_support(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    company = _own(request, organisation_id)
    form = SupportForm(request.POST or None, people=_people_of(company))
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_other_support(
                company=company,
                support=services.Support(**form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
        except services.ImproperSupportError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Stödet är inskrivet. Tiden räknas inte en gång till."))
            return redirect("programme:staff", organisation_id)
    return render(request, "programme/other_support.html", {"form": form, "company": company})


def _own(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)


def _people_of(company: Organisation) -> QuerySet[Person]:
    rows = list_employees(company, on=timezone.localdate())
    return Person.objects.filter(pk__in=[row.person_id for row in rows]).order_by("sort_key", "pk")
