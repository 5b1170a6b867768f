"""Compact JWS with one fixed algorithm per kind of token: nothing is negotiated."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .keys import PublicKey, SigningKey
from .multibase import MultibaseError
from .p256 import P256Key, accepts_es256

MAX_TOKEN_CHARACTERS = 400_000

_PART = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


class TokenError(ValueError):
    """The text is not a token of the expected kind."""


@dataclass(frozen=True)
class Token:
    """A token that has been read and not yet believed."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signed: bytes
    signature: bytes

    def is_signed_by(self, key: PublicKey) -> bool:
        """Return whether the key made the signature, with the algorithm the header names."""
        accepts = accepts_es256 if self.header["alg"] == "ES256" else PublicKey.accepts
        try:
            return accepts(key, self.signature, data=self.signed)
        except MultibaseError:
            # A key of another kind than the header's algorithm.
            return False


def sign_token(
    payload: Mapping[str, Any], key: SigningKey | P256Key, *, header: Mapping[str, Any]
) -> str:
    """Return a compact JWS; the algorithm follows from the key.

    Parameters
    ----------
    payload
        Claims, as JSON values.
    key
        Ed25519 gives ``EdDSA``, P-256 gives ``ES256``.
    header
        ``typ`` and the like; ``alg`` is added.

    Returns
    -------
    str
        Three base64url parts with points between.

    References
    ----------
    RFC 7515, section 5.1; RFC 8037, section 3.1; RFC 7518, section 3.4.
    """
    algorithm = "ES256" if isinstance(key, P256Key) else "EdDSA"
    signed = f"{encode_json({'alg': algorithm, **header})}.{encode_json(payload)}"
    return f"{signed}.{encode_part(key.sign_bytes(signed.encode()))}"


def read_token(text: str, *, kind: str, algorithms: frozenset[str]) -> Token:
    """Return the parts of a compact JWS without believing them.

    Parameters
    ----------
    text
        At most 400,000 characters.
    kind
        What ``typ`` must be.
    algorithms
        What ``alg`` may be.

    Returns
    -------
    Token
        To be asked `Token.is_signed_by`.

    Raises
    ------
    TokenError
        If the text is of another kind, names another algorithm or critical extensions, or is not
        base64url and JSON.

    References
    ----------
    RFC 7515, section 5.2; RFC 8725 (never let the token choose the algorithm).
    """
    parts = text.split(".")
    if len(text) > MAX_TOKEN_CHARACTERS or len(parts) != 3:
        raise TokenError("A token has three parts and a bounded length.")
    header, payload = (decode_json(part) for part in parts[:2])
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise TokenError("Header and claims must be JSON objects.")
    if header.get("typ") != kind or header.get("alg") not in algorithms or "crit" in header:
        raise TokenError("The token is of another kind, or signed in another way.")
    signed = ".".join(parts[:2]).encode()
    return Token(header, payload, signed, decode_part(parts[2]))


def encode_json(value: Any) -> str:
    """Return base64url of compact JSON."""
    return encode_part(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def encode_part(data: bytes) -> str:
    """Return base64url without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def decode_part(text: str) -> bytes:
    """Return the bytes of base64url without padding; raise `TokenError` if it is not that."""
    if not _PART.fullmatch(text):
        raise TokenError("A part is not base64url.")
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as cause:
        raise TokenError("A part is not base64url.") from cause


def decode_json(text: str) -> Any:
    """Return the JSON value of a part; raise `TokenError`, also if a member comes twice."""
    try:
        return json.loads(decode_part(text), object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as cause:
        raise TokenError("A part is not JSON that can be read in one way.") from cause


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise TokenError("A member comes twice.")
    return members
