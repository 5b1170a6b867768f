"""SD-JWT VC: a certificate of which its holder shows an area at a time, with proof of holding."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .disclosures import BINDING_KIND, Binding, check_holder, claims_of, digest, unfold
from .guards import check_document
from .jose import TokenError, decode_json, encode_json, encode_part, sign_token
from .keys import PublicKey
from .p256 import P256Key, public_jwk

CREDENTIAL_TYPE = "urn:kunnande:certificate:1"

_KIND = "dc+sd-jwt"


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
    holder: PublicKey | None,
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
        The holder's P-256 key, so that only its owner can present the certificate. Without it
        anybody who has a copy can show it, as with a paper.
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
        **({} if holder is None else {"cnf": {"jwk": public_jwk(holder)}}),
        # Sorted, so that the place of an area does not tell which one it is.
        "areas": sorted(({"...": digest(each)} for each in disclosures), key=lambda a: a["..."]),
        "_sd_alg": "sha-256",
    }
    token = sign_token(payload, key, header={"typ": _KIND, "kid": key.verification_method})
    return "~".join((token, *disclosures, ""))


def disclose(certificate: str, *, areas: Collection[str]) -> str:
    """Return a certificate of which only some areas can be seen.

    Parameters
    ----------
    certificate
        As issued, or already with fewer areas.
    areas
        Codes to show; the others can not be guessed from what is left.

    Returns
    -------
    str
        Token and chosen disclosures, without a binding.

    Raises
    ------
    TokenError
        If the certificate can not be read.

    References
    ----------
    RFC 9901, section 4.3.
    """
    token, *disclosures, _ = certificate.split("~")
    shown = [each for each in disclosures if decode_json(each)[1]["code"] in areas]
    return "~".join((token, *shown, ""))


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
    presented = disclose(certificate, areas=areas)
    claims = {
        "iat": int(at.timestamp()),
        "aud": binding.audience,
        "nonce": binding.nonce,
        "sd_hash": digest(presented),
    }
    return presented + sign_token(claims, holder_key, header={"typ": BINDING_KIND})


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
    unfolded = unfold(presentation)
    method = unfolded.token.header.get("kid")
    key = find_key(method) if isinstance(method, str) else None
    is_ours = unfolded.token.payload.get("vct") == CREDENTIAL_TYPE
    if key is None or not unfolded.token.is_signed_by(key) or not is_ours:
        raise TokenError("The certificate was not signed with a known key of the issuer.")
    claims = claims_of(unfolded)
    if binding is not None or unfolded.binding:
        check_holder(unfolded, claims, binding=binding, at=at)
    return Presentation(claims, str(method), is_bound=bool(unfolded.binding))
