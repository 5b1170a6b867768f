from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kunnande.stages.parties.queries import Role, get_person, list_employees, organisations_of
from kunnande.stages.requirements import services
from kunnande.stages.requirements.queries import (
    Holding,
    get_holding,
    list_roles,
    list_templates,
    roles_visible_to,
)
from kunnande.stages.requirements.web.forms import AssignForm, NewRoleForm, RoleForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest


@require_safe
def roles(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = _own(request, organisation_id)
    rows = list_roles(organisation.pk, timezone.localdate())
    context = {
        "organisation": organisation,
        "rows": rows,
        "short": sum(row.missing > 0 for row in rows),
    }
    return render(request, "requirements/roles.html", context)


@require_http_methods(["GET", "POST"])
def create(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = _own(request, organisation_id)
    form = NewRoleForm(request.POST or None, templates=list_templates())
    if request.method == "POST" and form.is_valid():
        try:
            role = services.create_role(
                organisation=organisation, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.RoleNameTakenError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Rollen är sparad. Se över kraven."))
            return redirect("requirements:role", role.pk)
    context = {"organisation": organisation, "form": form}
    return render(request, "requirements/create.html", context)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, role_id: int) -> HttpResponse:
    role = get_object_or_404(roles_visible_to(request.viewer), pk=role_id)
    initial = {"name": role.name, "people_needed": role.people_needed}
    form = RoleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(role=role, by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.RoleNameTakenError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Ändringen är sparad."))
            return redirect("requirements:role", role.pk)
    context = {"role": role, "name": initial["name"], "form": form}
    return render(request, "requirements/change.html", context)


@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest, role_id: int) -> HttpResponse:
    role = get_object_or_404(roles_visible_to(request.viewer), pk=role_id)
    today = timezone.localdate()
    employees = list_employees(role.organisation, on=today)
    form = AssignForm(request.POST or None, employees=employees, initial={"from_on": today})
    if request.method == "POST" and form.is_valid():
        person = get_person(form.cleaned_data["person"])
        try:
            services.assign_role(
                role=role,
                person=person,
                from_on=form.cleaned_data["from_on"],
                by=request.user,
                at=timezone.now(),
            )
        except (services.AlreadyHeldError, services.NotEmployedHereError) as error:
            form.add_error("person", str(error))
        else:
            said = {"person": person.name, "role": role.name}
            messages.success(request, _("%(person)s har rollen %(role)s.") % said)
            return redirect("requirements:role", role.pk)
    context = {"role": role, "form": form, "has_employees": bool(employees)}
    return render(request, "requirements/assign.html", context)


@require_POST
def end_holding(request: SignedInRequest, holding_id: int) -> HttpResponse:
    try:
        holding = get_holding(holding_id, request.viewer)
    except Holding.DoesNotExist as error:
        raise Http404 from error
    now = timezone.now()
    try:
        services.end_holding(
            holding=holding, to_on=timezone.localdate(now), by=request.user, at=now
        )
    except services.EndsBeforeStartError as error:
        messages.warning(request, str(error))
    else:
        said = {"person": holding.person.name}
        messages.success(request, _("I dag är %(person)s sista dag i rollen.") % said)
    return redirect("requirements:role", holding.role_id)


def _own(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
