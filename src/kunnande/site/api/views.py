from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kunnande.site.api.documentation import list_chapters
from kunnande.site.api.problems import list_refusals
from kunnande.site.api.root import get_document

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import ViewerRequest


@require_safe
def show(request: ViewerRequest) -> HttpResponse:
    context = {"chapters": list_chapters(get_document()), "refusals": list_refusals()}
    return render(request, "about_api.html", context)


@require_safe
def document(request: ViewerRequest) -> JsonResponse:
    return JsonResponse(get_document(), json_dumps_params={"ensure_ascii": False})
