from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Field, File, Router, Schema, UploadedFile
from ninja.pagination import paginate
from pydantic import StringConstraints

from kunnande.site.content import exchange
from kunnande.site.home.companies import register
from kunnande.site.home.looks import LookOfDay, list_looks_in_words
from kunnande.site.home.person import CompetenceRow, list_competence as list_rows
from kunnande.site.home.shared import get_shared_page
from kunnande.site.home.shares import AREA, CERTIFICATE, list_choices, list_share_rows
from kunnande.stages.disclosure import services
from kunnande.stages.framework.queries import Scheme, get_scheme
from kunnande.stages.parties.queries import (
    Municipality,
    Role,
    SignedInRequest,
    ViewerRequest,
    get_organisation,
    get_person,
)

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


class ShareIn(Schema):
    recipient: Name
    area_ids: list[int] = Field(default_factory=list)
    certificate_ids: list[UUID] = Field(default_factory=list)
    last_on: date


class ShareOut(Schema):
    id: int
    recipient: str
    shows: list[str]
    last_on: date
    is_open: bool


class IssuedOut(Schema):
    id: int
    link: str
    last_on: date


class SharedStatementOut(Schema):
    area: str
    level: int
    level_words: str
    kind: str
    shown_on: date
    valid_until: date | None


class CertificateOut(Schema):
    public_id: UUID
    kind: str
    verdict: str


class SharedOut(Schema):
    """What a link shows; `lapsed` names chosen areas in which nothing counts any more."""

    name: str
    recipient: str
    last_on: date
    statements: list[SharedStatementOut]
    lapsed: list[str]
    certificates: list[CertificateOut]


class SchemeOut(Schema):
    code: str


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


@router.get("/me/shares", response=list[ShareOut], summary="List my links to what I can")
@paginate
def list_shares(request: SignedInRequest) -> list[ShareOut]:
    return [
        ShareOut(
            id=row.share.pk,
            recipient=row.share.recipient,
            shows=list(row.shows),
            last_on=row.share.last_on,
            is_open=row.is_open,
        )
        for row in list_share_rows(_person(request), at=timezone.now())
    ]


@router.post(
    "/me/shares",
    response={201: IssuedOut},
    summary="Make a link that shows one recipient what I choose; it is told this once",
)
def make_share(request: SignedInRequest, share: ShareIn) -> IssuedOut:
    now, person_id = timezone.localtime(), _person(request)
    offered = {value for value, _name in list_choices(person_id, at=now)}
    chosen = {f"{AREA}:{key}" for key in share.area_ids}
    if not chosen | {f"{CERTIFICATE}:{key}" for key in share.certificate_ids} <= offered:
        raise Http404
    issued = services.make_share(
        person=get_person(person_id), by=request.user, at=now, **share.dict()
    )
    link = request.build_absolute_uri(reverse("home:shared", args=[issued.token]))
    return IssuedOut(id=issued.share.pk, link=link, last_on=issued.share.last_on)


@router.get(
    "/shares/{share_token}",
    response=SharedOut,
    summary="Read what somebody's link shows today; they can see that it was read",
)
def open_share(request: ViewerRequest, share_token: str) -> SharedOut:
    now = timezone.now()
    share = services.open_share(
        token=share_token, viewer_person_id=request.viewer.person_id, at=now
    )
    page = get_shared_page(share, at=now)
    return SharedOut(
        name=share.person.name,
        recipient=share.recipient,
        last_on=share.last_on,
        statements=[SharedStatementOut.from_orm(row) for row in page.statements],
        lapsed=list(page.lapsed),
        certificates=[CertificateOut.from_orm(row) for row in page.certificates],
    )


@router.delete(
    "/me/shares/{int:share_id}", response={204: None}, summary="Let one of my links show nothing"
)
def withdraw_share(request: SignedInRequest, share_id: int) -> None:
    services.withdraw_share(share_id=share_id, by=request.user, at=timezone.now())


@router.get(
    "/schemes/{scheme_code}/{kind}",
    openapi_extra={"responses": {200: {"content": {"application/json": {}}}}},
    summary="Take out my scheme as a file",
)
def get_scheme_file(
    request: SignedInRequest, scheme_code: str, kind: Literal["yaml", "json", "case"]
) -> HttpResponse:
    scheme = get_scheme(scheme_code, request.viewer)
    package = exchange.take_out(scheme)
    content = exchange.write(package, kind, creator=scheme.owner.name, at=timezone.now())
    return HttpResponse(content, content_type=exchange.KINDS[kind])


@router.post("/schemes", response={201: SchemeOut}, summary="Take in a scheme's file as drafts")
def import_scheme(request: SignedInRequest, file: File[UploadedFile]) -> Scheme:
    owner = get_organisation(min(request.viewer.organisations(Role.SCHEME_OWNER)))
    package = exchange.read(file.read(exchange.LARGEST + 1))
    return exchange.take_in(package, owner=owner, by=request.user, at=timezone.now())


def _person(request: SignedInRequest) -> int:
    if request.viewer.person_id is None:
        raise Http404
    return request.viewer.person_id
