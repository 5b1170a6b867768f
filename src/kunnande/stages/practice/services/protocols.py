from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import (
    ProductVersion,
    get_version,
    list_areas,
    list_criteria,
    list_latest_versions,
)
from kunnande.stages.practice.models import (
    Descriptor,
    PracticalCriterion,
    ProductProtocol,
    Protocol,
    ProtocolVersion,
    SafetyStop,
)
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from kunnande.stages.framework.queries import Scheme
    from kunnande.stages.parties.queries import User

_SCORES = [0, 1, 2, 3]


class ImproperProtocolError(ValueError):
    """A protocol does not hold together; every problem is named."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class ProtocolPublishedError(ValueError):
    """A published protocol is never changed: the change is a version of its own."""


@transaction.atomic
def import_protocols(
    *,
    package: Mapping[str, Any],
    products: Mapping[str, Any],
    scheme: Scheme,
    by: User,
    at: datetime,
) -> list[ProtocolVersion]:
    """Store a scheme's protocols as drafts and say which products use them; again changes nothing.

    Raises ImproperProtocolError, ProtocolPublishedError.
    """
    areas = _list_area_codes(scheme)
    problems = tuple(p for row in package["protocols"] for p in _problems_of(row, areas))
    if problems:
        raise ImproperProtocolError(problems)
    versions = []
    for content in package["protocols"]:
        version, is_new = _store(content, package["meta"], scheme, areas)
        _connect(version, content["id"], products)
        versions.append(version)
        if is_new:
            record(
                chain=f"scheme:{scheme.code}",
                act="protocol_imported",
                subject=f"protocol_version:{version.pk}",
                by=by,
                at=at,
                facts={"code": content["id"], "sha256": version.content_sha256},
            )
    return versions


@transaction.atomic
def publish_protocol(*, version: ProtocolVersion, by: User, at: datetime) -> ProtocolVersion:
    """Publish a draft and freeze it. Raises ProtocolPublishedError."""
    kept = ProtocolVersion.objects.select_for_update().get(pk=version.pk)
    if kept.published_at:
        raise ProtocolPublishedError(_("Protokollet är redan publicerat."))
    kept.published_at = at
    kept.save(update_fields=["published_at"])
    record(
        chain=f"scheme:{kept.protocol.scheme.code}",
        act="protocol_published",
        subject=f"protocol_version:{kept.pk}",
        by=by,
        at=at,
        facts={"code": kept.protocol.code, "version": kept.version},
    )
    return kept


def _list_area_codes(scheme: Scheme) -> dict[str, str]:
    """Return the area each criterion of the scheme belongs to, by their codes."""
    versions = list_latest_versions(area.pk for area in list_areas(scheme.pk))
    return {
        criterion.code: version.area.code
        for version in versions.values()
        for criterion in list_criteria(version.pk)
    }


def _problems_of(content: Mapping[str, Any], areas: Mapping[str, str]) -> Iterator[str]:
    for row in content["criteria"]:
        path = {"criterion": row["id"]}
        for ref in _refs_of(row):
            if ref not in areas:
                yield _("%(criterion)s: kriteriet %(ref)s finns inte.") % {**path, "ref": ref}
        if [text["score"] for text in row["descriptors"]] != _SCORES:
            yield _("%(criterion)s: poängen 0, 1, 2 och 3 ska beskrivas, en gång var.") % path
    if sum(row["minutes"] for row in content["time_plan"]) != content["total_minutes"]:
        yield _("%(protocol)s: tidsplanen går inte ihop.") % {"protocol": content["id"]}
    if content.get("assessors", 1) not in {1, 2}:
        yield _("%(protocol)s: en eller två bedömare.") % {"protocol": content["id"]}


def _refs_of(row: Mapping[str, Any]) -> list[str]:
    return [row[key] for key in ("criterion_ref", "also_criterion_ref") if row.get(key)]


def _store(
    content: Mapping[str, Any],
    meta: Mapping[str, Any],
    scheme: Scheme,
    areas: Mapping[str, str],
) -> tuple[ProtocolVersion, bool]:
    """Return the stored version, and whether it is new or a draft that changed."""
    protocol, _made = Protocol.objects.get_or_create(scheme=scheme, code=content["id"])
    name = str(content.get("version", meta["pack_version"]))
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    known = ProtocolVersion.objects.filter(protocol=protocol, version=name).first()
    if known and known.content_sha256 == digest:
        return known, False
    if known and known.published_at:
        words = {"code": content["id"], "version": name}
        raise ProtocolPublishedError(
            _("%(code)s %(version)s är publicerat. Ge ändringen en egen version.") % words
        )
    if known:
        _remove_draft(known)
    version = ProtocolVersion.objects.create(
        protocol=protocol,
        version=name,
        is_sample=meta.get("status") == "sample",
        content_sha256=digest,
        **_values_of(content),
    )
    _store_parts(version, content, areas)
    return version, True


def _remove_draft(version: ProtocolVersion) -> None:
    Descriptor.objects.filter(criterion__protocol_version=version).delete()
    for part in (version.criteria, version.stops, version.products):
        part.all().delete()
    version.delete()


def _values_of(content: Mapping[str, Any]) -> dict[str, Any]:
    limits = content["scoring"]["pass"]
    return {
        **_both(content, "name"),
        **_both(content, "summary"),
        **_both(content, "task"),
        **_both_lists("equipment", content["equipment"]),
        **_both({"stop_rule": content["safety_stop"]["rule"]}, "stop_rule"),
        **_both_lists("meanings", content["scoring"]["score_meaning"]),
        **_both_lists("phases", [row["phase"] for row in content["time_plan"]]),
        "phase_minutes": [row["minutes"] for row in content["time_plan"]],
        "assessors_needed": content.get("assessors", 1),
        "no_zero": limits["no_zero"],
        "critical_minimum": limits["critical_min"],
        "minimum_percent": limits["weighted_percent_min"],
    }


def _store_parts(
    version: ProtocolVersion, content: Mapping[str, Any], areas: Mapping[str, str]
) -> None:
    SafetyStop.objects.bulk_create(
        SafetyStop(protocol_version=version, position=place, text_sv=row["sv"], text_en=row["en"])
        for place, row in enumerate(content["safety_stop"]["conditions"], start=1)
    )
    criteria = PracticalCriterion.objects.bulk_create(
        PracticalCriterion(
            protocol_version=version,
            position=place,
            code=row["id"],
            weight=row["weight"],
            is_critical=row["critical"],
            criterion_codes=_refs_of(row),
            area_codes=list(dict.fromkeys(areas[ref] for ref in _refs_of(row))),
            **_both(row, "name"),
        )
        for place, row in enumerate(content["criteria"], start=1)
    )
    Descriptor.objects.bulk_create(
        Descriptor(criterion=criterion, score=text["score"], text_sv=text["sv"], text_en=text["en"])
        for criterion, row in zip(criteria, content["criteria"], strict=True)
        for text in row["descriptors"]
    )


def _connect(version: ProtocolVersion, code: str, products: Mapping[str, Any]) -> None:
    """Let the product versions that name the protocol, and exist here, use this version of it."""
    for product, name, row in _uses_of(code, products):
        try:
            known = get_version(product, name)
        except ProductVersion.DoesNotExist:
            continue
        values = {"area_codes": row["areas"], "is_required": row["required"]}
        ProductProtocol.objects.get_or_create(
            product_version=known, protocol_version=version, defaults=values
        )


def _uses_of(
    code: str, products: Mapping[str, Any]
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for product in products["products"]:
        for version in product["versions"]:
            for row in version.get("practical") or ():
                if row["protocol"] == code:
                    yield product["id"], str(version["version"]), row


def _both(row: Mapping[str, Any], key: str) -> dict[str, str]:
    return {f"{key}_sv": row[key]["sv"], f"{key}_en": row[key]["en"]}


def _both_lists(key: str, rows: list[Mapping[str, str]]) -> dict[str, list[str]]:
    return {f"{key}_{language}": [row[language] for row in rows] for language in ("sv", "en")}
