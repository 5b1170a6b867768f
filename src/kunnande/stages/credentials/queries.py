from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Q

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials import translate
from kunnande.stages.credentials.models import (
    Certificate,
    CredentialIssuer,
    CredentialKind,
    IssuerKey,
    Revocation,
    StatusList,
)
from kunnande.stages.credentials.translate import IssuerKeyMissingError
from kunnande.stages.decision.queries import (
    Outcome,
    list_decisions_of_person,
    list_decisions_to_recognise,
)
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from kunnande.stages.decision.queries import DecidedRow
    from kunnande.stages.parties.queries import Viewer

__all__ = [
    "Certificate",
    "CredentialIssuer",
    "CredentialKind",
    "IssuerKeyMissingError",
    "Revocation",
]


Verdict = Literal["valid", "expired", "revoked", "not_yet", "unknown", "broken"]

_AUTHENTICITY: tuple[vc.CheckName, ...] = ("format", "context", "proof", "issuer")


class NoIssuerError(LookupError):
    """No issuer has been established in this installation."""


class UnknownStatusListError(LookupError):
    """There is no status list with this number."""


@dataclass(frozen=True)
class CheckedCertificate:
    """A certificate with what every check says about it at one moment."""

    public_id: UUID
    kind: str
    claims: translate.Claims | None
    verification: vc.Verification
    checked_at: datetime
    revoked_at: datetime | None
    is_sample: bool

    @property
    def verdict(self) -> Verdict:
        return _verdict(self.verification)

    @property
    def findings(self) -> dict[str, str]:
        """Return what each check found, by the check's name."""
        return {check.name: check.finding.value for check in self.verification.checks}


@dataclass(frozen=True)
class AwaitingRow:
    """A decision that has no certificate yet."""

    decision_id: int
    person_id: int
    person_name: str
    product_name: str
    version: str
    outcome: str
    decided_at: datetime


@dataclass(frozen=True)
class AwardedRow:
    """A certificate as those who award see it."""

    public_id: UUID
    person_id: int
    person_name: str
    product_name: str
    kind: str
    awarded_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class Wallet:
    """A person's certificates, the decisions that wait for one, and all decisions."""

    certificates: tuple[CheckedCertificate, ...]
    on_their_way: tuple[DecidedRow, ...]
    decisions: tuple[DecidedRow, ...]


def find_issuer() -> CredentialIssuer | None:
    return CredentialIssuer.objects.first()


def get_did_document() -> dict[str, Any]:
    """Return the issuer's DID document with every key ever used. Raises NoIssuerError."""
    issuer = find_issuer()
    if issuer is None:
        raise NoIssuerError
    keys = IssuerKey.objects.filter(issuer=issuer).select_related("issuer").order_by("from_at")
    return vc.did_document(issuer.did, [translate.public_key_of(key) for key in keys])


def get_status_list_credential(list_id: int) -> dict[str, Any]:
    """Return the status list as it stands, signed; equal content gives equal text.

    Raises UnknownStatusListError, IssuerKeyMissingError.
    """
    listed = StatusList.objects.filter(pk=list_id).first()
    if listed is None:
        raise UnknownStatusListError
    key = get_key_in_use()
    revocations = Revocation.objects.filter(certificate__status_list=listed)
    revoked = dict(revocations.values_list("certificate__status_index", "revoked_at"))
    # The edition is as old as the last change of its content, so it needs no clock.
    changed_at = max([key.issuer.established_at, key.from_at, *revoked.values()])
    credential = vc.build_status_list_credential(
        list_url=status_list_url(key.issuer, listed.pk),
        issuer_id=key.issuer.did,
        revoked=revoked.keys(),
        valid_from=changed_at,
        entries=listed.entries,
    )
    return vc.sign(credential, translate.read_signing_key(key), created=changed_at)


def get_key_in_use() -> IssuerKey:
    return IssuerKey.objects.select_related("issuer").get(retired_at__isnull=True)


def status_list_url(issuer: CredentialIssuer, list_id: int) -> str:
    return f"{issuer.base_url}/status/{list_id}"


def get_document_text(public_id: UUID) -> str:
    """Return the credential exactly as it was signed. Raises Certificate.DoesNotExist."""
    return Certificate.objects.values_list("document_text", flat=True).get(public_id=public_id)


