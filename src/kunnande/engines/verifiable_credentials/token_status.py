"""Token Status List: the same question as the Bitstring list, as wallets ask it of SD-JWT VC."""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any

from .did import find_assertion_key
from .jose import read_token, sign_token
from .p256 import P256Key
from .status import MAX_ENTRIES, MIN_ENTRIES, StatusIndexError, StatusListError

_KIND = "statuslist+jwt"
_BITS = 2


class TokenStatus(IntEnum):
    """What an entry of two bits can say."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


def sign_token_status_list(
    statuses: Mapping[int, TokenStatus],
    key: P256Key,
    *,
    list_url: str,
    issued_at: datetime,
    valid_until: datetime,
    entries: int = MIN_ENTRIES,
    ttl_seconds: int = 3_600,
) -> str:
    """Return the signed list; equal content gives an equal list.

    Parameters
    ----------
    statuses
        Those that are not valid, by index.
    key
        The issuer's P-256 key.
    list_url
        Where the list will be published.
    issued_at, valid_until
        With time zone.
    entries
        A multiple of 8 from 131,072 to 4,194,304.
    ttl_seconds
        How long a copy may be kept; seconds here, milliseconds in the Bitstring list.

    Returns
    -------
    str
        Compact JWS.

    Raises
    ------
    StatusIndexError, StatusListError
        If an index lies outside the list, or the length is not allowed.

    References
    ----------
    IETF Token Status List, sections 4.1, 4.2 and 5.1.
    """
    if not MIN_ENTRIES <= entries <= MAX_ENTRIES or entries % 8:
        raise StatusListError(f"A list has {MIN_ENTRIES} to {MAX_ENTRIES} entries, in eights.")
    packed = bytearray(entries * _BITS // 8)
    for index, status in statuses.items():
        if not 0 <= index < entries:
            raise StatusIndexError(f"Index {index} lies outside a list of {entries}.")
        packed[index * _BITS // 8] |= status << index * _BITS % 8
    compressed = urlsafe_b64encode(zlib.compress(bytes(packed), 9)).decode().rstrip("=")
    claims = {
        "sub": list_url,
        "iss": key.verification_method.partition("#")[0],
        "iat": int(issued_at.timestamp()),
        "exp": int(valid_until.timestamp()),
        "ttl": ttl_seconds,
        "status_list": {"bits": _BITS, "lst": compressed},
    }
    return sign_token(claims, key, header={"typ": _KIND, "kid": key.verification_method})


def token_status_of(
    reference: Mapping[str, Any], token: str, *, did_document: Mapping[str, Any], at: datetime
) -> TokenStatus:
    """Return what a signed list says about a certificate.

    Parameters
    ----------
    reference
        The certificate's claim ``status``.
    token
        The signed list, from its address or from the holder.
    did_document
        Of the trusted issuer: the list may be signed with a later key than the certificate.
    at
        The moment to judge at, with time zone.

    Returns
    -------
    TokenStatus
        Of the entry the certificate names.

    Raises
    ------
    StatusListError
        If the list is not the one named, is out of date, not signed with a key of the issuer, or
        not readable.
    StatusIndexError
        If the index lies outside the list.
    TokenError
        If the text is no status list token.

    References
    ----------
    IETF Token Status List, section 8.3.
    """
    named = reference.get("status_list")
    read = read_token(token, kind=_KIND, algorithms=frozenset({"ES256"}))
    claims = read.payload
    if not isinstance(named, dict) or named.get("uri") != claims.get("sub"):
        raise StatusListError("The certificate names another list.")
    method = read.header.get("kid")
    key = find_assertion_key(did_document, method) if isinstance(method, str) else None
    if key is None or not read.is_signed_by(key):
        raise StatusListError("The list was not signed with a key of the issuer.")
    if not _is_current(claims, at):
        raise StatusListError("The list is out of date.")
    packed, index = _unpack(claims.get("status_list")), named.get("idx")
    if not isinstance(index, int) or not 0 <= index < len(packed) * 8 // _BITS:
        raise StatusIndexError(f"Index {index} lies outside the list.")
    value = packed[index * _BITS // 8] >> index * _BITS % 8 & 3
    if value not in set(TokenStatus):
        raise StatusListError("The list says something that has no meaning here.")
    return TokenStatus(value)


def _is_current(claims: Mapping[str, Any], at: datetime) -> bool:
    begins, ends = claims.get("iat"), claims.get("exp")
    if not isinstance(begins, int) or not isinstance(ends, int):
        return False
    return begins <= at.timestamp() < ends


def _unpack(listed: Any) -> bytes:
    if not isinstance(listed, dict) or listed.get("bits") != _BITS:
        raise StatusListError("The list does not have two bits for each entry.")
    text = str(listed.get("lst", ""))
    try:
        compressed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        expander = zlib.decompressobj()
        packed = expander.decompress(compressed, MAX_ENTRIES * _BITS // 8 + 1)
    except (ValueError, zlib.error) as cause:
        raise StatusListError("The list is not zlib data in base64url.") from cause
    if not expander.eof or len(packed) > MAX_ENTRIES * _BITS // 8:
        raise StatusListError("The list is cut off, or longer than allowed.")
    return packed
