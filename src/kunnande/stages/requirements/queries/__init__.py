from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from kunnande.stages.framework.queries import (
    Area,
    Level,
    ProofKind,
    list_areas,
    list_latest_versions,
    list_levels,
    localised,
)
from kunnande.stages.parties.queries import current_on
from kunnande.stages.requirements.models import (
    Deviation,
    DeviationKind,
    Holding,
    OccupationalRole,
    Requirement,
    RoleTemplate,
    StagedImport,
)
from kunnande.stages.requirements.packages import to_role
from kunnande.stages.requirements.queries.deviations import (
    StandingDeviation,
    get_deviation,
    list_deviations,
    list_deviations_ever,
)
from kunnande.stages.requirements.queries.kept import get_kept_about
from kunnande.stages.requirements.queries.placements import PlacedAt, list_placements

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.parties.queries import Organisation, Viewer

__all__ = [
    "Deviation",
    "DeviationKind",
    "Holding",
    "OccupationalRole",
    "PlacedAt",
    "Requirement",
    "RoleTemplate",
    "StagedImport",
    "StandingDeviation",
    "get_deviation",
    "get_kept_about",
    "list_deviations",
    "list_deviations_ever",
    "list_placements",
]

_REQUIRED = ("role_id", "area_id", "level", "accepted_kinds", "importance", "recency_months")


@dataclass(frozen=True)
class RoleRow:
    """A role in the company's list: how many hold it against how many are needed."""

    id: int
    name: str
    people_needed: int
    holders: int
    requirements: int

    @property
    def missing(self) -> int:
        return max(0, self.people_needed - self.holders)


class NeededRole(NamedTuple):
    id: int
    name: str
    people_needed: int


@dataclass(frozen=True)
class HeldRole:
    role_id: int
    role_name: str
    person_id: int
    people_needed: int


@dataclass(frozen=True)
class Required:
    role_id: int
    area_id: int
    level: int
    accepted_kinds: frozenset[str]
    importance: int
    recency_months: int | None = None


@dataclass(frozen=True)
class RequirementRow:
    area_id: int
    area_code: str
    area_name: str
    level: int
    level_name: str
    level_definition: str
    kinds: tuple[str, ...]
    importance: int
    recency_months: int | None


@dataclass(frozen=True)
class HolderRow:
    holding_id: int
    person_id: int
    name: str
    from_on: date


@dataclass(frozen=True)
class RolePage:
    role: OccupationalRole
    requirements: tuple[RequirementRow, ...]
    holders: tuple[HolderRow, ...]
    template: RoleTemplate | None

    @property
    def missing(self) -> int:
        return max(0, self.role.people_needed - len(self.holders))


def roles_visible_to(viewer: Viewer) -> QuerySet[OccupationalRole]:
    """Return the roles of the companies the viewer acts for as employer."""
    return OccupationalRole.objects.filter(
        organisation_id__in=viewer.organisations("employer")
    ).select_related("organisation", "template")


def get_role(role_id: int, viewer: Viewer) -> OccupationalRole:
    return roles_visible_to(viewer).get(pk=role_id)


def get_holding(holding_id: int, viewer: Viewer) -> Holding:
    return Holding.objects.select_related("role", "person").get(
        pk=holding_id, role__in=roles_visible_to(viewer)
    )


def find_staged_import(organisation: Organisation, viewer: Viewer) -> StagedImport | None:
    """Return the list the viewer has uploaded for a company and not confirmed yet."""
    return StagedImport.objects.filter(
        organisation=organisation,
        organisation_id__in=viewer.organisations("employer"),
        owner_id=viewer.user_id,
    ).first()


def list_roles(organisation_id: int, on: date) -> tuple[RoleRow, ...]:
    held = _held_on(on, "holdings__", organisation="organisation")
    roles = OccupationalRole.objects.filter(organisation_id=organisation_id).annotate(
        holders=Count("holdings", filter=held, distinct=True),
        required=Count("requirements", distinct=True),
    )
    return tuple(
        RoleRow(role.pk, role.name, role.people_needed, role.holders, role.required)
        for role in roles.order_by("name", "pk")
    )


def list_needed_roles(organisation_id: int) -> tuple[NeededRole, ...]:
    """Return the company's roles by name, without counting who holds them."""
    roles = OccupationalRole.objects.filter(organisation_id=organisation_id).order_by("name", "pk")
    return tuple(map(NeededRole._make, roles.values_list(*NeededRole._fields)))


