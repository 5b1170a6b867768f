from datetime import date
from typing import Any

from django.utils import timezone
from ninja import Router, Schema
from ninja.pagination import paginate

from kunnande.stages.framework import services
from kunnande.stages.framework.queries import (
    AreaInWords,
    ProductVersion,
    get_version_page,
    get_visible_version,
    list_products as list_rows,
    localised,
)
from kunnande.stages.parties.queries import SignedInRequest

router = Router(tags=["Products and areas"])


class ProductOut(Schema):
    version_id: int
    product: str
    name: str
    version: str
    state: str
    is_sample: bool
    valid_from: date
    valid_to: date | None


class CriterionOut(Schema):
    code: str
    dimension: str
    text: str


class AreaOut(Schema):
    area_id: int
    area_version_id: int
    code: str
    name: str
    description: str
    weight: int
    shown_level: int
    criteria: list[CriterionOut]


class LevelOut(Schema):
    value: int
    letter: str
    name: str
    definition: str


class PassRuleOut(Schema):
    from_on: date
    to_on: date | None
    area_minimum_percent: int
    retake_after_days: int
    attempts_per_year: int


class VersionOut(ProductOut):
    areas: list[AreaOut]
    levels: list[LevelOut]
    pass_rules: list[PassRuleOut]


@router.get("/products", response=list[ProductOut], summary="List product versions")
@paginate
def list_products(request: SignedInRequest) -> list[ProductOut]:
    return [ProductOut(**_told(row.version)) for row in list_rows(request.viewer)]


@router.get(
    "/products/{int:version_id}", response=VersionOut, summary="Read a product version in words"
)
def get_product(request: SignedInRequest, version_id: int) -> VersionOut:
    page = get_version_page(version_id, request.viewer)
    return VersionOut(
        **_told(page.version),
        areas=[_area(area) for area in page.areas],
        levels=[
            LevelOut(
                value=level.value,
                letter=level.letter,
                name=localised(level, "name"),
                definition=localised(level, "definition"),
            )
            for level in page.levels
        ],
        pass_rules=[PassRuleOut.from_orm(rule) for rule in page.rules],
    )


@router.post(
    "/products/{int:version_id}/publication",
    response=ProductOut,
    summary="Publish a draft and freeze it",
)
def publish_version(request: SignedInRequest, version_id: int) -> ProductOut:
    version = get_version_page(version_id, request.viewer).version
    published = services.publish_version(version=version, by=request.user, at=timezone.now())
    return ProductOut(**_told(get_visible_version(published.pk, request.viewer)))


def _told(version: ProductVersion) -> dict[str, Any]:
    return {
        "version_id": version.pk,
        "product": version.product.code,
        "name": localised(version.product, "name"),
        "version": version.version,
        "state": version.state,
        "is_sample": version.is_sample,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
    }


def _area(area: AreaInWords) -> AreaOut:
    place = area.place
    return AreaOut(
        area_id=place.area_id,
        area_version_id=place.area_version_id,
        code=place.code,
        name=place.name,
        description=area.description,
        weight=place.weight,
        shown_level=place.shown_level,
        criteria=[
            CriterionOut(code=row.code, dimension=row.dimension, text=localised(row, "text"))
            for _name, criteria in area.dimensions
            for row in criteria
        ],
    )
