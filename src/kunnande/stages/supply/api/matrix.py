from dataclasses import fields
from datetime import date
from typing import Literal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from kunnande.stages.parties.queries import Organisation, Role, SignedInRequest, organisations_of
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import Matrix, Selection

router = Router(tags=["Competence matrix"])


class ColumnOut(Schema):
    area_id: int
    code: str
    name: str
    family: str
    can_alone: int
    needed: int
    met: int
    remaining: int


class CellOut(Schema):
    area_id: int
    state: str
    held: int
    required: int
    mark: str


class RowOut(Schema):
    person_id: int
    name: str
    team: str
    shift: str
    site: str
    roles: list[str]
    cells: list[CellOut]


class MatrixOut(Schema):
    on: date
    columns: list[ColumnOut]
    rows: list[RowOut]
    met: int
    required: int
    unshared_people: int


class ProofOut(Schema):
    kind: str
    level: int
    shown_on: date
    valid_until: date | None
    place: str
    stated_by: str
    counts: bool
    own_statement_id: int | None


class CellPageOut(Schema):
    person_id: int
    person_name: str
    area_name: str
    roles: list[str]
    cell: CellOut
    proofs: list[ProofOut]
    accepted_kinds: list[str]


class SelectionIn(Schema):
    """What narrows the matrix; empty means everything."""

    team: str = Field("", max_length=100)
    role_id: int | None = None
    family: str = Field("", max_length=100)
    state: Literal[
        "", "remaining", "soon", "unshared", "planned", "booked", "exempt", "withdrawn"
    ] = ""
    shift: str = Field("", max_length=60)
    site: str = Field("", max_length=60)

    def read(self) -> Selection:
        return Selection(**self.dict(include={f.name for f in fields(Selection)}))


@router.get(
    "/organisations/{int:organisation_id}/matrix",
    response=MatrixOut,
    summary="Read my company's matrix; each person it shows can see that it was read",
)
def show_matrix(
    request: SignedInRequest, organisation_id: int, selection: Query[SelectionIn]
) -> Matrix:
    return services.show_matrix(
        organisation=own_company(request, organisation_id),
        selection=selection.read(),
        by=request.user,
        at=timezone.localtime(),
    )


@router.get(
    "/organisations/{int:organisation_id}/matrix/{int:person_id}/{int:area_id}",
    response=CellPageOut,
    summary="Read what proves one square of the matrix",
)
def show_cell(
    request: SignedInRequest, organisation_id: int, person_id: int, area_id: int
) -> services.CellPage:
    return services.show_cell(
        organisation=own_company(request, organisation_id),
        person_id=person_id,
        area_id=area_id,
        by=request.user,
        at=timezone.localtime(),
    )


def own_company(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
