from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from kunnande.stages.parties.queries import SignedInRequest
from kunnande.stages.supply import services
from kunnande.stages.supply.api.matrix import own_company
from kunnande.stages.supply.api.plans import router
from kunnande.stages.supply.queries.staffing import MONTHS, RoleAtRisk, Staffing

__all__ = ["router"]


class LeaversIn(Schema):
    leaves_percent: int = Field(10, ge=1, le=60)


class RoleAtRiskOut(Schema):
    """A role; `shortage_percent` by months from now, with nobody hired or trained."""

    role_id: int
    name: str
    need: int
    holders: int
    bus_factor: int
    shortage_percent: dict[int, float]


class TrainingOut(Schema):
    person_id: int
    person_name: str
    area_id: int
    area_name: str


class StaffingOut(Schema):
    """What happens when people leave, each with the same probability a year."""

    leaves_percent: int
    people: int
    unshared: int
    company_bus_factor: int
    is_exact: bool
    roles: list[RoleAtRiskOut]
    trainings: list[TrainingOut]
    needs_another: list[str]


@router.get(
    "/organisations/{int:organisation_id}/matrix/staffing",
    response=StaffingOut,
    summary="Read what happens to a company when people leave",
)
def show_staffing(
    request: SignedInRequest, organisation_id: int, asked: Query[LeaversIn]
) -> dict[str, object]:
    staffing = services.show_staffing(
        organisation=own_company(request, organisation_id),
        leaves_percent=asked.leaves_percent,
        by=request.user,
        at=timezone.now(),
    )
    return _out(staffing)


def _out(staffing: Staffing) -> dict[str, object]:
    names = ("leaves_percent", "people", "unshared", "company_bus_factor", "is_exact")
    return {
        **{name: getattr(staffing, name) for name in names},
        "roles": [_role_out(role) for role in staffing.roles],
        "trainings": list(staffing.trainings),
        "needs_another": list(staffing.needs_another),
    }


def _role_out(role: RoleAtRisk) -> dict[str, object]:
    names = ("role_id", "name", "need", "holders", "bus_factor")
    chances = dict(zip(MONTHS, role.shortage, strict=True))
    return {**{name: getattr(role, name) for name in names}, "shortage_percent": chances}
