"""The scheme owner reads the protocols that practical assessments are made by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kunnande.stages.practice import queries
from kunnande.stages.practice.queries import ProtocolVersion
from kunnande.stages.practice.web.paging import page_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_safe
def protocols(request: SignedInRequest) -> HttpResponse:
    rows = page_of(queries.list_protocol_versions(request.viewer), request)
    return render(request, "practice/protocols.html", {"rows": rows})


@require_safe
def protocol_version(request: SignedInRequest, protocol_version_id: int) -> HttpResponse:
    try:
        read = queries.get_protocol_version(protocol_version_id, request.viewer)
    except ProtocolVersion.DoesNotExist as error:
        raise Http404 from error
    return render(
        request, "practice/protocol_version.html", {"read": read, "version": read.version}
    )
