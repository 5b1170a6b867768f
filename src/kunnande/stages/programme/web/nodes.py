"""A node's own companies against the programme's targets: numbers alone, five or more at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kunnande.stages.programme.queries import programmes_visible_to
from kunnande.stages.programme.queries.node_board import (
    engagements_of_nodes,
    get_node_board,
    list_company_rows,
    list_nodes_of,
)
from kunnande.stages.programme.web.paging import page_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_GET
def node_steering(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = get_object_or_404(programmes_visible_to(request.viewer), pk=programme_id)
    today = timezone.localdate()
    nodes = list_nodes_of(request.viewer, programme, on=today)
    if not nodes:
        raise Http404
    page = page_of(engagements_of_nodes(request.viewer, programme, nodes), request)
    context = {
        "board": get_node_board(programme, nodes, on=today),
        "page": page,
        "rows": list_company_rows(programme, list(page), on=today),
    }
    return render(request, "programme/node_steering.html", context)
