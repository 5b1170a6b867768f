from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from kunnande.stages.disclosure.queries import find_agreement_in_force
from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.requirements.queries import DeviationKind
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import get_level_words, list_saved_views
from kunnande.stages.supply.web.rows import write_rows
from kunnande.stages.supply.web.selections import (
    STATES,
    address_of,
    company_of,
    kept_of,
    selection_of,
)

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import SignedInRequest

# The rows are megabytes: they join the page once, not again in every block of the template.
ROWS_STAND_HERE = "<!-- rows -->"


@require_GET
def matrix(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = company_of(organisation_id)
    now = timezone.localtime()
    selection = selection_of(request.GET)
    try:
        shown = services.show_matrix(
            organisation=organisation, selection=selection, by=request.user, at=now
        )
    except services.NotYourCompanyError as error:
        raise PermissionDenied(str(error)) from error
    context = {
        "organisation": organisation,
        "matrix": shown,
        "states": STATES,
        "selection": selection,
        "kept": kept_of(request.GET),
        "address": address_of(kept_of(request.GET)),
        "views": [(view, address_of(view.selection)) for view in list_saved_views(organisation.pk)],
        "words": get_level_words(organisation.pk),
        "agreement": find_agreement_in_force(organisation.pk, on=now.date()),
    }
    page = render_to_string("supply/matrix.html", context, request=request)
    before, _stand_in, after = page.partition(ROWS_STAND_HERE)
    return HttpResponse([before, *write_rows(shown, organisation.pk), after])


@require_GET
def cell(
    request: SignedInRequest, organisation_id: int, person_id: int, area_id: int
) -> HttpResponse:
    organisation = company_of(organisation_id)
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
    excepted = page.excepted and DeviationKind(page.excepted.kind).label
    template = "supply/_cell.html" if request.htmx else "supply/cell.html"
    proofs = [(ProofKind(proof.kind).label, proof) for proof in page.proofs]
    context = {"organisation": organisation, "page": page, "proofs": proofs, "excepted": excepted}
    return render(request, template, context)
