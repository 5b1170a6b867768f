from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from ninja.pagination import paginate
from pydantic import Field, StringConstraints

from kunnande.stages.credentials import queries, services
from kunnande.stages.credentials.queries import Certificate, CheckedCertificate, Revocation
from kunnande.stages.decision.queries import get_decision
from kunnande.stages.parties.queries import SignedInRequest, ViewerRequest

router = Router(tags=["Certificates"])

CREDENTIAL_TYPE = "application/vc+ld+json"
WALLET_TYPE = "application/dc+sd-jwt"
Code = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class ClaimedAreaOut(Schema):
    name: str


class ClaimsOut(Schema):
    name: str
    holder: str
    issuer_name: str
    version: str
    areas: list[ClaimedAreaOut]
    issued_on: date
    last_day: date | None


class CheckedOut(Schema):
    public_id: UUID
    kind: str
    verdict: str
    findings: dict[str, str]
    claims: ClaimsOut | None
    checked_at: datetime
    revoked_at: datetime | None
    is_sample: bool


class CertificateOut(Schema):
    public_id: UUID
    kind: str
    awarded_at: datetime
    valid_until: datetime | None


class AwaitingOut(Schema):
    decision_id: int
    person_id: int
    person_name: str
    product_name: str
    version: str
    outcome: str
    decided_at: datetime


class AwardedOut(Schema):
    public_id: UUID
    person_id: int
    person_name: str
    product_name: str
    kind: str
    awarded_at: datetime
    revoked_at: datetime | None


class AwardsOut(Schema):
    obstacle: str
    awaiting: list[AwaitingOut]
    awarded: list[AwardedOut]
    may_revoke: bool
    number: int
    pages: int


class RevocationIn(Schema):
    reason: Reason


class WalletIn(Schema):
    areas: Annotated[list[Code], Field(min_length=1, max_length=100)]
    holder_key: Annotated[str, StringConstraints(max_length=2_000)] = ""


class RevocationOut(Schema):
    revoked_at: datetime


@router.get("/me/certificates", response=list[CheckedOut], summary="List my certificates")
@paginate
def list_own_certificates(request: SignedInRequest) -> tuple[CheckedCertificate, ...]:
    wallet = queries.get_wallet(request.viewer.person_id, at=timezone.now())
    return wallet.certificates


@router.get(
    "/certificates/{uuid:public_id}",
    response=CheckedOut,
    summary="Check a certificate, as anybody may who has its number",
)
def verify_certificate(request: ViewerRequest, public_id: UUID) -> CheckedCertificate:
    return queries.get_public_certificate(public_id, at=timezone.now())


@router.get(
    "/certificates/{uuid:public_id}/document",
    openapi_extra={"responses": {200: {"content": {CREDENTIAL_TYPE: {}}}}},
    summary="Fetch the signed credential itself",
)
def get_credential(request: ViewerRequest, public_id: UUID) -> HttpResponse:
    text = queries.get_document_text(public_id)
    return HttpResponse(text.encode("utf-8"), content_type=CREDENTIAL_TYPE)


@router.get(
    "/certificates/{uuid:public_id}/forms/{form}",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {}}}}},
    summary="Fetch a certificate as picture, VC-JWT or European Learning Model",
)
def get_certificate_form(
    request: ViewerRequest, public_id: UUID, form: queries.Form
) -> HttpResponse:
    written = queries.get_form(public_id, form, at=timezone.now())
    return HttpResponse(written.content, content_type=written.media_type)


@router.post(
    "/me/certificates/{uuid:public_id}/wallet-file",
    openapi_extra={"responses": {200: {"content": {WALLET_TYPE: {}}}}},
    summary="Fetch my certificate for my wallet (SD-JWT), with the areas I choose to show",
)
def get_wallet_file(request: SignedInRequest, public_id: UUID, chosen: WalletIn) -> HttpResponse:
    text = queries.get_wallet_certificate(
        queries.get_own_certificate(public_id, request.user.person_id),
        areas=chosen.areas,
        holder_key=chosen.holder_key,
        at=timezone.now(),
    )
    return HttpResponse(text, content_type=WALLET_TYPE)


@router.get(
    "/awards",
    response=AwardsOut,
    summary="List decisions awaiting a certificate, and a page of the certificates",
)
def show_awards(request: SignedInRequest, number: int = 1) -> services.AwardsPage:
    return services.show_awards(by=request.user, at=timezone.now(), number=number)


@router.get(
    "/awards/{uuid:public_id}",
    response=CheckedOut,
    summary="Read one certificate before revoking it",
)
def show_certificate(request: SignedInRequest, public_id: UUID) -> CheckedCertificate:
    certificate = queries.get_certificate(public_id, request.viewer)
    return services.show_certificate(certificate=certificate, by=request.user, at=timezone.now())


@router.post(
    "/decisions/{int:decision_id}/certificate",
    response=CertificateOut,
    summary="Award what a decision gives; awarding again gives the same",
)
def award_certificate(request: SignedInRequest, decision_id: int) -> Certificate:
    decision = get_decision(decision_id, request.viewer)
    return services.award_certificate(decision=decision, by=request.user, at=timezone.now())


@router.post(
    "/certificates/{uuid:public_id}/revocation",
    response={201: RevocationOut},
    summary="Let a certificate no longer count; the reason is never public",
)
def revoke_certificate(
    request: SignedInRequest, public_id: UUID, revocation: RevocationIn
) -> Revocation:
    return services.revoke_certificate(
        certificate=queries.get_certificate(public_id, request.viewer),
        reason=revocation.reason,
        by=request.user,
        at=timezone.now(),
    )
