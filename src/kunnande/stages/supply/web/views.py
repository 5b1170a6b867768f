from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kunnande.stages.disclosure.queries import find_agreement_in_force
from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.parties.queries import Organisation, get_organisation
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import Selection
from kunnande.stages.supply.web.rows import write_rows

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import SignedInRequest

# The rows are megabytes: they join the page once, not again in every block of the template.
ROWS_STAND_HERE = "<!-- rows -->"
STATES = (
    ("remaining", _("Något återstår")),
    ("soon", _("Något går ut inom 90 dagar")),
    ("unshared", _("Delar inte sitt resultat")),
)


@require_GET
def matrix(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = company_of(organisation_id)
    now = timezone.localtime()
    selection = selection_of(request)
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
    template = "supply/_cell.html" if request.htmx else "supply/cell.html"
    proofs = [(ProofKind(proof.kind).label, proof) for proof in page.proofs]
    context = {"organisation": organisation, "page": page, "proofs": proofs}
    return render(request, template, context)


def selection_of(request: SignedInRequest) -> Selection:
    return Selection(
        team=request.GET.get("team", "")[:100],
        role_id=_number(request.GET.get("role", "")),
        family=request.GET.get("family", "")[:100],
        state=_state(request.GET.get("state", "")),
    )


def company_of(organisation_id: int) -> Organisation:
    try:
        return get_organisation(organisation_id)
    except Organisation.DoesNotExist as error:
        # A stranger learns nothing from the difference between missing and forbidden.
        raise PermissionDenied from error


def _state(text: str) -> str:
    return text if text in dict(STATES) else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
