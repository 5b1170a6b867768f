from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.models import (
    Area,
    AreaVersion,
    Criterion,
    Level,
    PassRule,
    Product,
    ProductArea,
    ProductVersion,
    Scheme,
)
from kunnande.stages.framework.services import packages
from kunnande.stages.framework.services.errors import ImproperSchemeError
from kunnande.stages.framework.services.storing import Store
from kunnande.stages.framework.services.validity import store_rules
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User

# What the sample content leaves open and its README settles: CNC and welding show level 3.
_SHOWN_LEVELS = {"cnc": 3, "svets": 3}
_USUAL_SHOWN_LEVEL = 2


@dataclass(frozen=True)
class _Parts:
    """What the products of a package refer to."""

    versions: Mapping[tuple[str, str], AreaVersion]
    families: Mapping[str, str]

    def find(self, row: Mapping[str, Any]) -> AreaVersion:
        """Return the area version a product names, or the only one the package has."""
        if "version" in row:
            return self.versions[row["area"], row["version"]]
        return next(v for (code, _name), v in self.versions.items() if code == row["area"])


@transaction.atomic
def import_scheme(
    *, package: Mapping[str, Any], owner: Organisation, by: User, at: datetime
) -> Scheme:
    """Store a scheme's levels, areas and products as drafts; again changes nothing.

    Raises ImproperSchemeError with every problem, also when a published version would change.
    """
    problems = packages.find_problems(package) or tuple(_find_others_names(package, owner))
    if problems:
        raise ImproperSchemeError(problems)
    meta = package["areas"]["meta"]
    store = Store()
    scheme = _store_scheme(store, meta, owner)
    for level in package["levels"]["scale"]["levels"]:
        _store_level(store, scheme, level)
    parts = _store_areas(store, scheme, package["areas"])
    for product in package["products"]["products"]:
        _store_product(store, scheme, product, parts)
    if not store.problems:
        store.problems += store_rules(scheme=scheme, package=package, by=by, at=at)
    if store.problems:
        raise ImproperSchemeError(tuple(store.problems))
    if store.changed:
        record(
            chain=f"scheme:{scheme.code}",
            act="scheme_imported",
            subject=f"scheme:{scheme.pk}",
            by=by,
            at=at,
            facts={"pack_version": meta["pack_version"], "rows": store.changed},
        )
    return scheme


def _find_others_names(package: Mapping[str, Any], owner: Organisation) -> Iterator[str]:
    """Say which names in the package belong to somebody else's scheme."""
    code = package["areas"]["meta"]["pack"]
    if Scheme.objects.filter(code=code).exclude(owner=owner).exists():
        yield "areas.meta.pack: " + _("%(code)s hör till en annan modellägare") % {"code": code}
    products = [product["id"] for product in package["products"]["products"]]
    for taken in Product.objects.filter(code__in=products).exclude(scheme__code=code):
        yield f"products.products[{taken.code}].id: " + _("hör till en annan modell")


def _store_scheme(store: Store, meta: Mapping[str, Any], owner: Organisation) -> Scheme:
    values = {
        "owner_id": owner.pk,
        "is_sample": meta.get("status") == "sample",
        "notice_sv": meta.get("notice_sv", ""),
        "notice_en": meta.get("notice_en", ""),
    }
    return store.put(Scheme.objects, "meta", {"code": meta["pack"]}, values)


def _store_level(store: Store, scheme: Scheme, level: Mapping[str, Any]) -> None:
    statements = level.get("shop_floor_descriptors", {})
    values = {
        "letter": level.get("iluo") or "",
        **_both(level, "name"),
        **_both(level, "definition"),
        "statements_sv": statements.get("sv", []),
        "statements_en": statements.get("en", []),
    }
    path = f"levels[{level['value']}]"
    store.put(Level.objects, path, {"scheme": scheme, "value": level["value"]}, values)


