from datetime import datetime
from typing import Literal

from django.http import Http404, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from ninja.pagination import paginate

from kunnande.stages.framework.queries import localised
from kunnande.stages.itembank.queries import (
    count_exposures,
    find_media,
    get_item_version,
    get_preview,
    list_bank,
    list_latest_parameters,
)
from kunnande.stages.parties.queries import SignedInRequest

router = Router(tags=["Item bank"])

Language = Literal["sv", "en"]


class ItemOut(Schema):
    area: str
    code: str
    version: int
    kind: str
    review_status: str
    exposures: int


class ParametersOut(Schema):
    """What is known of how hard an item is; in logits, 0 is the mean of those tested."""

    origin: str
    status: str
    model: str
    answers: int
    a: float | None
    b: float | None
    c: float | None
    thresholds: list[float]
    standard_errors: dict[str, float]
    found_at: datetime


class PreviewOut(Schema):
    code: str
    version: int
    html: str
    basis: str
    parameters: list[ParametersOut]


@router.get("/items", response=list[ItemOut], summary="List the items of my scheme")
@paginate
def list_items(request: SignedInRequest) -> list[ItemOut]:
    exposures = count_exposures()
    return [
        ItemOut(
            area=area.code,
            code=version.item.code,
            version=version.version,
            kind=version.kind,
            review_status=version.review_status,
            exposures=exposures[version.item_id],
        )
        for area in list_bank(request.viewer)
        for version in area.versions
    ]


@router.get(
    "/items/{code}/{language}",
    response=PreviewOut,
    summary="Read an item as a candidate would see it",
)
def get_item(request: SignedInRequest, code: str, language: Language) -> PreviewOut:
    version = get_item_version(code, request.viewer)
    pictures = reverse("api:get_item_picture", args=[code, language, "x"])[:-1]
    return PreviewOut(
        code=code,
        version=version.version,
        html=get_preview(version, language, media_prefix=pictures),
        basis=localised(version, "basis"),
        parameters=[ParametersOut.from_orm(row) for row in list_latest_parameters(version.pk)],
    )


@router.get(
    "/items/{code}/{language}/pictures/{name}",
    openapi_extra={"responses": {200: {"content": {"image/*": {}}}}},
    summary="Fetch a picture of an item",
)
def get_item_picture(
    request: SignedInRequest, code: str, language: Language, name: str
) -> HttpResponse:
    found = find_media(get_item_version(code, request.viewer).pk, name)
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), headers=found.headers)
