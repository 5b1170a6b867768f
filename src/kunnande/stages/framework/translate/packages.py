"""A stored scheme as the package it could have been imported from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.text import slugify

from kunnande.stages.framework.models import (
    AreaVersion,
    Level,
    PassRule,
    Product,
    ProductArea,
    ProductVersion,
    Scheme,
    ValidityRule,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.framework.models import Criterion


def to_package(scheme: Scheme) -> dict[str, Any]:
    """Return levels, areas in every version and products, in the order they are shown.

    Whether a version is published does not travel: whoever imports decides that anew.
    """
    versions = list(
        AreaVersion.objects.filter(area__scheme=scheme)
        .select_related("area")
        .prefetch_related("criteria", "accepts")
        .order_by("area__code", "pk")
    )
    return {
        "areas": {
            "meta": _meta(scheme, versions),
            **_families(versions),
            "areas": [_area(v) for v in versions],
        },
        "levels": {
            "scale": {"levels": [_level(row) for row in Level.objects.filter(scheme=scheme)]}
        },
        "products": {
            "products": [
                _product(row) for row in Product.objects.filter(scheme=scheme).order_by("pk")
            ]
        },
        **_validity(scheme),
    }


def _meta(scheme: Scheme, versions: list[AreaVersion]) -> dict[str, Any]:
    return {
        "pack": scheme.code,
        "pack_version": max((version.version for version in versions), default=""),
        "status": "sample" if scheme.is_sample else "live",
        "notice_sv": scheme.notice_sv,
        "notice_en": scheme.notice_en,
    }


def _families(versions: list[AreaVersion]) -> dict[str, Any]:
    areas = {slugify(v.area.family_sv): v.area for v in versions if v.area.family_sv}
    rows = [{"id": named, "name": _both(area, "family")} for named, area in areas.items()]
    return {"families": rows} if rows else {}


def _level(level: Level) -> dict[str, Any]:
    return {
        "value": level.value,
        "iluo": level.letter or None,
        "name": _both(level, "name"),
        "definition": _both(level, "definition"),
        "shop_floor_descriptors": _both(level, "statements"),
    }


def _area(version: AreaVersion) -> dict[str, Any]:
    ratings = zip(version.rating_statements_sv, version.rating_statements_en, strict=True)
    evidence = zip(version.typical_evidence_sv, version.typical_evidence_en, strict=True)
    return {
        "id": version.area.code,
        "version": version.version,
        **({"family": slugify(version.area.family_sv)} if version.area.family_sv else {}),
        "accepts": sorted(accepted.version for accepted in version.accepts.all()),
        "name": _both(version, "name"),
        "description": _both(version, "description"),
        "seqf_level": version.seqf_level,
        "criteria": [_criterion(row) for row in version.criteria.all()],
        "self_rating": [
            {"level": level, "sv": sv, "en": en} for level, (sv, en) in enumerate(ratings)
        ],
        "typical_evidence": [{"sv": sv, "en": en} for sv, en in evidence],
        "esco_skills": version.esco_skills,
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.code,
        "dimension": criterion.dimension,
        "text": _both(criterion, "text"),
        "level_kind": criterion.level_kind,
        "level": criterion.level,
        "method": criterion.method,
    }


def _product(product: Product) -> dict[str, Any]:
    versions = product.versions.prefetch_related(
        "product_areas__area_version__area", "pass_rules"
    ).order_by("pk")
    return {
        "id": product.code,
        "name": _both(product, "name"),
        "versions": [_version(version) for version in versions],
    }


def _version(version: ProductVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "sample": version.is_sample,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
        "certificate_validity_months": version.certificate_validity_months,
        "areas": [_place(row) for row in version.product_areas.all()],
        **_rules(version.pass_rules.all()),
    }


def _place(row: ProductArea) -> dict[str, Any]:
    return {
        "area": row.area_version.area.code,
        "version": row.area_version.version,
        "weight": row.weight,
        "level_shown": row.shown_level,
    }


def _rules(rules: Iterable[PassRule]) -> dict[str, Any]:
    rule = min(rules, key=lambda row: row.from_on, default=None)
    if rule is None:
        return {}
    return {
        "pass_rule": {"per_area_min_percent": rule.area_minimum_percent},
        "retake_rule": {
            "min_days_between": rule.retake_after_days,
            "max_attempts_per_12_months": rule.attempts_per_year,
        },
    }


def _validity(scheme: Scheme) -> dict[str, Any]:
    """Return the dated rules for how long areas count; each ends where the next begins."""
    rules = ValidityRule.objects.filter(
        Q(area__scheme=scheme) | Q(product_version__product__scheme=scheme)
    ).select_related("area", "product_version__product")
    rows = [_validity_rule(rule) for rule in rules.order_by("from_on", "pk")]
    return {"validity": {"rules": rows}} if rows else {}


def _validity_rule(rule: ValidityRule) -> dict[str, Any]:
    version = rule.product_version
    about = {"product": version.product.code, "version": version.version} if version else {}
    return {
        **({"area": rule.area.code} if rule.area else about),
        "from_on": rule.from_on.isoformat(),
        "shown_months": rule.shown_months,
        "renewal_days": rule.renewal_days,
        "recency_months": rule.recency_months,
    }


def _both(row: object, field: str) -> dict[str, Any]:
    return {language: getattr(row, f"{field}_{language}") for language in ("sv", "en")}
