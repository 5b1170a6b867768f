"""A wallet's presentation judged check by check, with the same words as every other certificate."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .did import find_assertion_key
from .disclosures import (
    Binding,
    DisclosureError,
    HolderError,
    Unfolded,
    check_holder,
    claims_of,
    unfold,
)
from .findings import (
    AUTHENTICITY,
    CHECK_NAMES,
    CheckName,
    CheckResult,
    Finding,
    Verification,
    result_of,
)
from .guards import UnsafeDocumentError
from .jose import TokenError
from .keys import PublicKey
from .moments import NaiveMomentError
from .sd_jwt import CREDENTIAL_TYPE
from .shapes import ShapeError, check_shape
from .status import StatusIndexError, StatusListError
from .token_status import TokenStatus, token_status_of


def verify_sd_jwt(
    presentation: str,
    *,
    did_document: Mapping[str, Any],
    at: datetime,
    status_list: str | None = None,
    binding: Binding | None = None,
) -> Verification:
    """Return what can be said about a wallet's presentation at a moment; nothing is fetched.

    Parameters
    ----------
    presentation
        Text from anywhere: as issued, or as its holder presents it.
    did_document
        Of the issuer whom the reader trusts, with its P-256 key.
    at
        The moment to judge at, with time zone.
    status_list
        The signed Token Status List, or None if it could not be had.
    binding
        What the reader asked of the holder; None when nobody has to prove that it is theirs.

    Returns
    -------
    Verification
        The checks of `verify`, and ``holder``. ``context`` asks for the type that gives the claims
        their meaning, ``schema`` for exactly the claims that are written here.

    Raises
    ------
    NaiveMomentError
        If ``at`` has no time zone.

    References
    ----------
    RFC 9901, sections 7.1 and 7.3; draft-ietf-oauth-sd-jwt-vc, section 2.4.
    """
    if at.tzinfo is None:
        raise NaiveMomentError("Give the moment of checking a time zone.")
    findings: dict[CheckName, Finding] = {}
    try:
        unfolded = unfold(presentation)
    except TokenError:
        findings["format"] = Finding.UNKNOWN_SHAPE
        return Verification(tuple(_results(findings).values()))
    key = _key_of(unfolded, did_document)
    claims = _claims(unfolded, key, findings)
    if claims is not None:
        findings["context"] = (
            Finding.IN_ORDER if claims.get("vct") == CREDENTIAL_TYPE else Finding.UNKNOWN_CONTEXT
        )
        findings["issuer"] = _issuer(unfolded, claims, did_document)
        findings["dates"] = _dates(claims, at)
        findings["schema"] = _schema(claims)
    results = _results(findings)
    if claims is not None and all(results[name].outcome == "passed" for name in AUTHENTICITY):
        findings["holder"] = _holder(unfolded, claims, binding=binding, at=at)
        findings["status"] = _status(claims, did_document, at=at, status_list=status_list)
    return Verification(tuple(_results(findings).values()))


def _results(findings: Mapping[CheckName, Finding]) -> dict[CheckName, CheckResult]:
    names: tuple[CheckName, ...] = (*CHECK_NAMES, "holder")
    return {name: result_of(name, findings.get(name, Finding.NOT_CHECKED)) for name in names}


def _key_of(unfolded: Unfolded, did_document: Mapping[str, Any]) -> PublicKey | None:
    method = unfolded.token.header.get("kid")
    return find_assertion_key(did_document, method) if isinstance(method, str) else None


def _claims(
    unfolded: Unfolded, key: PublicKey | None, findings: dict[CheckName, Finding]
) -> dict[str, Any] | None:
    """Return the claims if they can be read; say what format and proof found."""
    findings["format"] = Finding.IN_ORDER
    if key is None:
        findings["proof"] = Finding.UNKNOWN_KEY
    elif not unfolded.token.is_signed_by(key):
        findings["proof"] = Finding.SIGNATURE_MISMATCH
    else:
        findings["proof"] = Finding.IN_ORDER
    try:
        return claims_of(unfolded)
    except UnsafeDocumentError:
        findings["format"] = Finding.UNSAFE_DOCUMENT
    except TokenError:
        findings["format"] = Finding.UNKNOWN_SHAPE
    except DisclosureError:
        findings["proof"] = Finding.FORGED_DISCLOSURE
    return None


def _issuer(
    unfolded: Unfolded, claims: Mapping[str, Any], did_document: Mapping[str, Any]
) -> Finding:
    controller = str(unfolded.token.header.get("kid")).partition("#")[0]
    is_trusted = claims.get("iss") == controller == did_document.get("id")
    return Finding.IN_ORDER if is_trusted else Finding.OTHER_ISSUER


def _dates(claims: Mapping[str, Any], at: datetime) -> Finding:
    begins, ends = claims.get("nbf", claims.get("iat")), claims.get("exp")
    # In JSON true is not a number, in Python it is.
    if type(begins) is not int or (ends is not None and type(ends) is not int):
        return Finding.UNREADABLE_DATE
    if at.timestamp() < begins:
        return Finding.NOT_YET_VALID
    return Finding.EXPIRED if ends is not None and at.timestamp() >= ends else Finding.IN_ORDER


def _schema(claims: Mapping[str, Any]) -> Finding:
    try:
        check_shape(claims, kind="wallet_claims")
    except ShapeError:
        return Finding.AGAINST_STANDARD
    return Finding.IN_ORDER


def _holder(
    unfolded: Unfolded, claims: Mapping[str, Any], *, binding: Binding | None, at: datetime
) -> Finding:
    if binding is None:
        return Finding.HOLDER_NOT_ASKED if unfolded.binding else Finding.NO_HOLDER_ASKED
    try:
        check_holder(unfolded, claims, binding=binding, at=at)
    except (HolderError, TokenError):
        return Finding.HOLDER_UNPROVEN
    return Finding.IN_ORDER


def _status(
    claims: Mapping[str, Any],
    did_document: Mapping[str, Any],
    *,
    at: datetime,
    status_list: str | None,
) -> Finding:
    reference = claims.get("status")
    if reference is None:
        return Finding.NO_STATUS_DECLARED
    if status_list is None:
        return Finding.NO_STATUS_LIST
    try:
        status = token_status_of(reference, status_list, did_document=did_document, at=at)
    except (TokenError, StatusListError, StatusIndexError):
        return Finding.UNTRUSTED_STATUS_LIST
    return _STATUSES[status]


_STATUSES = {
    TokenStatus.VALID: Finding.IN_ORDER,
    TokenStatus.INVALID: Finding.REVOKED,
    TokenStatus.SUSPENDED: Finding.SUSPENDED,
}
