"""Whether a credential is what it says: one result per check, never a bare yes or no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .canonical import UncoveredTermError
from .contexts import UnknownContextError
from .did import find_assertion_key
from .findings import CHECK_NAMES, CheckName, CheckResult, Finding, Outcome, Verification
from .guards import UnsafeDocumentError, check_document
from .keys import PublicKey
from .moments import MomentTextError, NaiveMomentError, parse_moment
from .multibase import MultibaseError
from .proofs import ProofShapeError, check_known_context, has_valid_signature, split_proof
from .shapes import Kind, ShapeError, check_shape
from .status import StatusIndexError, StatusListError, status_of


def verify(
    document: Mapping[str, Any],
    *,
    did_document: Mapping[str, Any],
    at: datetime,
    status_list: Mapping[str, Any] | None = None,
) -> Verification:
    """Return what can be said about a signed certificate at a moment.

    Nothing is fetched. Cheap checks come first; a document that is not safe to canonicalise is
    never canonicalised, and what could not be looked into is unknown, not failed.

    Parameters
    ----------
    document
        The signed certificate, a JSON object from anywhere.
    did_document
        Of the issuer whom the reader trusts; the credential can not choose it.
    at
        The moment to judge validity at, with time zone.
    status_list
        The signed status list credential, or None if it could not be had.

    Returns
    -------
    Verification
        One result each for format, context, proof, issuer, dates and status.

    Raises
    ------
    NaiveMomentError
        If ``at`` has no time zone.

    References
    ----------
    W3C Verifiable Credentials Data Model 2.0, section 7.1; Bitstring Status List 1.0, section 3.2.
    """
    return verify_opened(
        lambda: _open_proof(document), did_document=did_document, at=at, status_list=status_list
    )


@dataclass(frozen=True)
class Opened:
    """A credential taken out of its seal: not yet believed, but ready to be."""

    credential: Mapping[str, Any]
    verification_method: str
    is_signed_by: Callable[[PublicKey], bool]


def verify_opened(
    open_: Callable[[], Opened],
    *,
    did_document: Mapping[str, Any],
    at: datetime,
    status_list: Mapping[str, Any] | None,
) -> Verification:
    """Return what can be said about a certificate, whatever it is sealed with.

    Parameters
    ----------
    open_
        Reads the sealed form; raises `ProofShapeError` or `UnsafeDocumentError` if it can not.
    did_document, at, status_list
        See `verify`.

    Returns
    -------
    Verification
        See `verify`.

    Raises
    ------
    NaiveMomentError
        If ``at`` has no time zone.
    """
    if at.tzinfo is None:
        raise NaiveMomentError("Give the moment of checking a time zone.")
    checks, opened = _check_credential(
        open_, kind="achievement_credential", did_document=did_document, at=at
    )
    # A status may be believed or disclosed only for a credential that the issuer made.
    if opened is not None and all(check.outcome == "passed" for check in checks[:4]):
        credential = opened.credential
        finding = _status(credential, did_document=did_document, at=at, status_list=status_list)
        checks = (*checks[:5], CheckResult("status", _STATUS_OUTCOMES[finding], finding))
    return Verification(checks)


_STATUS_OUTCOMES: dict[Finding, Outcome] = {
    Finding.IN_ORDER: "passed",
    Finding.NO_STATUS_DECLARED: "passed",
    Finding.NO_STATUS_LIST: "unknown",
    Finding.UNTRUSTED_STATUS_LIST: "unknown",
    Finding.REVOKED: "failed",
    Finding.SUSPENDED: "failed",
}


def _check_credential(
    open_: Callable[[], Opened], *, kind: Kind, did_document: Mapping[str, Any], at: datetime
) -> tuple[tuple[CheckResult, ...], Opened | None]:
    """Check everything but the status; what follows a failed check is not looked into."""
    findings: dict[CheckName, Finding] = {}
    findings["format"], opened = _open(open_, kind)
    if opened is not None:
        findings["context"] = _context(opened.credential)
        findings["issuer"] = _issuer(opened, did_document)
        findings["dates"] = _dates(opened.credential, at)
        if findings["context"] is Finding.IN_ORDER:
            findings["proof"] = _proof(opened, did_document)
    checks = (_result(name, findings.get(name, Finding.NOT_CHECKED)) for name in CHECK_NAMES)
    return tuple(checks), opened


def _open_proof(document: Mapping[str, Any]) -> Opened:
    check_document(document)
    credential, proof = split_proof(document)
    return Opened(
        credential,
        proof["verificationMethod"],
        lambda key: has_valid_signature(credential, proof, key=key),
    )


def _result(name: CheckName, finding: Finding) -> CheckResult:
    if finding is Finding.IN_ORDER:
        return CheckResult(name, "passed", finding)
    if finding is Finding.NOT_CHECKED:
        return CheckResult(name, "unknown", finding)
    return CheckResult(name, "failed", finding)


def _open(open_: Callable[[], Opened], kind: Kind) -> tuple[Finding, Opened | None]:
    try:
        opened = open_()
        check_shape(opened.credential, kind=kind)
    except UnsafeDocumentError:
        return Finding.UNSAFE_DOCUMENT, None
    except ProofShapeError:
        return Finding.UNKNOWN_PROOF, None
    except ShapeError:
        return Finding.UNKNOWN_SHAPE, None
    return Finding.IN_ORDER, opened


def _context(credential: Mapping[str, Any]) -> Finding:
    try:
        check_known_context(credential)
    except UnknownContextError:
        return Finding.UNKNOWN_CONTEXT
    return Finding.IN_ORDER


def _proof(opened: Opened, did_document: Mapping[str, Any]) -> Finding:
    key = find_assertion_key(did_document, opened.verification_method)
    if key is None:
        return Finding.UNKNOWN_KEY
    try:
        matches = opened.is_signed_by(key)
    except UncoveredTermError:
        return Finding.UNCOVERED_TERM
    except (UnsafeDocumentError, MultibaseError):
        return Finding.SIGNATURE_MISMATCH
    return Finding.IN_ORDER if matches else Finding.SIGNATURE_MISMATCH


def _issuer(opened: Opened, did_document: Mapping[str, Any]) -> Finding:
    controller = opened.verification_method.partition("#")[0]
    if issuer_id(opened.credential) == controller == did_document.get("id"):
        return Finding.IN_ORDER
    return Finding.OTHER_ISSUER


def issuer_id(credential: Mapping[str, Any]) -> str:
    """Return the issuer's DID, written as an object or as text.

    Parameters
    ----------
    credential
        In one of the shapes of `check_shape`.

    Returns
    -------
    str
        The DID that the credential claims.
    """
    issuer = credential["issuer"]
    return str(issuer["id"] if isinstance(issuer, Mapping) else issuer)


def _dates(credential: Mapping[str, Any], at: datetime) -> Finding:
    try:
        begins = parse_moment(credential["validFrom"])
        ends = parse_moment(credential["validUntil"]) if "validUntil" in credential else None
    except MomentTextError:
        return Finding.UNREADABLE_DATE
    if at < begins:
        return Finding.NOT_YET_VALID
    return Finding.EXPIRED if ends is not None and at >= ends else Finding.IN_ORDER


def _status(
    credential: Mapping[str, Any],
    *,
    did_document: Mapping[str, Any],
    at: datetime,
    status_list: Mapping[str, Any] | None,
) -> Finding:
    entry = credential.get("credentialStatus")
    if entry is None:
        return Finding.NO_STATUS_DECLARED
    if status_list is None:
        return Finding.NO_STATUS_LIST
    checks, _ = _check_credential(
        lambda: _open_proof(status_list),
        kind="status_list_credential",
        did_document=did_document,
        at=at,
    )
    if any(check.outcome != "passed" for check in checks[:5]) or not _belongs(status_list, entry):
        return Finding.UNTRUSTED_STATUS_LIST
    return _listed(entry, encoded=status_list["credentialSubject"]["encodedList"])


def _listed(entry: Mapping[str, str], *, encoded: str) -> Finding:
    try:
        is_set = status_of(int(entry["statusListIndex"]), encoded)
    except (StatusIndexError, StatusListError):
        return Finding.UNTRUSTED_STATUS_LIST
    if not is_set:
        return Finding.IN_ORDER
    return Finding.SUSPENDED if entry["statusPurpose"] == "suspension" else Finding.REVOKED


def _belongs(status_list: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    listed = (status_list["id"], status_list["credentialSubject"]["statusPurpose"])
    return listed == (entry["statusListCredential"], entry["statusPurpose"])
