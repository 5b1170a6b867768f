"""A wallet's presentation taken apart: what was signed, what was disclosed, who presents it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from .guards import check_document
from .jose import Token, TokenError, decode_json, encode_part, read_token
from .multibase import MultibaseError
from .p256 import key_of_jwk

MAX_DISCLOSURES = 200
MAX_BINDING_AGE = timedelta(minutes=5)
BINDING_KIND = "kb+jwt"

_KIND = "dc+sd-jwt"
_ES256 = frozenset({"ES256"})


class DisclosureError(ValueError):
    """A disclosure is forged, comes twice, or was never part of the certificate."""


class HolderError(ValueError):
    """The presentation was not made by the certificate's holder for this reader, now."""


@dataclass(frozen=True, kw_only=True)
class Binding:
    """For whom a presentation is made, and the reader's own random text that makes it fresh."""

    audience: str
    nonce: str


@dataclass(frozen=True)
class Unfolded:
    """A presentation that has been taken apart and not yet believed."""

    token: Token
    disclosures: tuple[str, ...]
    presented: str
    binding: str


def unfold(presentation: str) -> Unfolded:
    """Return the parts of a presentation without believing them.

    Parameters
    ----------
    presentation
        Text from anywhere.

    Returns
    -------
    Unfolded
        The issuer's token, the disclosures, the text that a binding covers, and the binding's
        token, empty when there is none.

    Raises
    ------
    TokenError
        If it is no SD-JWT VC made with ES256.

    References
    ----------
    RFC 9901, sections 4 and 7.1.
    """
    if "~" not in presentation:
        raise TokenError("A presentation has a token and, after it, disclosures.")
    text, *disclosures, bound = presentation.split("~")
    token = read_token(text, kind=_KIND, algorithms=_ES256)
    return Unfolded(token, tuple(disclosures), presentation.removesuffix(bound), bound)


def claims_of(unfolded: Unfolded) -> dict[str, Any]:
    """Return the claims with what was disclosed in its place.

    Parameters
    ----------
    unfolded
        Its token not yet believed: check the signature before the claims are used.

    Returns
    -------
    dict
        With the areas shown under ``areas``, by code.

    Raises
    ------
    TokenError
        If the certificate does not hold its areas as we write them.
    DisclosureError
        If a disclosure is not one that the issuer signed, or comes twice. RFC 9901 asks for the
        whole to be rejected; dropping the disclosure would let a forged one look harmless.
    UnsafeDocumentError
        See `check_document`.

    References
    ----------
    RFC 9901, section 7.1, steps 3 to 5.
    """
    claims = _with_disclosures(unfolded.token.payload, unfolded.disclosures)
    check_document({name: value for name, value in claims.items() if name != "cnf"})
    return claims


def check_holder(
    unfolded: Unfolded,
    claims: Mapping[str, Any],
    *,
    binding: Binding | None,
    at: datetime,
) -> None:
    """Refuse a presentation that its holder did not make for this reader, now.

    Parameters
    ----------
    unfolded, claims
        From `unfold` and `claims_of`, the issuer's signature checked.
    binding
        What the reader asked for.
    at
        Now, with time zone: a binding is at most five minutes old.

    Raises
    ------
    HolderError
        If a binding is missing, unasked for, made by somebody else, for somebody else, for other
        disclosures, or too long ago.
    TokenError
        If the binding can not be read.

    References
    ----------
    RFC 9901, section 7.3.
    """
    if binding is None or not unfolded.binding:
        raise HolderError("The presentation and what the reader asks for do not go together.")
    token = read_token(unfolded.binding, kind=BINDING_KIND, algorithms=_ES256)
    named = claims.get("cnf")
    jwk = named.get("jwk") if isinstance(named, dict) else None
    try:
        is_holder = isinstance(jwk, dict) and token.is_signed_by(key_of_jwk(jwk, ""))
    except MultibaseError as cause:
        raise HolderError("The certificate names no key that can be read.") from cause
    if not is_holder:
        raise HolderError("Somebody else than the holder made the presentation.")
    said = (token.payload.get("aud"), token.payload.get("nonce"), token.payload.get("sd_hash"))
    if said != (binding.audience, binding.nonce, digest(unfolded.presented)):
        raise HolderError("The presentation was made for another reader or other disclosures.")
    made = token.payload.get("iat")
    if not isinstance(made, int) or abs(at.timestamp() - made) > MAX_BINDING_AGE.total_seconds():
        raise HolderError("The presentation is too old.")


def digest(text: str) -> str:
    """Return base64url of the SHA-256 of a text, as disclosures and bindings are named by it."""
    return encode_part(sha256(text.encode()).digest())


def _with_disclosures(payload: Mapping[str, Any], disclosures: Sequence[str]) -> dict[str, Any]:
    signed = payload.get("areas")
    if not isinstance(signed, list) or payload.get("_sd_alg") != "sha-256" or "_sd" in payload:
        raise TokenError("The certificate does not hold its areas as we write them.")
    if len(disclosures) > MAX_DISCLOSURES:
        raise DisclosureError("There are more disclosures than a certificate has areas.")
    by_digest = {digest(each): each for each in disclosures}
    known = [area.get("...") for area in signed if isinstance(area, dict)]
    if len(by_digest) < len(disclosures) or len(set(known)) < len(signed):
        raise DisclosureError("A disclosure comes twice.")
    if by_digest.keys() - set(known):
        raise DisclosureError("A disclosure is not part of the certificate.")
    areas = [_area(by_digest[digest]) for digest in known if digest in by_digest]
    claims = {name: value for name, value in payload.items() if name != "_sd_alg"}
    return {**claims, "areas": sorted(areas, key=lambda area: str(area["code"]))}


def _area(disclosure: str) -> dict[str, Any]:
    content = decode_json(disclosure)
    if isinstance(content, list) and len(content) == 2 and isinstance(content[1], dict):
        area: dict[str, Any] = content[1]
        if "code" in area and not {"_sd", "..."} & area.keys():
            return area
    raise DisclosureError("A disclosure does not hold an area.")
