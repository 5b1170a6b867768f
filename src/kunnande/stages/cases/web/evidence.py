from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kunnande.stages.cases import services
from kunnande.stages.cases.queries import Evidence, get_evidence, list_rating_steps

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_GET
def download(request: SignedInRequest, evidence_id: int) -> FileResponse:
    evidence = _visible(request, evidence_id)
    response = FileResponse(
        services.show_evidence(evidence=evidence, by=request.user, at=timezone.now()),
        as_attachment=True,
        filename=evidence.name,
        content_type=evidence.media_type,
    )
    # Somebody's file is downloaded, never opened in a page of ours.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    evidence = _visible(request, evidence_id)
    case = evidence.case
    steps = list_rating_steps(case)
    number = next(s.number for s in steps if evidence.pk in {held.pk for held in s.evidence})
    try:
        services.remove_evidence(evidence=evidence, by=request.user, at=timezone.now())
    except services.NotYourOwnRatingError as error:
        raise Http404 from error
    messages.success(request, _("Filen är borttagen."))
    return redirect("cases:rate", case.pk, number)


def _visible(request: SignedInRequest, evidence_id: int) -> Evidence:
    try:
        return get_evidence(evidence_id, request.viewer)
    except Evidence.DoesNotExist as error:
        raise Http404 from error
