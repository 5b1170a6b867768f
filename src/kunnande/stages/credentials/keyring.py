"""The issuer's secret keys, each a file outside the database, and their public halves."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from kunnande.engines import verifiable_credentials as vc

if TYPE_CHECKING:
    from kunnande.stages.credentials.models import IssuerKey


class IssuerKeyMissingError(LookupError):
    """The secret key's file is gone or does not belong to the published key."""


def keep_secret(key: vc.SigningKey | vc.P256Key) -> bool:
    """Write the secret to a file that only its owner reads; False when the name is taken."""
    path = _path_of(key.verification_method.partition("#")[2])
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(
            {"verificationMethod": key.verification_method, "secret": key.secret_multibase}, file
        )
    return True


def read_signing_key(row: IssuerKey) -> vc.SigningKey:
    """Return the secret half of the key that seals certificates. Raises IssuerKeyMissingError."""
    key = vc.SigningKey.from_secret(_secret(row), verification_method=verification_method_of(row))
    if key.public_multibase != row.public_multibase:
        raise IssuerKeyMissingError(_missing(row))
    return key


def read_wallet_key(row: IssuerKey) -> vc.P256Key:
    """Return the secret half of the key that signs for wallets. Raises IssuerKeyMissingError."""
    key = vc.P256Key.from_secret(_secret(row), verification_method=verification_method_of(row))
    if key.public != public_key_of(row):
        raise IssuerKeyMissingError(_missing(row))
    return key


def _secret(row: IssuerKey) -> str:
    try:
        kept = json.loads(_path_of(row.fragment).read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise IssuerKeyMissingError(_missing(row)) from error
    return str(kept["secret"])


def verification_method_of(row: IssuerKey) -> str:
    """Return the full address of a key."""
    return f"{row.issuer.did}#{row.fragment}"


def public_key_of(row: IssuerKey) -> vc.PublicKey:
    """Return the half that is published."""
    return vc.PublicKey(
        verification_method=verification_method_of(row), public_multibase=row.public_multibase
    )


def _path_of(fragment: str) -> Path:
    return Path(settings.ISSUER_KEYS) / f"{fragment}.json"


def _missing(row: IssuerKey) -> str:
    text = _("Utfärdarens nyckel %(name)s saknas på servern. Lägg tillbaka den från reservkopian.")
    return text % {"name": row.fragment}
