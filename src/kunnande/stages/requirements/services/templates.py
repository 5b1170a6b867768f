from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import list_areas
from kunnande.stages.requirements.models import RoleTemplate, TemplateRequirement
from kunnande.stages.requirements.packages import ACCEPTED_FROM
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from kunnande.stages.framework.queries import Area, Scheme
    from kunnande.stages.parties.queries import User


class ImproperTemplatesError(ValueError):
    """A package of role templates does not hold together; every problem is named."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@transaction.atomic
def import_templates(
    *, package: Mapping[str, Any], scheme: Scheme, by: User, at: datetime
) -> tuple[RoleTemplate, ...]:
    """Store a scheme's role templates; again replaces them. Raises ImproperTemplatesError."""
    areas = {area.code: area for area in list_areas(scheme.pk)}
    problems = tuple(
        problem for role in package["roles"] for problem in _find_problems(role, areas)
    )
    named = [role.get("id") for role in package["roles"]]
    others = RoleTemplate.objects.filter(code__in=named).exclude(scheme=scheme)
    problems += tuple(f"roles[{row.code}]: " + _("hör till en annan modell") for row in others)
    if problems:
        raise ImproperTemplatesError(problems)
    templates = tuple(_store(role, scheme, areas) for role in package["roles"])
    record(
        chain=f"scheme:{scheme.code}",
        act="templates_imported",
        subject=f"scheme:{scheme.pk}",
        by=by,
        at=at,
        facts={"templates": len(templates)},
    )
    return templates


def _find_problems(role: Mapping[str, Any], areas: Mapping[str, Area]) -> Iterator[str]:
    name = f"roles[{role.get('id')}]"
    for key in ("name", "description"):
        texts = role.get(key) or {}
        if not (texts.get("sv") and texts.get("en")):
            yield f"{name}.{key}: " + _("ska finnas på svenska och engelska")
    codes = [row["area"] for row in role["requirements"]]
    if len(codes) != len(set(codes)):
        yield f"{name}: " + _("ett område står mer än en gång")
    for row in role["requirements"]:
        yield from _find_row_problems(row, f"{name}.requirements[{row['area']}]", areas)


def _find_row_problems(
    row: Mapping[str, Any], place: str, areas: Mapping[str, Area]
) -> Iterator[str]:
    if row["area"] not in areas:
        yield f"{place}: " + _("området finns inte i modellen")
    if row["level"] not in range(1, 5):
        yield f"{place}.level: " + _("ska vara 1 till 4")
    if row["importance"] not in range(1, 6):
        yield f"{place}.importance: " + _("ska vara 1 till 5")
    if row["least_proof"] not in ACCEPTED_FROM:
        yield f"{place}.least_proof: " + _("är ingen känd sorts bevis")


def _store(role: Mapping[str, Any], scheme: Scheme, areas: Mapping[str, Area]) -> RoleTemplate:
    template, _made = RoleTemplate.objects.update_or_create(
        code=role["id"],
        defaults={
            "scheme_id": scheme.pk,
            "name_sv": role["name"]["sv"],
            "name_en": role["name"]["en"],
            "description_sv": role["description"]["sv"],
            "description_en": role["description"]["en"],
            "ssyk_code": role["ssyk2012"]["code"],
            "ssyk_label_sv": role["ssyk2012"]["label_sv"],
            "esco_occupations": role.get("esco_occupations", []),
        },
    )
    template.requirements.all().delete()
    TemplateRequirement.objects.bulk_create(
        TemplateRequirement(
            template=template,
            area_id=areas[row["area"]].pk,
            level=row["level"],
            accepted_kinds=[kind.value for kind in ACCEPTED_FROM[row["least_proof"]]],
            importance=row["importance"],
        )
        for row in role["requirements"]
    )
    return template
