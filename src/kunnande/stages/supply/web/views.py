from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kunnande.stages.disclosure.queries import find_agreement_in_force
from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.parties.queries import Organisation, get_organisation
from kunnande.stages.requirements.queries import list_roles
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import Selection, list_teams

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_GET
def matrix(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = _company(organisation_id)
    now = timezone.localtime()
    selection = Selection(
        team=request.GET.get("team", "")[:100], role_id=_number(request.GET.get("role", ""))
    )
    try:
        shown = services.show_matrix(
            organisation=organisation, selection=selection, by=request.user, at=now
        )
    except services.NotYourCompanyError as error:
        raise PermissionDenied(str(error)) from error
    context = {
        "organisation": organisation,
        "matrix": shown,
        "selection": selection,
        "teams": list_teams(organisation, on=now.date()),
        "roles": list_roles(organisation.pk, now.date()),
        "agreement": find_agreement_in_force(organisation.pk, on=now.date()),
    }
    return render(request, "supply/matrix.html", context)


@require_GET
def cell(
    request: SignedInRequest, organisation_id: int, person_id: int, area_id: int
) -> HttpResponse:
    organisation = _company(organisation_id)
    try:
        page = services.show_cell(
            organisation=organisation,
            person_id=person_id,
            area_id=area_id,
            by=request.user,
            at=timezone.localtime(),
        )
    except services.NotYourCompanyError as error:
        raise PermissionDenied(str(error)) from error
    except services.NotOnTheMatrixError as error:
        raise Http404(str(error)) from error
    template = "supply/_cell.html" if request.htmx else "supply/cell.html"
    proofs = [(ProofKind(proof.kind).label, proof) for proof in page.proofs]
    context = {"organisation": organisation, "page": page, "proofs": proofs}
    return render(request, template, context)


def _company(organisation_id: int) -> Organisation:
    try:
        return get_organisation(organisation_id)
    except Organisation.DoesNotExist as error:
        # A stranger learns nothing from the difference between missing and forbidden.
        raise PermissionDenied from error


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