def get_role_page(role_id: int, viewer: Viewer, on: date) -> RolePage:
    role = get_role(role_id, viewer)
    holders = (
        Holding.objects.filter(_held_on(on), role=role)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
    return RolePage(
        role=role,
        requirements=_requirement_rows(role),
        holders=tuple(
            HolderRow(held.pk, held.person_id, held.person.name, held.from_on) for held in holders
        ),
        template=role.template,
    )


def find_requirement(role: OccupationalRole, area_id: int) -> Requirement | None:
    return Requirement.objects.filter(role=role, area_id=area_id).first()


def list_areas_to_add(role: OccupationalRole) -> list[tuple[Area, str]]:
    """Return the areas the role does not require yet, with their names."""
    required = set(Requirement.objects.filter(role=role).values_list("area_id", flat=True))
    areas = [area for area in list_areas() if area.pk not in required]
    versions = list_latest_versions(area.pk for area in areas)
    return [(area, localised(versions[area.pk], "name")) for area in areas if area.pk in versions]


def list_templates() -> list[RoleTemplate]:
    return list(
        RoleTemplate.objects.annotate(required=Count("requirements")).order_by("name_sv", "pk")
    )


def list_packaged_templates(scheme_id: int) -> list[dict[str, Any]]:
    """Return a scheme's templates in the form import_templates takes them."""
    return [to_role(row) for row in RoleTemplate.objects.filter(scheme_id=scheme_id)]


def get_template(code: str) -> RoleTemplate:
    return RoleTemplate.objects.get(code=code)


def list_holdings(organisation_id: int, on: date) -> tuple[HeldRole, ...]:
    rows = Holding.objects.filter(_held_on(on), role__organisation_id=organisation_id)
    return tuple(
        HeldRole(**row)
        for row in rows.order_by("role__name", "person__sort_key", "pk").values(
            "role_id",
            "person_id",
            role_name=F("role__name"),
            people_needed=F("role__people_needed"),
        )
    )


def list_requirements(organisation_id: int) -> tuple[Required, ...]:
    rows = Requirement.objects.filter(role__organisation_id=organisation_id)
    return _required(rows.order_by("role_id", "area__code"))


def list_requirements_of_person(person_id: int, on: date) -> tuple[Required, ...]:
    """Return what the roles somebody holds on a day require."""
    held = Holding.objects.filter(current_on(on), person_id=person_id)
    rows = Requirement.objects.filter(role_id__in=held.values("role_id"))
    return _required(rows.order_by("role_id", "area__code"))


def names_of_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds in words, in the order in which the framework lists them."""
    wanted = set(kinds)
    return tuple(str(kind.label) for kind in ProofKind if kind.value in wanted)


def _held_on(day: date, path: str = "", organisation: str = "role__organisation") -> Q:
    """Return the condition that a role is held on a day, by somebody who is still employed."""
    spell = f"{path}person__employments__"
    return (
        current_on(day, f"{path}from_on", f"{path}to_on")
        & current_on(day, f"{spell}from_on", f"{spell}to_on")
        & Q(**{f"{spell}organisation": F(organisation)})
    )


def _required(rows: QuerySet[Requirement]) -> tuple[Required, ...]:
    return tuple(
        Required(role, area, level, frozenset(kinds), importance, recency)
        for role, area, level, kinds, importance, recency in rows.values_list(*_REQUIRED)
    )


def _requirement_rows(role: OccupationalRole) -> tuple[RequirementRow, ...]:
    rows = list(
        Requirement.objects.filter(role=role)
        .select_related("area")
        .order_by("-importance", "area__code")
    )
    versions = list_latest_versions(row.area_id for row in rows)
    levels: dict[tuple[int, int], Level] = {
        (scheme_id, level.value): level
        for scheme_id in {row.area.scheme_id for row in rows}
        for level in list_levels(scheme_id)
    }
    return tuple(
        RequirementRow(
            area_id=row.area_id,
            area_code=row.area.code,
            area_name=localised(versions[row.area_id], "name"),
            level=row.level,
            level_name=localised(levels[row.area.scheme_id, row.level], "name"),
            level_definition=localised(levels[row.area.scheme_id, row.level], "definition"),
            kinds=names_of_kinds(row.accepted_kinds),
            importance=row.importance,
            recency_months=row.recency_months,
        )
        for row in rows
    )