def _name_of_family(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a family's name for its areas; a name of its own in each language or one for both."""
    name = row["name"]
    both = {"sv": name, "en": name} if isinstance(name, str) else name
    return {"family_sv": both["sv"], "family_en": both["en"]}


def _store_areas(store: Store, scheme: Scheme, content: Mapping[str, Any]) -> _Parts:
    areas = content["areas"]
    versions = [packages.version_of(area, content) for area in areas]
    families = {row["id"]: _name_of_family(row) for row in content.get("families") or ()}
    parts = _Parts(
        {
            (area["id"], version): _store_area(
                store, scheme, area, named=version, family=families.get(area.get("family", ""), {})
            )
            for area, version in zip(areas, versions, strict=True)
        },
        {area["id"]: area.get("family", "") for area in areas},
    )
    for area, version in zip(areas, versions, strict=True):
        _store_accepted(store, parts.versions[area["id"], version], area.get("accepts", []))
    return parts


def _store_area(
    store: Store,
    scheme: Scheme,
    content: Mapping[str, Any],
    *,
    named: str,
    family: Mapping[str, str],
) -> AreaVersion:
    path = f"areas[{content['id']}]"
    area = store.put(Area.objects, path, {"scheme": scheme, "code": content["id"]}, family)
    evidence = content.get("typical_evidence", [])
    values = {
        **_both(content, "name"),
        **_both(content, "description"),
        "seqf_level": content.get("seqf_level"),
        "esco_skills": content.get("esco_skills", []),
        "rating_statements_sv": [row["sv"] for row in content["self_rating"]],
        "rating_statements_en": [row["en"] for row in content["self_rating"]],
        "typical_evidence_sv": [row["sv"] for row in evidence],
        "typical_evidence_en": [row["en"] for row in evidence],
    }
    key = {"area": area, "version": named}
    version = store.put(AreaVersion.objects, path, key, values)
    kept = [_store_criterion(store, version, row) for row in content["criteria"]]
    store.prune(Criterion.objects.filter(area_version=version), path, kept)
    return version


def _store_accepted(store: Store, version: AreaVersion, names: Sequence[str]) -> None:
    """Let a version count what earlier versions of its area have shown."""
    path = f"areas[{version.area.code}].accepts"
    earlier = AreaVersion.objects.filter(area=version.area, version__in=names)
    unknown = sorted(set(names) - {row.version for row in earlier})
    if unknown:
        names_in_words = {"versions": ", ".join(unknown)}
        store.problems.append(f"{path}: " + _("versionen %(versions)s finns inte") % names_in_words)
    elif set(earlier) != set(version.accepts.all()):
        store.write(path, lambda: version.accepts.set(earlier))


def _store_criterion(store: Store, version: AreaVersion, content: Mapping[str, Any]) -> Criterion:
    values = {
        **_both(content, "text"),
        **{key: content[key] for key in ("dimension", "level_kind", "level", "method")},
    }
    key = {"area_version": version, "code": content["id"]}
    return store.put(Criterion.objects, f"criteria[{content['id']}]", key, values)


def _store_product(store: Store, scheme: Scheme, content: Mapping[str, Any], parts: _Parts) -> None:
    path = f"products[{content['id']}]"
    values = {"scheme_id": scheme.pk, **_both(content, "name")}
    product = store.put(Product.objects, path, {"code": content["id"]}, values)
    for version in content["versions"]:
        _store_version(store, product, version, parts)


def _store_version(
    store: Store, product: Product, content: Mapping[str, Any], parts: _Parts
) -> None:
    path = f"{product.code} {content['version']}"
    ends = content.get("valid_to")
    values = {
        "is_sample": product.scheme.is_sample or bool(content.get("sample")),
        "valid_from": date.fromisoformat(str(content["valid_from"])),
        "valid_to": date.fromisoformat(str(ends)) if ends else None,
        "certificate_validity_months": content.get("certificate_validity_months"),
    }
    key = {"product": product, "version": content["version"]}
    version = store.put(ProductVersion.objects, path, key, values)
    kept = [
        store.put(
            ProductArea.objects,
            f"{path} {row['area']}",
            {"product_version": version, "area_version": parts.find(row)},
            {
                "position": position,
                "weight": row["weight"],
                "shown_level": _shown_level(row, parts.families[row["area"]]),
            },
        )
        for position, row in enumerate(content["areas"], start=1)
    ]
    store.prune(ProductArea.objects.filter(product_version=version), path, kept)
    rule = {
        "area_minimum_percent": content["pass_rule"]["per_area_min_percent"],
        "retake_after_days": content["retake_rule"]["min_days_between"],
        "attempts_per_year": content["retake_rule"]["max_attempts_per_12_months"],
    }
    key = {"product_version": version, "from_on": version.valid_from}
    store.put(PassRule.objects, f"{path} pass_rule", key, rule)


def _shown_level(row: Mapping[str, Any], family: str) -> int:
    return int(row.get("level_shown", _SHOWN_LEVELS.get(family, _USUAL_SHOWN_LEVEL)))


def _both(content: Mapping[str, Any], key: str) -> dict[str, str]:
    return {f"{key}_sv": content[key]["sv"], f"{key}_en": content[key]["en"]}
