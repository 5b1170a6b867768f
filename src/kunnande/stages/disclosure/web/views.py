from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kunnande.stages.disclosure import services
from kunnande.stages.disclosure.queries import (
    find_agreement_in_force,
    find_answer,
    list_agreements,
)
from kunnande.stages.parties.queries import (
    Role,
    get_organisation,
    get_person,
    is_employed_by,
)

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Person, SignedInRequest


@require_http_methods(["GET", "POST"])
def agreement(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    """The person reads what an employer will see, and says yes or no."""
    now = timezone.localtime()
    person = _employee(request, organisation_id, now.date())
    in_force = find_agreement_in_force(organisation_id, on=now.date())
    if in_force is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        choice = request.POST.get("answer")
        if choice in {"yes", "no"}:
            services.answer_agreement(
                agreement=in_force, person=person, accepted=choice == "yes", by=request.user, at=now
            )
            messages.success(request, _("Ditt svar är sparat. Du kan ändra det när du vill."))
            return redirect("home:start")
        problem = _("Välj ja eller nej.")
    context = {
        "organisation": get_organisation(organisation_id),
        "agreement": in_force,
        "answer": find_answer(person.pk, organisation_id, on=now.date()),
        "problem": problem,
    }
    return render(request, "disclosure/agreement.html", context, status=422 if problem else 200)


@require_GET
def company(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    if organisation_id not in request.viewer.organisations(Role.EMPLOYER):
        raise PermissionDenied
    context = {
        "organisation": get_organisation(organisation_id),
        "agreement": find_agreement_in_force(organisation_id, on=timezone.localdate()),
        "agreements": list_agreements(organisation_id),
    }
    return render(request, "disclosure/company.html", context)


def _employee(request: SignedInRequest, organisation_id: int, on: date) -> Person:
    person_id = request.viewer.person_id
    if person_id is None or not is_employed_by(
        person_id=person_id, organisation_id=organisation_id, on=on
    ):
        raise Http404
    return get_person(person_id)
