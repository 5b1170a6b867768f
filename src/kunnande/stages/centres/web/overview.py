from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kunnande.stages.centres import queries
from kunnande.stages.centres.queries import Accreditation, AccreditationState
from kunnande.stages.parties.queries import Role, organisations_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

PAGE_ROWS = 50


@require_safe
def due(request: SignedInRequest) -> HttpResponse:
    rows = queries.list_due(request.viewer, on=timezone.localdate())
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("sida"))
    late = sum(row.is_overdue for row in rows)
    return render(request, "centres/due.html", {"page": page, "late": late})


@require_safe
def accreditations(request: SignedInRequest) -> HttpResponse:
    listed = queries.list_accreditations(request.viewer, on=timezone.localdate())
    page = Paginator(listed, PAGE_ROWS).get_page(request.GET.get("sida"))
    context = {
        "page": page,
        "states": dict(AccreditationState.choices),
        "own_centres": organisations_of(request.viewer, Role.CENTRE_MANAGER),
    }
    return render(request, "centres/accreditations.html", context)


@require_safe
def accreditation(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    try:
        page = queries.get_accreditation_page(
            accreditation_id, request.viewer, on=timezone.localdate()
        )
    except Accreditation.DoesNotExist as error:
        raise Http404 from error
    return render(request, "centres/accreditation.html", {"page": page})
