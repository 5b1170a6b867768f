from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kunnande.stages.framework import services
from kunnande.stages.framework.queries import (
    USUAL,
    AreaInWords,
    ProductVersion,
    Validity,
    get_area,
    get_own_version_page,
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


class ValidityIn(Schema):
    """Without an area the rule is of all areas of the version; without months of no end."""

    area_id: int | None = None
    from_on: date
    shown_months: int | None = Field(None, ge=1, le=services.LONGEST_MONTHS)
    renewal_days: int = Field(USUAL.renewal_days, ge=0, le=services.LONGEST_RENEWAL_DAYS)
    recency_months: int | None = Field(None, ge=1, le=services.LONGEST_MONTHS)


class ValidityRuleOut(Schema):
    """How long what is shown in an area counts; without an area, in all areas of the version."""

    area_id: int | None
    from_on: date
    to_on: date | None
    shown_months: int | None
    renewal_days: int
    recency_months: int | None


class VersionOut(ProductOut):
    areas: list[AreaOut]
    levels: list[LevelOut]
    pass_rules: list[PassRuleOut]
    validity_rules: list[ValidityRuleOut]


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
        validity_rules=[ValidityRuleOut.from_orm(rule) for rule in page.validity],
    )


@router.post(
    "/products/{int:version_id}/validity",
    response=ValidityRuleOut,
    summary="Say from which day how long what is shown counts; the rule before ends",
)
def set_validity_rule(
    request: SignedInRequest, version_id: int, rule: ValidityIn
) -> ValidityRuleOut:
    page = get_own_version_page(version_id, request.viewer)
    areas = {area.place.area_id for area in page.areas}
    if rule.area_id is not None and rule.area_id not in areas:
        raise Http404
    made = services.set_validity_rule(
        about=page.version if rule.area_id is None else get_area(rule.area_id),
        validity=Validity(rule.shown_months, rule.renewal_days, rule.recency_months),
        from_on=rule.from_on,
        by=request.user,
        at=timezone.now(),
    )
    return ValidityRuleOut.from_orm(made)


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
