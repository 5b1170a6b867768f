from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

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
from kunnande.stages.decision.queries import list_decisions_to_recognise
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from kunnande.stages.decision.queries import Decision
    from kunnande.stages.parties.queries import Viewer

__all__ = ["Certificate", "CredentialIssuer", "CredentialKind", "Revocation"]


Verdict = Literal["valid", "expired", "revoked", "not_yet", "unknown", "broken"]

_AUTHENTICITY: tuple[vc.CheckName, ...] = ("format", "context", "proof", "issuer")


class NoIssuerError(LookupError):
    """No issuer has been established in this installation."""


@dataclass(frozen=True)
class CheckedCertificate:
    """A certificate with what every check says about it at one moment."""

    public_id: UUID
    kind: str
    claims: translate.Claims | None
    verification: vc.Verification
    checked_at: datetime
    revoked_at: datetime | None

    @property
    def verdict(self) -> Verdict:
        return _verdict(self.verification)


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

    Raises StatusList.DoesNotExist, IssuerKeyMissingError.
    """
    listed = StatusList.objects.get(pk=list_id)
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
    revocation = getattr(certificate, "revocation", None)
    return CheckedCertificate(
        public_id=certificate.public_id,
        kind=certificate.kind,
        # What a document says is repeated only when the issuer said it.
        claims=translate.read_claims(document) if _is_authentic(verification) else None,
        verification=verification,
        checked_at=at,
        revoked_at=revocation.revoked_at if revocation else None,
    )


def certificates_visible_to(viewer: Viewer) -> QuerySet[Certificate]:
    """Return the viewer's own certificates; all of them for examiners and the scheme owner."""
    certificates = Certificate.objects.select_related("person", "revocation", "status_list")
    if viewer.organisations(Role.EXAMINER) or viewer.organisations(Role.SCHEME_OWNER):
        return certificates
    return certificates.filter(person_id=viewer.person_id) if viewer.person_id else certificates.none()


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


def list_awaiting_certificate() -> list[Decision]:
    """Return the decisions in force that have no certificate yet, oldest first."""
    awarded = Certificate.objects.values("decision_id")
    return list(list_decisions_to_recognise().exclude(pk__in=awarded))


def _find_status_list(list_id: int) -> dict[str, Any] | None:
    try:
        return get_status_list_credential(list_id)
    except translate.IssuerKeyMissingError:
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
