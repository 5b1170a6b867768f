from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kunnande.stages.framework.queries import find_newest_version, list_levels
from kunnande.stages.requirements import services
from kunnande.stages.requirements.queries import (
    OccupationalRole,
    find_requirement,
    get_role_page,
    list_areas_to_add,
    roles_visible_to,
)
from kunnande.stages.requirements.web.forms import RequirementForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_safe
def role(request: SignedInRequest, role_id: int) -> HttpResponse:
    try:
        page = get_role_page(role_id, request.viewer, timezone.localdate())
    except OccupationalRole.DoesNotExist as error:
        raise Http404 from error
    return render(request, "requirements/role.html", {"page": page, "role": page.role})


@require_safe
def areas(request: SignedInRequest, role_id: int) -> HttpResponse:
    role = get_object_or_404(roles_visible_to(request.viewer), pk=role_id)
    context = {"role": role, "areas": list_areas_to_add(role)}
    return render(request, "requirements/areas.html", context)


@require_http_methods(["GET", "POST"])
def requirement(request: SignedInRequest, role_id: int, area_id: int) -> HttpResponse:
    role = get_object_or_404(roles_visible_to(request.viewer), pk=role_id)
    area = find_newest_version(area_id)
    if area is None:
        raise Http404
    kept = find_requirement(role, area_id)
    initial: dict[str, Any] = {"importance": 3}
    if kept:
        initial = {
            "level": kept.level,
            "accepted_kinds": kept.accepted_kinds,
            "importance": kept.importance,
            "recency_months": kept.recency_months,
        }
    levels = list_levels(area.area.scheme_id)[1:]
    form = RequirementForm(request.POST or None, levels=levels, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_requirement(
            role=role, area_id=area_id, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Kravet är sparat."))
        return redirect("requirements:role", role.pk)
    context = {"role": role, "area": area, "form": form, "kept": kept}
    return render(request, "requirements/requirement.html", context)


@require_POST
def remove_requirement(request: SignedInRequest, role_id: int, area_id: int) -> HttpResponse:
    role = get_object_or_404(roles_visible_to(request.viewer), pk=role_id)
    services.remove_requirement(role=role, area_id=area_id, by=request.user, at=timezone.now())
    messages.success(request, _("Området krävs inte längre."))
    return redirect("requirements:role", role.pk)
