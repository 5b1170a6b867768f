from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.parties import services
from kunnande.stages.parties.queries import (
    Role,
    find_employee,
    get_person,
    list_organisation_rows,
    organisations_of,
    organisations_visible_to,
)
from kunnande.stages.parties.web.forms import InviteContactForm, InviteEmployeeForm
from kunnande.stages.parties.web.links import hand_over, take_over

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_GET
def organisations(request: SignedInRequest) -> HttpResponse:
    rows = list_organisation_rows(at=timezone.now())
    return render(request, "parties/organisations.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def invite_contact(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = get_object_or_404(
        organisations_visible_to(request.viewer), pk=organisation_id, kind="company"
    )
    form = InviteContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.invite_contact(
                organisation=organisation,
                role=Role.EMPLOYER,
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except services.AlreadyInvitedError as error:
            form.add_error("email", str(error))
        else:
            return hand_over(request, issued, back="parties:organisations")
    context = {"form": form, "organisation": organisation}
    return render(request, "parties/invite_contact.html", context)


@require_http_methods(["GET", "POST"])
def invite_employee(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = get_object_or_404(
        organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id
    )
    form = InviteEmployeeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.invite_employee(
                organisation=organisation, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except (services.ImproperIdentityNumberError, services.KnownElsewhereError) as error:
            form.add_error("identity_number", str(error))
        except services.EmailTakenError as error:
            form.add_error("email", str(error))
        except services.AlreadyEmployedError as error:
            form.add_error(None, str(error))
        else:
            return hand_over(request, issued, back="home:employees", organisation=organisation)
    context = {"form": form, "organisation": organisation}
    return render(request, "parties/invite_employee.html", context)


@require_POST
def renew_invitation(
    request: SignedInRequest, organisation_id: int, person_id: int
) -> HttpResponse:
    organisation = get_object_or_404(
        organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id
    )
    now = timezone.now()
    employee = find_employee(organisation, person_id, on=timezone.localdate(now))
    if employee is None or not employee.email:
        raise Http404
    if employee.has_account:
        messages.info(request, _("%(name)s har redan ett konto.") % {"name": employee.name})
        return redirect("home:employees", organisation_id)
    try:
        issued = services.invite(
            person=get_person(person_id),
            organisation=organisation,
            email=employee.email,
            by=request.user,
            at=now,
        )
    except (services.KnownElsewhereError, services.EmailTakenError) as error:
        messages.warning(request, str(error))
        return redirect("home:employees", organisation_id)
    return hand_over(request, issued, back="home:employees", organisation=organisation)


@require_GET
@never_cache
def invited(request: SignedInRequest) -> HttpResponse:
    return render(request, "parties/invited.html", {"issued": take_over(request)})
