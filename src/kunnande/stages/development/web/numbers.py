"""The month's numbers for unions, and the company's word on which unions read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.development import queries, services
from kunnande.stages.development.queries import numbers
from kunnande.stages.development.web.forms import UnionForm
from kunnande.stages.development.web.paging import page_of
from kunnande.stages.parties.queries import Role, organisations_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_GET
def union_numbers(request: SignedInRequest) -> HttpResponse:
    told = numbers.get_union_numbers(request.viewer)
    groups = queries.list_open_groups(since=timezone.localdate())
    context = {
        "numbers": told,
        "companies": page_of(told.companies, request, "foretag"),
        "groups": page_of(groups, request, "grupper"),
    }
    return render(request, "development/union_numbers.html", context)


@require_http_methods(["GET", "POST"])
def unions(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    form = UnionForm(request.POST or None, unions=numbers.unions())
    if request.method == "POST" and form.is_valid():
        services.recognise_union(
            company=company,
            union=form.cleaned_data["union"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Facket ser nu antal för er, aldrig vem."))
        return redirect("development:unions", organisation_id)
    context = {
        "organisation": company,
        "form": form,
        "representations": numbers.list_representations(company.pk),
    }
    return render(request, "development/unions.html", context)


@require_POST
def end(request: SignedInRequest, representation_id: int) -> HttpResponse:
    try:
        own = numbers.get_representation(representation_id, request.viewer)
    except numbers.Representation.DoesNotExist as error:
        raise Http404 from error
    services.end_representation(representation=own, by=request.user, at=timezone.now())
    messages.success(request, _("Facket ser inte längre era antal."))
    return redirect("development:unions", own.company_id)