def get_public_certificate(public_id: UUID, *, at: datetime) -> CheckedCertificate:
    """Check a certificate as a stranger would. Raises Certificate.DoesNotExist."""
    certificate = Certificate.objects.select_related("revocation").get(public_id=public_id)
    document = json.loads(certificate.document_text)
    verification = vc.verify(
        document,
        did_document=get_did_document(),
        at=at,
        status_list=_find_status_list(certificate.status_list_id),
    )
    return CheckedCertificate(
        public_id=certificate.public_id,
        kind=certificate.kind,
        # What a document says is repeated only when the issuer said it.
        claims=translate.read_claims(document) if _is_authentic(verification) else None,
        verification=verification,
        checked_at=at,
        revoked_at=_revoked_at(certificate),
        is_sample=CredentialIssuer.objects.filter(is_demo=True).exists(),
    )


def certificates_visible_to(viewer: Viewer) -> QuerySet[Certificate]:
    """Return the viewer's own certificates, a scheme owner's of the scheme, an examiner's all."""
    certificates = Certificate.objects.select_related("person", "revocation", "status_list")
    if viewer.organisations(Role.EXAMINER):
        return certificates
    schemes_of = viewer.organisations(Role.SCHEME_OWNER)
    return certificates.filter(
        Q(person_id=viewer.person_id)
        | Q(decision__case__product_version__product__scheme__owner_id__in=schemes_of)
    )


def get_certificate(public_id: UUID, viewer: Viewer) -> Certificate:
    """Return one certificate the viewer may see. Raises Certificate.DoesNotExist."""
    return certificates_visible_to(viewer).get(public_id=public_id)


def list_certificates_of(person_id: int, *, at: datetime) -> list[CheckedCertificate]:
    """Return a person's certificates, latest first, each checked as a stranger would."""
    certificates = Certificate.objects.filter(person_id=person_id).order_by("-awarded_at", "-id")
    return [
        get_public_certificate(public_id, at=at)
        for public_id in certificates.values_list("public_id", flat=True)
    ]


def get_wallet(person_id: int | None, *, at: datetime) -> Wallet:
    """Return everything a person has been given, and what is on its way."""
    if person_id is None:
        return Wallet((), (), ())
    decisions = list_decisions_of_person(person_id)
    awarded = set(
        Certificate.objects.filter(person_id=person_id).values_list("decision_id", flat=True)
    )
    recognised = [d for d in decisions if d.outcome != Outcome.MAPPING_STATEMENT]
    return Wallet(
        certificates=tuple(list_certificates_of(person_id, at=at)),
        on_their_way=tuple(d for d in recognised if d.is_latest and d.decision_id not in awarded),
        decisions=tuple(decisions),
    )


def list_awaiting_certificate(viewer: Viewer) -> list[AwaitingRow]:
    """Return the decisions in force that have no certificate yet, oldest first."""
    awarded = Certificate.objects.values("decision_id")
    return [
        AwaitingRow(
            decision_id=decision.pk,
            person_id=decision.case.person_id,
            person_name=decision.case.person.name,
            product_name=localised(decision.case.product_version.product, "name"),
            version=decision.case.product_version.version,
            outcome=str(Outcome(decision.outcome).label),
            decided_at=decision.decided_at,
        )
        for decision in list_decisions_to_recognise(viewer).exclude(pk__in=awarded)
    ]


def list_awarded(viewer: Viewer) -> list[AwardedRow]:
    """Return the certificates there are, latest first."""
    certificates = certificates_visible_to(viewer).select_related(
        "person", "revocation", "decision__case__product_version__product"
    )
    return [
        AwardedRow(
            public_id=certificate.public_id,
            person_id=certificate.person_id,
            person_name=certificate.person.name,
            product_name=localised(certificate.decision.case.product_version.product, "name"),
            kind=str(CredentialKind(certificate.kind).label),
            awarded_at=certificate.awarded_at,
            revoked_at=_revoked_at(certificate),
        )
        for certificate in certificates.order_by("-awarded_at", "-id")
    ]


def _revoked_at(certificate: Certificate) -> datetime | None:
    return certificate.revocation.revoked_at if hasattr(certificate, "revocation") else None


def _find_status_list(list_id: int) -> dict[str, Any] | None:
    try:
        return get_status_list_credential(list_id)
    except IssuerKeyMissingError:
        # Without the key no list can be signed; the page then says that it can not tell.
        return None


def _is_authentic(verification: vc.Verification) -> bool:
    return all(verification.check(name).outcome == "passed" for name in _AUTHENTICITY)


def _verdict(verification: vc.Verification) -> Verdict:
    """Return the one word for all checks; the gravest comes first."""
    findings = {check.name: check.finding for check in verification.checks}
    if not _is_authentic(verification):
        return "broken"
    if findings["status"] is vc.Finding.REVOKED:
        return "revoked"
    if findings["dates"] is vc.Finding.EXPIRED:
        return "expired"
    if verification.outcome == "passed":
        return "valid"
    return "not_yet" if findings["dates"] is vc.Finding.NOT_YET_VALID else "unknown"
