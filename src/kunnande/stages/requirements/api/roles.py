from datetime import date
from typing import Annotated

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from pydantic import StringConstraints

from kunnande.stages.framework.queries import ProofKind, find_newest_version, localised
from kunnande.stages.parties.queries import (
    Organisation,
    Role,
    SignedInRequest,
    get_person,
    list_employees,
    organisations_of,
)
from kunnande.stages.requirements import services
from kunnande.stages.requirements.queries import (
    Holding,
    OccupationalRole,
    Requirement,
    RoleRow,
    RoleTemplate,
    get_holding,
    get_role_page,
    get_template,
    list_areas_to_add,
    list_roles as list_rows,
    list_templates,
    roles_visible_to,
)

router = Router(tags=["Roles and requirements"])

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class TemplateOut(Schema):
    code: str
    name: str
    description: str
    ssyk_code: str


class RoleIn(Schema):
    name: Name
    people_needed: int = Field(1, ge=1, le=9999)


class NewRole(RoleIn):
    template: str = Field("", max_length=50, description="The code of a template to copy.")


class RoleOut(Schema):
    id: int
    organisation_id: int
    name: str
    people_needed: int


class RoleRowOut(Schema):
    id: int
    name: str
    people_needed: int
    holders: int
    missing: int
    requirements: int


class RequirementIn(Schema):
    level: int = Field(ge=1, le=4)
    accepted_kinds: list[ProofKind] = Field(min_length=1)
    importance: int = Field(3, ge=1, le=5)
    recency_months: int | None = Field(None, ge=1, le=120)


class RequirementOut(Schema):
    area_id: int
    level: int
    accepted_kinds: list[str]
    importance: int
    recency_months: int | None


class RequirementInWords(Schema):
    area_id: int
    area_code: str
    area_name: str
    level: int
    level_name: str
    kinds: list[str]
    importance: int
    recency_months: int | None


class HolderOut(Schema):
    holding_id: int
    person_id: int
    name: str
    from_on: date


class RolePageOut(Schema):
    role: RoleOut
    requirements: list[RequirementInWords]
    holders: list[HolderOut]
    missing: int


class AreaOut(Schema):
    area_id: int
    code: str
    name: str


class HoldingIn(Schema):
    person_id: int
    from_on: date


class HoldingOut(Schema):
    id: int
    role_id: int
    person_id: int
    from_on: date
    to_on: date | None


@router.get("/role-templates", response=list[TemplateOut], summary="List role templates")
@paginate
def list_role_templates(request: SignedInRequest) -> list[TemplateOut]:
    return [
        TemplateOut(
            code=template.code,
            name=localised(template, "name"),
            description=localised(template, "description"),
            ssyk_code=template.ssyk_code,
        )
        for template in list_templates()
    ]


@router.get(
    "/organisations/{int:organisation_id}/roles",
    response=list[RoleRowOut],
    summary="List my company's roles",
)
@paginate
def list_roles(request: SignedInRequest, organisation_id: int) -> tuple[RoleRow, ...]:
    return list_rows(_own(request, organisation_id).pk, timezone.localdate())


@router.post(
    "/organisations/{int:organisation_id}/roles",
    response={201: RoleOut},
    summary="Make a role, from a template or from nothing",
)
def create_role(request: SignedInRequest, organisation_id: int, role: NewRole) -> OccupationalRole:
    return services.create_role(
        organisation=_own(request, organisation_id),
        template=_template(role.template),
        name=role.name,
        people_needed=role.people_needed,
        by=request.user,
        at=timezone.now(),
    )


@router.get("/roles/{int:role_id}", response=RolePageOut, summary="Read a role")
def get_role(request: SignedInRequest, role_id: int) -> object:
    return get_role_page(role_id, request.viewer, timezone.localdate())


@router.put("/roles/{int:role_id}", response=RoleOut, summary="Change a role's name or need")
def change_role(request: SignedInRequest, role_id: int, role: RoleIn) -> OccupationalRole:
    return services.change_role(
        role=_role(request, role_id), by=request.user, at=timezone.now(), **role.dict()
    )


@router.get(
    "/roles/{int:role_id}/areas",
    response=list[AreaOut],
    summary="List the areas a role does not require yet",
)
@paginate
def list_areas(request: SignedInRequest, role_id: int) -> list[AreaOut]:
    return [
        AreaOut(area_id=area.pk, code=area.code, name=name)
        for area, name in list_areas_to_add(_role(request, role_id))
    ]


@router.put(
    "/roles/{int:role_id}/requirements/{int:area_id}",
    response=RequirementOut,
    summary="Say what a role requires of an area",
)
def set_requirement(
    request: SignedInRequest, role_id: int, area_id: int, requirement: RequirementIn
) -> Requirement:
    role = _role(request, role_id)
    if find_newest_version(area_id) is None:
        raise Http404
    return services.set_requirement(
        role=role, area_id=area_id, by=request.user, at=timezone.now(), **requirement.dict()
    )


@router.delete(
    "/roles/{int:role_id}/requirements/{int:area_id}",
    response={204: None},
    summary="Let a role no longer require an area",
)
def remove_requirement(request: SignedInRequest, role_id: int, area_id: int) -> None:
    services.remove_requirement(
        role=_role(request, role_id), area_id=area_id, by=request.user, at=timezone.now()
    )


@router.post(
    "/roles/{int:role_id}/holdings",
    response={201: HoldingOut},
    summary="Let an employee hold a role",
)
def assign_role(request: SignedInRequest, role_id: int, holding: HoldingIn) -> Holding:
    role = _role(request, role_id)
    employees = list_employees(role.organisation, on=timezone.localdate())
    if holding.person_id not in {row.person_id for row in employees}:
        raise Http404
    return services.assign_role(
        role=role,
        person=get_person(holding.person_id),
        from_on=holding.from_on,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/holdings/{int:holding_id}/end",
    response=HoldingOut,
    summary="Let today be somebody's last day in a role",
)
def end_holding(request: SignedInRequest, holding_id: int) -> Holding:
    now = timezone.now()
    return services.end_holding(
        holding=get_holding(holding_id, request.viewer),
        to_on=timezone.localdate(now),
        by=request.user,
        at=now,
    )


def _own(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)


def _role(request: SignedInRequest, role_id: int) -> OccupationalRole:
    return get_object_or_404(roles_visible_to(request.viewer), pk=role_id)


def _template(code: str) -> RoleTemplate | None:
    return get_template(code) if code else None
