from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from kunnande.stages.framework.queries import localised
from kunnande.stages.itembank.queries import (
    ItemVersion,
    count_exposures,
    find_media,
    get_how_hard,
    get_item_version,
    get_preview,
    list_bank,
)

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import SignedInRequest

LANGUAGES = ("sv", "en")


@require_GET
def bank(request: SignedInRequest) -> HttpResponse:
    exposures = count_exposures()
    areas = [
        (area, [(version, exposures[version.item_id]) for version in area.versions])
        for area in list_bank(request.viewer)
    ]
    return render(request, "itembank/bank.html", {"areas": areas})


@require_GET
def preview(request: SignedInRequest, code: str, language: str) -> HttpResponse:
    version = _version(request, code, language)
    pictures = reverse("itembank:picture", args=[code, language, "x"])[:-1]
    context = {
        "version": version,
        "language": language,
        "html": get_preview(version, language, media_prefix=pictures),
        "basis": localised(version, "basis"),
        "how_hard": get_how_hard(version.pk),
        "misconceptions": [
            (row["response"], row.get(request.LANGUAGE_CODE) or row["sv"])
            for row in version.misconceptions
        ],
    }
    return render(request, "itembank/preview.html", context)


@require_GET
def picture(request: SignedInRequest, code: str, language: str, name: str) -> HttpResponse:
    found = find_media(_version(request, code, language).pk, name)
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), headers=found.headers)


def _version(request: SignedInRequest, code: str, language: str) -> ItemVersion:
    if language not in LANGUAGES:
        raise Http404
    try:
        return get_item_version(code, request.viewer)
    except ItemVersion.DoesNotExist as error:
        raise Http404 from error
