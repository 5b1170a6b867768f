from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials.keyring import (
    public_key_of,
    read_signing_key,
    read_wallet_key,
)
from kunnande.stages.credentials.models import (
    CredentialIssuer,
    IssuerKey,
    KeyKind,
    Revocation,
    StatusList,
)

# How long a copy of a status list may be relied on: short, as a revocation counts at once.
COPY_KEPT = timedelta(minutes=5)


class NoIssuerError(LookupError):
    """No issuer has been established in this installation."""


class NoWalletKeyError(LookupError):
    """The issuer has not drawn its key for wallets; the next award does."""


class UnknownStatusListError(LookupError):
    """There is no status list with this number."""


def find_issuer() -> CredentialIssuer | None:
    return CredentialIssuer.objects.first()


def get_did_document() -> dict[str, Any]:
    """Return the issuer's DID document with every key ever used. Raises NoIssuerError."""
    issuer = find_issuer()
    if issuer is None:
        raise NoIssuerError
    keys = IssuerKey.objects.filter(issuer=issuer).select_related("issuer")
    return vc.document_of_years(issuer.did, [_year_key(key) for key in keys.order_by("pk")])


def get_status_list_credential(list_id: int) -> dict[str, Any]:
    """Return the status list as it stands, signed; equal content gives equal text.

    Raises UnknownStatusListError, IssuerKeyMissingError.
    """
    listed = StatusList.objects.filter(pk=list_id).first()
    if listed is None:
        raise UnknownStatusListError
    key = get_key_in_use()
    revoked, changed_at = _state(listed, key)
    credential = vc.build_status_list_credential(
        list_url=status_list_url(key.issuer, listed.pk),
        issuer_id=key.issuer.did,
        revoked=revoked,
        valid_from=changed_at,
        entries=listed.entries,
        ttl=COPY_KEPT,
    )
    return vc.sign(credential, read_signing_key(key), created=changed_at)


def get_token_status_list(list_id: int, *, at: datetime) -> str:
    """Return the same list as wallets read it, with the same places, good for two days at most.

    Raises UnknownStatusListError, NoWalletKeyError, IssuerKeyMissingError.
    """
    listed = StatusList.objects.filter(pk=list_id).first()
    if listed is None:
        raise UnknownStatusListError
    key = get_wallet_key()
    revoked, changed_at = _state(listed, key)
    midnight = datetime.combine(at.astimezone(UTC).date(), time.min, UTC)
    return vc.sign_token_status_list(
        dict.fromkeys(revoked, vc.TokenStatus.INVALID),
        read_wallet_key(key),
        list_url=token_status_list_url(key.issuer, listed.pk),
        issued_at=changed_at,
        valid_until=midnight + timedelta(days=2),
        entries=listed.entries,
        ttl_seconds=int(COPY_KEPT.total_seconds()),
    )


def get_wallet_key() -> IssuerKey:
    """Return the key that signs for wallets. Raises NoWalletKeyError."""
    keys = IssuerKey.objects.select_related("issuer").filter(kind=KeyKind.WALLET)
    key = keys.filter(retired_at__isnull=True).first()
    if key is None:
        raise NoWalletKeyError
    return key


def token_status_list_url(issuer: CredentialIssuer, list_id: int) -> str:
    return f"{status_list_url(issuer, list_id)}/jwt"


def _state(listed: StatusList, key: IssuerKey) -> tuple[set[int], datetime]:
    """Return the withdrawn places, and when the list last changed: its edition needs no clock."""
    revocations = Revocation.objects.filter(certificate__status_list=listed)
    revoked = dict(revocations.values_list("certificate__status_index", "revoked_at"))
    return set(revoked), max([key.issuer.established_at, key.from_at, *revoked.values()])


def _year_key(key: IssuerKey) -> vc.YearKey:
    kind: vc.KeyKind = "p256" if key.kind == KeyKind.WALLET else "ed25519"
    return vc.YearKey(
        public=public_key_of(key), kind=kind, from_at=key.from_at, retired_at=key.retired_at
    )


def get_key_in_use() -> IssuerKey:
    keys = IssuerKey.objects.select_related("issuer").filter(kind=KeyKind.SEAL)
    return keys.get(retired_at__isnull=True)


def status_list_url(issuer: CredentialIssuer, list_id: int) -> str:
    return f"{issuer.base_url}/status/{list_id}"
