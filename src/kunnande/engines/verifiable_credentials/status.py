"""Bitstring Status List: which credentials are withdrawn, without saying which were looked at."""

import gzip
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .contexts import CREDENTIALS_V2
from .moments import format_moment

MIN_ENTRIES = 131_072
MAX_ENTRIES = 4_194_304


class StatusIndexError(IndexError):
    """The index lies outside the list."""


class StatusListError(ValueError):
    """The encoded list can not be read, or has a size that is not allowed."""


@dataclass(frozen=True, kw_only=True)
class StatusEntry:
    """Where a credential's status can be read. Draw the index at random: order tells stories."""

    list_url: str
    index: int
    purpose: str = "revocation"

    def to_json(self) -> dict[str, Any]:
        """Return the entry as it stands in ``credentialStatus``."""
        return {
            "id": f"{self.list_url}#{self.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.list_url,
        }


def build_status_list_credential(
    *,
    list_url: str,
    issuer_id: str,
    revoked: Collection[int],
    valid_from: datetime,
    valid_until: datetime | None = None,
    entries: int = MIN_ENTRIES,
    purpose: str = "revocation",
    ttl: timedelta | None = None,
) -> dict[str, Any]:
    """Return an unsigned status list credential.

    Parameters
    ----------
    list_url, issuer_id
        Where the signed list will be published; the DID that issued the credentials in it.
    revoked
        Indices whose bit is set, each in ``0 .. entries - 1``.
    valid_from, valid_until
        When this edition of the list was made, and when it should no longer be relied on.
    entries, purpose
        A multiple of 8 from 131,072 to 4,194,304, and one purpose per list.
    ttl
        How long a copy may be relied on before it is asked for anew; written in milliseconds.

    Returns
    -------
    dict
        A ``BitstringStatusListCredential`` to hand to `sign`.

    Raises
    ------
    StatusIndexError
        If an index lies outside the list.
    StatusListError
        If the length is not allowed.

    References
    ----------
    W3C Bitstring Status List 1.0, section 2.2 and 3.1.
    """
    credential: dict[str, Any] = {
        "@context": [CREDENTIALS_V2],
        "id": list_url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id,
        "validFrom": format_moment(valid_from),
        "credentialSubject": {
            "id": f"{list_url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode_list(revoked, entries=entries),
        },
    }
    if valid_until is not None:
        credential["validUntil"] = format_moment(valid_until)
    if ttl is not None:
        credential["credentialSubject"]["ttl"] = ttl // timedelta(milliseconds=1)
    return credential


def encode_list(revoked: Collection[int], *, entries: int = MIN_ENTRIES) -> str:
    """Return the compressed bitstring; equal content gives equal text.

    Parameters
    ----------
    revoked
        Indices whose bit is set; the first entry is the leftmost bit of the first byte.
    entries
        Length of the list, a multiple of 8 from 131,072 to 4,194,304.

    Returns
    -------
    str
        ``u`` followed by base64url without padding of the gzip form.

    Raises
    ------
    StatusIndexError
        If an index lies outside the list.
    StatusListError
        If the length is not allowed.

    References
    ----------
    W3C Bitstring Status List 1.0, section 3.3 (Bitstring Generation Algorithm).

    Examples
    --------
    >>> status_of(7, encode_list({7}))
    True
    """
    if not MIN_ENTRIES <= entries <= MAX_ENTRIES or entries % 8:
        raise StatusListError(f"A list has {MIN_ENTRIES} to {MAX_ENTRIES} entries, in eights.")
    bits = bytearray(entries // 8)
    for index in revoked:
        if not 0 <= index < entries:
            raise StatusIndexError(f"Index {index} lies outside a list of {entries}.")
        bits[index // 8] |= 0x80 >> index % 8
    # No time stamp in the gzip header: the text depends on the content alone.
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def decode_list(encoded: str) -> bytes:
    """Return the bitstring of an encoded list.

    Parameters
    ----------
    encoded
        ``u`` followed by base64url without padding of gzip data.

    Returns
    -------
    bytes
        One bit per entry, the first entry leftmost; 16 KiB to 512 KiB.

    Raises
    ------
    StatusListError
        If the text is not such a list, or is shorter or longer than allowed. Decompression stops
        at the bound, so a small text can not fill the memory.

    References
    ----------
    W3C Bitstring Status List 1.0, section 3.4 (Bitstring Expansion Algorithm).
    """
    if not encoded.startswith("u"):
        raise StatusListError("An encoded list begins with u (base64url).")
    text = encoded[1:]
    try:
        compressed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        expander = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        bits = expander.decompress(compressed, MAX_ENTRIES // 8 + 1)
    except (Base64Error, ValueError, zlib.error) as cause:
        raise StatusListError("The encoded list is not gzip data in base64url.") from cause
    if not expander.eof or not MIN_ENTRIES <= len(bits) * 8 <= MAX_ENTRIES:
        raise StatusListError("The list is cut off, or shorter or longer than allowed.")
    return bits


def status_of(index: int, encoded: str) -> bool:
    """Return whether the bit of an entry is set.

    Parameters
    ----------
    index
        Place in the list, from 0.
    encoded
        See `decode_list`.

    Raises
    ------
    StatusIndexError
        If the index lies outside the list.
    StatusListError
        If the list can not be read.

    References
    ----------
    W3C Bitstring Status List 1.0, section 3.2 (Validate Algorithm).
    """
    bits = decode_list(encoded)
    if not 0 <= index < len(bits) * 8:
        raise StatusIndexError(f"Index {index} lies outside a list of {len(bits) * 8}.")
    return bool(bits[index // 8] & 0x80 >> index % 8)
