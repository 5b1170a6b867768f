"""What the matrix is also read as: a list to work from, a square through time, a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.requirements.queries import DeviationKind
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import KINDS, get_level_words, get_matrix, list_board
from kunnande.stages.supply.web.selections import (
    address_of,
    company_of,
    kept_of,
    own_company,
    selection_of,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

TASKS = {
    "few": _("För få kan själva"),
    "single": _("Bara en kan själv"),
    "soon": _("Går snart ut"),
    "missing": _("Återstår"),
}
_ENDINGS = {
    "superseded": _("Ersatt av ett senare bevis"),
    "withdrawn": _("Återkallat"),
    "lapsed": _("Gick ut"),
}


@require_GET
def history(
    request: SignedInRequest, organisation_id: int, person_id: int, area_id: int
) -> HttpResponse:
    organisation = company_of(organisation_id)
    try:
        page = services.show_history(
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
    context = {
        "organisation": organisation,
        "page": page,
        "proofs": [(ProofKind(proof.kind).label, proof) for proof in page.now.proofs],
        "past": [(ProofKind(one.kind).label, _ENDINGS[one.why], one) for one in page.past],
        "deviations": [(DeviationKind(one.kind).label, one) for one in page.deviations],
    }
    return render(request, "supply/history.html", context)


@require_GET
def work_list(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation, kept = company_of(organisation_id), kept_of(request.GET)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in KINDS else ""
    try:
        page = services.show_work_list(
            organisation=organisation,
            selection=selection_of(request.GET),
            kind=kind,
            number=_number(request.GET.get("page", "")),
            by=request.user,
            at=timezone.localtime(),
        )
    except services.NotYourCompanyError as error:
        raise PermissionDenied(str(error)) from error
    further = {**kept, "kind": kind} if kind else kept
    context = {
        "organisation": organisation,
        "page": page,
        "kind": kind,
        "kinds": [
            (words, address_of({**kept, "kind": one}), page.counts.get(one, 0), one == kind)
            for one, words in TASKS.items()
        ],
        "tasks": [(TASKS[task.kind], task) for task in page.tasks],
        "address": address_of(kept),
        "before": address_of({**further, "page": str(page.number - 1)}),
        "after": address_of({**further, "page": str(page.number + 1)}),
        "narrowed": kept,
    }
    return render(request, "supply/work_list.html", context)


@require_GET
def board(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = own_company(request, organisation_id)
    matrix = get_matrix(organisation, selection_of(request.GET), on=timezone.localdate())
    context = {
        "organisation": organisation,
        "rows": list_board(matrix),
        "on": matrix.on,
        "words": get_level_words(organisation.pk),
        "address": address_of(kept_of(request.GET)),
    }
    return render(request, "supply/board.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
