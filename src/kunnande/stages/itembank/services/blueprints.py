from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import (
    ProductVersion,
    find_area_version,
    get_version,
    list_areas_of,
)
from kunnande.stages.itembank.models import Blueprint, BlueprintArea, BlueprintUse
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from kunnande.stages.parties.queries import User


class UnfitBlueprintError(ValueError):
    """A form in the package does not hold together; every problem is named."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@transaction.atomic
def import_blueprints(
    *, package: Mapping[str, Any], by: User, at: datetime
) -> tuple[Blueprint, ...]:
    """Store the forms of the product versions that exist here, and not twice.

    Raises UnfitBlueprintError; then nothing is stored.
    """
    forms = list(_forms_of_known_versions(package))
    problems = tuple(problem for _version, form in forms for problem in _problems_of(form))
    if problems:
        raise UnfitBlueprintError(problems)
    is_sample = package.get("meta", {}).get("status") == "sample"
    made = tuple(
        _store(version, form, is_sample=is_sample)
        for version, form in forms
        if not Blueprint.objects.filter(product_version=version, code=form["id"]).exists()
    )
    for blueprint in made:
        record(
            chain="installation",
            act="blueprint_imported",
            subject=f"blueprint:{blueprint.pk}",
            by=by,
            at=at,
            facts={"code": blueprint.code, "product_version": blueprint.product_version_id},
        )
    return made


def _forms_of_known_versions(
    package: Mapping[str, Any],
) -> Iterator[tuple[ProductVersion, Mapping[str, Any]]]:
    for product in package["products"]:
        for version in product["versions"]:
            try:
                known = get_version(product["id"], version["version"])
            except ProductVersion.DoesNotExist:
                continue
            for form in version.get("forms", ()):
                yield known, form


def _problems_of(form: Mapping[str, Any]) -> Iterator[str]:
    for part in form["items_per_area"]:
        where = {"form": form["id"], "area": part["area"]}
        if find_area_version(part["area"]) is None:
            yield _("%(form)s: området %(area)s finns inte.") % where
        if sum(part.get("cognitive", {}).values()) not in {0, part["items"]}:
            yield _("%(form)s: frågorna per tankenivå i %(area)s går inte ihop.") % where


def _store(version: ProductVersion, form: Mapping[str, Any], *, is_sample: bool) -> Blueprint:
    blueprint = Blueprint.objects.create(
        product_version=version,
        code=form["id"],
        name_sv=form["name"]["sv"],
        name_en=form["name"]["en"],
        use=(BlueprintUse.DECISION if form["use"] == "decision" else BlueprintUse.INDICATIVE),
        is_sample=bool(form.get("sample", is_sample)),
        time_limit_minutes=form["time_limit_minutes"],
        from_on=_day(form.get("valid_from")) or version.valid_from,
        to_on=_day(form.get("valid_to")) or version.valid_to,
    )
    in_product = {area.code: area.area_version_id for area in list_areas_of(version.pk)}
    BlueprintArea.objects.bulk_create(
        BlueprintArea(
            blueprint=blueprint,
            area_version_id=in_product.get(part["area"]) or _newest(part["area"]),
            items=part["items"],
            cognition=part.get("cognitive", {}),
        )
        for part in form["items_per_area"]
    )
    return blueprint


def _newest(code: str) -> int:
    version = find_area_version(code)
    return version.pk if version else 0


def _day(text: str | None) -> date | None:
    return date.fromisoformat(str(text)) if text else None
