"""SD-JWT VC: a certificate of which its holder shows an area at a time, with proof of holding."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from .guards import check_document
from .jose import TokenError, decode_json, encode_json, encode_part, read_token, sign_token
from .keys import PublicKey
from .p256 import P256Key, key_of_jwk, public_jwk

CREDENTIAL_TYPE = "urn:kunnande:certificate:1"
MAX_DISCLOSURES = 200
MAX_BINDING_AGE = timedelta(minutes=5)

_KIND, _BINDING_KIND = "dc+sd-jwt", "kb+jwt"
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
class Presentation:
    """What was shown, after every signature and disclosure has been checked."""

    claims: dict[str, Any]
    verification_method: str
    is_bound: bool


def issue_sd_jwt(
    claims: Mapping[str, Any],
    key: P256Key,
    *,
    areas: Mapping[str, Mapping[str, Any]],
    holder: PublicKey,
    salts: Callable[[], bytes],
) -> str:
    """Return a certificate of which each area can be shown or kept back.

    Parameters
    ----------
    claims
        Always shown: at least ``iss``, and what `certificate_claims` gives.
    key
        The issuer's P-256 key.
    areas
        One object per competence area, by code.
    holder
        The holder's P-256 key; only its owner can present the certificate.
    salts
        Gives 16 secret random bytes per call.

    Returns
    -------
    str
        ``<token>~<disclosure>~...~``, every disclosure included.

    Raises
    ------
    UnsafeDocumentError
        If a text holds a control character.
    MultibaseError
        If the holder's key is not on P-256.

    References
    ----------
    RFC 9901, sections 4.2 and 5.1; draft-ietf-oauth-sd-jwt-vc, section 2.
    """
    check_document({**claims, "areas": dict(areas)})
    disclosures = [
        encode_json([encode_part(salts()), {"code": code, **area}]) for code, area in areas.items()
    ]
    payload = {
        **claims,
        "vct": CREDENTIAL_TYPE,
        "cnf": {"jwk": public_jwk(holder)},
        # Sorted, so that the place of an area does not tell which one it is.
        "areas": sorted(({"...": _digest(each)} for each in disclosures), key=lambda a: a["..."]),
        "_sd_alg": "sha-256",
    }
    token = sign_token(payload, key, header={"typ": _KIND, "kid": key.verification_method})
    return "~".join((token, *disclosures, ""))


def present_sd_jwt(
    certificate: str,
    *,
    areas: Collection[str],
    holder_key: P256Key,
    binding: Binding,
    at: datetime,
) -> str:
    """Return what the holder shows to one reader: some areas, bound to that reader.

    Parameters
    ----------
    certificate
        As issued.
    areas
        Codes to show.
    holder_key
        The key the certificate was issued to.
    binding
        From the reader.
    at
        Now, with time zone.

    Returns
    -------
    str
        Token, chosen disclosures and key binding token.

    Raises
    ------
    TokenError
        If the certificate can not be read.

    References
    ----------
    RFC 9901, sections 4.3 and 7.2.
    """
    token, *disclosures, _ = certificate.split("~")
    shown = [each for each in disclosures if decode_json(each)[1]["code"] in areas]
    presented = "~".join((token, *shown, ""))
    claims = {
        "iat": int(at.timestamp()),
        "aud": binding.audience,
        "nonce": binding.nonce,
        "sd_hash": _digest(presented),
    }
    return presented + sign_token(claims, holder_key, header={"typ": _BINDING_KIND})


def open_sd_jwt(
    presentation: str,
    *,
    find_key: Callable[[str], PublicKey | None],
    at: datetime,
    binding: Binding | None = None,
) -> Presentation:
    """Return what a presentation says once its signatures and disclosures hold.

    Dates and status are the caller's next questions.

    Parameters
    ----------
    presentation
        Text from anywhere.
    find_key
        Gives the trusted issuer's key at an address, or None.
    at
        Now, with time zone: a binding is at most five minutes old.
    binding
        What the reader asked for; None when nobody has to prove that the certificate is theirs.

    Returns
    -------
    Presentation
        With the areas shown under ``areas``.

    Raises
    ------
    TokenError
        If the token can not be read, or its issuer's key did not sign it.
    DisclosureError
        If a disclosure is not one that the issuer signed, or comes twice.
    HolderError
        If a binding is asked for and missing, or is there and does not hold.

    References
    ----------
    RFC 9901, section 7.3.
    """
    text, *disclosures, bound = presentation.split("~")
    token = read_token(text, kind=_KIND, algorithms=_ES256)
    method = token.header.get("kid")
    key = find_key(method) if isinstance(method, str) else None
    if key is None or not token.is_signed_by(key) or token.payload.get("vct") != CREDENTIAL_TYPE:
        raise TokenError("The certificate was not signed with a known key of the issuer.")
    claims = _with_disclosures(token.payload, disclosures)
    check_document({name: value for name, value in claims.items() if name != "cnf"})
    if binding is not None or bound:
        presented = presentation.removesuffix(bound)
        _check_binding(bound, claims=claims, presented=presented, binding=binding, at=at)
    return Presentation(claims, str(method), is_bound=bool(bound))


def _with_disclosures(payload: Mapping[str, Any], disclosures: Sequence[str]) -> dict[str, Any]:
    signed = payload.get("areas")
    if not isinstance(signed, list) or payload.get("_sd_alg") != "sha-256" or "_sd" in payload:
        raise TokenError("The certificate does not hold its areas as we write them.")
    if len(disclosures) > MAX_DISCLOSURES:
        raise DisclosureError("There are more disclosures than a certificate has areas.")
    by_digest = {_digest(each): each for each in disclosures}
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


def _check_binding(
    text: str, *, claims: Mapping[str, Any], presented: str, binding: Binding | None, at: datetime
) -> None:
    if binding is None or not text:
        raise HolderError("The presentation and what the reader asks for do not go together.")
    token = read_token(text, kind=_BINDING_KIND, algorithms=_ES256)
    if not token.is_signed_by(key_of_jwk(claims["cnf"]["jwk"], "")):
        raise HolderError("Somebody else than the holder made the presentation.")
    said = (token.payload.get("aud"), token.payload.get("nonce"), token.payload.get("sd_hash"))
    if said != (binding.audience, binding.nonce, _digest(presented)):
        raise HolderError("The presentation was made for another reader or other disclosures.")
    made = token.payload.get("iat")
    if not isinstance(made, int) or abs(at.timestamp() - made) > MAX_BINDING_AGE.total_seconds():
        raise HolderError("The presentation is too old.")


def _digest(text: str) -> str:
    return encode_part(sha256(text.encode()).digest())
