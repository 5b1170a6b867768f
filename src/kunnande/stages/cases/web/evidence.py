from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kunnande.stages.cases import services
from kunnande.stages.cases.queries import (
    Case,
    Evidence,
    get_evidence,
    get_own_case,
    list_rating_steps,
)

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from kunnande.stages.parties.queries import SignedInRequest


@require_POST
def attach(request: SignedInRequest, case_id: int, number: int) -> HttpResponse:
    try:
        case = get_own_case(case_id, request.viewer.person_id)
    except Case.DoesNotExist as error:
        raise Http404 from error
    steps = {step.number: step for step in list_rating_steps(case)}
    if number not in steps:
        raise Http404
    upload = request.FILES.get("file")
    if upload is None:
        messages.info(request, _("Välj en fil först."))
        return redirect("cases:rate", case_id, number)
    try:
        services.attach_evidence(
            case=case,
            area_version_id=steps[number].area.area_version_id,
            name=upload.name or "",
            # One byte past the limit is enough to refuse a file without holding all of it.
            content=upload.read(services.LARGEST_FILE_BYTES + 1),
            by=request.user,
            at=timezone.localtime(),
        )
    except services.RefusedFileError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Filen är sparad. Bara du och de som prövar dig ser den."))
    return redirect("cases:rate", case_id, number)


@require_GET
def download(request: SignedInRequest, evidence_id: int) -> HttpResponseBase:
    evidence = _visible(request, evidence_id)
    if evidence.case.person_id == request.viewer.person_id:
        opened = evidence.file.open("rb")
    else:
        opened = services.show_evidence(
            evidence=evidence, by=request.user, at=timezone.localtime()
        )
    response = FileResponse(
        opened, as_attachment=True, filename=evidence.name, content_type=evidence.media_type
    )
    # Somebody's file is downloaded, never opened in a page of ours.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    evidence = _visible(request, evidence_id)
    if evidence.case.person_id != request.viewer.person_id:
        raise Http404
    case_id, area_version_id = evidence.case_id, evidence.area_version_id
    services.remove_evidence(evidence=evidence, by=request.user, at=timezone.localtime())
    messages.success(request, _("Filen är borttagen."))
    steps = list_rating_steps(get_own_case(case_id, request.viewer.person_id))
    numbers = [step.number for step in steps if step.area.area_version_id == area_version_id]
    return redirect("cases:rate", case_id, numbers[0])


def _visible(request: SignedInRequest, evidence_id: int) -> Evidence:
    try:
        return get_evidence(evidence_id, request.viewer)
    except Evidence.DoesNotExist as error:
        raise Http404 from error
