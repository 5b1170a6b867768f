from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials import translate
from kunnande.stages.credentials.keyring import IssuerKeyMissingError
from kunnande.stages.credentials.models import Certificate, CredentialIssuer
from kunnande.stages.credentials.queries.issuing import (
    get_did_document,
    get_status_list_credential,
)
from kunnande.stages.decision.queries import AreaOutcome, list_decided_areas
from kunnande.stages.framework.queries import localised

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

Verdict = Literal["valid", "expired", "revoked", "not_yet", "unknown", "broken"]

_AUTHENTICITY: tuple[vc.CheckName, ...] = ("format", "context", "proof", "issuer")


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
        revoked_at=revoked_at_of(certificate),
        is_sample=CredentialIssuer.objects.filter(is_demo=True).exists(),
    )


def list_remaining_areas(public_id: UUID) -> list[str]:
    """Return the areas that remained when a certificate was awarded, as its description says."""
    decision_id = Certificate.objects.values_list("decision_id", flat=True).get(public_id=public_id)
    return [
        localised(area.area_version, "name")
        for area in list_decided_areas(decision_id)
        if area.outcome != AreaOutcome.MET
    ]


def revoked_at_of(certificate: Certificate) -> datetime | None:
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
