from datetime import date, datetime
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from pydantic import StringConstraints

from kunnande.site.home.companies import register
from kunnande.site.home.looks import LookOfDay, list_looks_in_words
from kunnande.site.home.person import CompetenceRow, list_competence as list_rows
from kunnande.stages.parties.queries import Municipality, SignedInRequest

router = Router(tags=["Myself and companies"])

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class CompetenceOut(Schema):
    area: str
    level: int
    kind: str
    state: str
    shown_at: datetime
    valid_until: date | None
    is_released: bool


class LookOut(Schema):
    latest_at: datetime
    times: int
    who: str
    organisation: str
    shown: str


class CompanyIn(Schema):
    name: Name
    organisation_number: str = Field(max_length=13)
    municipality_code: Literal[tuple(Municipality.values)]  # type: ignore[valid-type]


class CompanyOut(Schema):
    id: int
    name: str
    organisation_number: str


@router.get("/me/competence", response=list[CompetenceOut], summary="List what I can")
@paginate
def list_competence(request: SignedInRequest) -> list[CompetenceRow]:
    return list_rows(_person(request), on=timezone.localdate())


@router.get("/me/looks", response=list[LookOut], summary="List who has seen my results")
@paginate
def list_looks(request: SignedInRequest) -> list[LookOfDay]:
    return list_looks_in_words(_person(request))


@router.post("/companies", response={201: CompanyOut}, summary="Register a company")
def register_company(request: SignedInRequest, company: CompanyIn) -> CompanyOut:
    made = register(by=request.user, at=timezone.now(), **company.dict())
    return CompanyOut.from_orm(made)


def _person(request: SignedInRequest) -> int:
    if request.viewer.person_id is None:
        raise Http404
    return request.viewer.person_id
