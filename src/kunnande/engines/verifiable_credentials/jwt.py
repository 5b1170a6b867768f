"""The same certificate as a VC-JWT: one signed text instead of a JSON object with a proof."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from .checking import Opened
from .findings import Verification
from .guards import check_document
from .jose import TokenError, read_token, sign_token
from .keys import SigningKey
from .proofs import AlreadySignedError, ProofShapeError, check_known_context
from .verification import verify_opened

_KIND = "vc+jwt"


def sign_jwt(credential: Mapping[str, Any], key: SigningKey) -> str:
    """Return the credential as a JWT signed with EdDSA; equal input gives equal output.

    Parameters
    ----------
    credential
        Unsigned, with one of the known ``@context`` arrays.
    key
        The issuer's key; its address goes into the header.

    Returns
    -------
    str
        Compact JWS whose claims are the credential itself.

    Raises
    ------
    AlreadySignedError
        If the credential has a proof.
    UnsafeDocumentError, UnknownContextError
        See `sign`.

    References
    ----------
    W3C Securing Verifiable Credentials using JOSE and COSE, section 3.1.1.
    """
    if "proof" in credential:
        raise AlreadySignedError("The credential already has a proof.")
    check_document(credential)
    check_known_context(credential)
    header = {"typ": _KIND, "cty": "vc", "kid": key.verification_method}
    return sign_token(
        {**credential, "iss": key.verification_method.partition("#")[0]}, key, header=header
    )


def verify_jwt(
    token: str,
    *,
    did_document: Mapping[str, Any],
    at: datetime,
    status_list: Mapping[str, Any] | None = None,
    endorsers: Collection[Mapping[str, Any]] = (),
) -> Verification:
    """Return what can be said about a VC-JWT at a moment; nothing is fetched.

    Parameters
    ----------
    token
        Text from anywhere.
    did_document, at, status_list, endorsers
        See `verify`.

    Returns
    -------
    Verification
        The same checks as for a certificate with a proof.

    Raises
    ------
    NaiveMomentError
        If ``at`` has no time zone.

    References
    ----------
    W3C Securing Verifiable Credentials using JOSE and COSE, section 3.1.2.
    """
    return verify_opened(
        lambda: _open(token),
        did_document=did_document,
        at=at,
        status_list=status_list,
        endorsers=endorsers,
    )


def _open(text: str) -> Opened:
    try:
        token = read_token(text, kind=_KIND, algorithms=frozenset({"EdDSA"}))
    except TokenError as cause:
        raise ProofShapeError("The text is not a VC-JWT made with EdDSA.") from cause
    method = token.header.get("kid")
    issuer = token.payload.pop("iss", None)
    if not isinstance(method, str) or method.partition("#")[0] != issuer:
        raise ProofShapeError("The token does not say with which of the issuer's keys it was made.")
    check_document(token.payload)
    return Opened(token.payload, method, token.is_signed_by)
