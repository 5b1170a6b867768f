from __future__ import annotations

from typing import Any

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials import translate
from kunnande.stages.credentials.models import (
    CredentialIssuer,
    IssuerKey,
    Revocation,
    StatusList,
)


class NoIssuerError(LookupError):
    """No issuer has been established in this installation."""


class UnknownStatusListError(LookupError):
    """There is no status list with this number."""


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
