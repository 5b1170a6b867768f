"""The same certificate in the forms that other programs read, made from what was signed."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials.keyring import read_signing_key, read_wallet_key
from kunnande.stages.credentials.queries.checking import get_document_text, get_public_certificate
from kunnande.stages.credentials.queries.issuing import (
    get_key_in_use,
    get_wallet_key,
    token_status_list_url,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from kunnande.stages.credentials.models import Certificate

COUNTRY = "SWE"
Form = Literal["png", "svg", "jwt", "elm.json"]


class NotAuthenticError(LookupError):
    """The stored text is not what the issuer signed: it is not signed or written anew."""


class HolderKeyError(ValueError):
    """What was given is not the public key of a wallet."""


@dataclass(frozen=True)
class WrittenForm:
    """A certificate as another program reads it, and what kind of file that is."""

    content: bytes
    media_type: str


def get_form(public_id: UUID, form: Form, *, at: datetime) -> WrittenForm:
    """Return a certificate in one of its other forms.

    Raises Certificate.DoesNotExist, NotAuthenticError, IssuerKeyMissingError.
    """
    if form == "jwt":
        return WrittenForm(get_vc_jwt(public_id, at=at).encode("ascii"), "application/vc+jwt")
    if form == "elm.json":
        model = get_learning_model(public_id, at=at)
        text = json.dumps(model, ensure_ascii=False, indent=2)
        return WrittenForm(text.encode("utf-8"), "application/json")
    return WrittenForm(get_badge_picture(public_id, form, at=at), _PICTURES[form])


_PICTURES = {"png": "image/png", "svg": "image/svg+xml"}


def get_badge_picture(public_id: UUID, kind: str, *, at: datetime) -> bytes:
    """Return a picture, ``png`` or ``svg``, with the certificate in it.

    Raises Certificate.DoesNotExist, NotAuthenticError.
    """
    picture = resources.files("kunnande.stages.credentials") / "pictures" / f"badge.{kind}"
    return vc.bake(picture.read_bytes(), _get_authentic(public_id, at=at))


def get_vc_jwt(public_id: UUID, *, at: datetime) -> str:
    """Return the certificate as VC-JWT.

    Raises Certificate.DoesNotExist, NotAuthenticError, IssuerKeyMissingError.
    """
    document = _get_authentic(public_id, at=at)
    del document["proof"]
    return vc.sign_jwt(document, read_signing_key(get_key_in_use()))


def get_learning_model(public_id: UUID, *, at: datetime) -> dict[str, Any]:
    """Return the certificate in the European Learning Model, for whoever seals it.

    Raises Certificate.DoesNotExist, NotAuthenticError.
    """
    return vc.export_learning_model(_get_authentic(public_id, at=at), country=COUNTRY)


def get_wallet_certificate(
    certificate: Certificate,
    *,
    areas: Collection[str],
    holder_key: str,
    at: datetime,
) -> str:
    """Return a certificate for its holder's wallet, with the areas they chose to show.

    With the public key of their wallet (JSON Web Key) nobody else can present it.

    Raises NotAuthenticError, HolderKeyError, NoWalletKeyError, IssuerKeyMissingError.
    """
    holder = _read_holder_key(holder_key) if holder_key.strip() else None
    key = get_wallet_key()
    address = token_status_list_url(key.issuer, certificate.status_list_id)
    document = _get_authentic(certificate.public_id, at=at)
    claims, described = vc.wallet_claims(document, status_list_url=address)
    issued = vc.issue_sd_jwt(
        claims,
        read_wallet_key(key),
        areas=described,
        holder=holder,
        salts=lambda: secrets.token_bytes(16),
    )
    return vc.disclose(issued, areas=areas)


def _get_authentic(public_id: UUID, *, at: datetime) -> dict[str, Any]:
    if get_public_certificate(public_id, at=at).claims is None:
        raise NotAuthenticError
    document: dict[str, Any] = json.loads(get_document_text(public_id))
    return document


def _read_holder_key(text: str) -> vc.PublicKey:
    try:
        written = json.loads(text)
        if isinstance(written, dict) and "d" not in written:
            return vc.key_of_jwk(written, "")
    except (ValueError, RecursionError) as error:
        raise _unreadable_key() from error
    raise _unreadable_key()


def _unreadable_key() -> HolderKeyError:
    return HolderKeyError(_("Nyckeln går inte att läsa. Klistra in plånbokens hela nyckel."))
