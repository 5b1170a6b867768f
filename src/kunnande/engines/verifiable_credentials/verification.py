"""Whether a credential is what it says: one result per check, never a bare yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from .canonical import UncoveredTermError
from .contexts import UnknownContextError
from .did import find_assertion_key
from .guards import UnsafeDocumentError, check_document
from .moments import MomentTextError, NaiveMomentError, parse_moment
from .multibase import MultibaseError
from .proofs import ProofShapeError, check_known_context, has_valid_signature, split_proof
from .shapes import Kind, ShapeError, check_shape
from .status import StatusIndexError, StatusListError, status_of

CheckName = Literal["format", "context", "proof", "issuer", "dates", "status"]
Outcome = Literal["passed", "failed", "unknown"]

CHECK_NAMES: tuple[CheckName, ...] = ("format", "context", "proof", "issuer", "dates", "status")


class Finding(StrEnum):
    """What a check found; the reader's words for it belong to the page that shows it."""

    IN_ORDER = "in_order"
    NOT_CHECKED = "not_checked"
    UNSAFE_DOCUMENT = "unsafe_document"
    UNKNOWN_SHAPE = "unknown_shape"
    UNKNOWN_CONTEXT = "unknown_context"
    UNCOVERED_TERM = "uncovered_term"
    UNKNOWN_PROOF = "unknown_proof"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE_MISMATCH = "signature_mismatch"
    OTHER_ISSUER = "other_issuer"
    UNREADABLE_DATE = "unreadable_date"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    NO_STATUS_DECLARED = "no_status_declared"
    NO_STATUS_LIST = "no_status_list"
    UNTRUSTED_STATUS_LIST = "untrusted_status_list"
    REVOKED = "revoked"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class CheckResult:
    """One check: what was asked, how it went, what was found."""

    name: CheckName
    outcome: Outcome
    finding: Finding


@dataclass(frozen=True)
class Verification:
    """All checks, in the order in which they are made."""

    checks: tuple[CheckResult, ...]

    @property
    def outcome(self) -> Outcome:
        """Return failed if any check failed, else unknown if any is, else passed."""
        outcomes = {check.outcome for check in self.checks}
        return next((outcome for outcome in ("failed", "unknown") if outcome in outcomes), "passed")

    def check(self, name: CheckName) -> CheckResult:
        """Return the result of one check."""
        return next(check for check in self.checks if check.name == name)


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
    if at.tzinfo is None:
        raise NaiveMomentError("Give the moment of checking a time zone.")
    checks = _check_credential(
        document, kind="achievement_credential", did_document=did_document, at=at
    )
    # A status may be believed or disclosed only for a credential that the issuer made.
    if all(check.outcome == "passed" for check in checks[:4]):
        finding = _status(document, did_document=did_document, at=at, status_list=status_list)
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
    document: Mapping[str, Any], *, kind: Kind, did_document: Mapping[str, Any], at: datetime
) -> tuple[CheckResult, ...]:
    """Check everything but the status; what follows a failed check is not looked into."""
    findings: dict[CheckName, Finding] = {}
    findings["format"] = _format(document, kind)
    if findings["format"] is Finding.IN_ORDER:
        credential, proof = split_proof(document)
        findings["context"] = _context(credential)
        findings["issuer"] = _issuer(credential, proof, did_document)
        findings["dates"] = _dates(credential, at)
        if findings["context"] is Finding.IN_ORDER:
            findings["proof"] = _proof(credential, proof, did_document)
    return tuple(_result(name, findings.get(name, Finding.NOT_CHECKED)) for name in CHECK_NAMES)


def _result(name: CheckName, finding: Finding) -> CheckResult:
    if finding is Finding.IN_ORDER:
        return CheckResult(name, "passed", finding)
    if finding is Finding.NOT_CHECKED:
        return CheckResult(name, "unknown", finding)
    return CheckResult(name, "failed", finding)


def _format(document: Mapping[str, Any], kind: Kind) -> Finding:
    try:
        check_document(document)
        credential, _ = split_proof(document)
        check_shape(credential, kind=kind)
    except UnsafeDocumentError:
        return Finding.UNSAFE_DOCUMENT
    except ProofShapeError:
        return Finding.UNKNOWN_PROOF
    except ShapeError:
        return Finding.UNKNOWN_SHAPE
    return Finding.IN_ORDER


def _context(credential: Mapping[str, Any]) -> Finding:
    try:
        check_known_context(credential)
    except UnknownContextError:
        return Finding.UNKNOWN_CONTEXT
    return Finding.IN_ORDER


def _proof(
    credential: Mapping[str, Any], proof: Mapping[str, str], did_document: Mapping[str, Any]
) -> Finding:
    key = find_assertion_key(did_document, proof["verificationMethod"])
    if key is None:
        return Finding.UNKNOWN_KEY
    try:
        matches = has_valid_signature(credential, proof, key=key)
    except UncoveredTermError:
        return Finding.UNCOVERED_TERM
    except (UnsafeDocumentError, MultibaseError):
        return Finding.SIGNATURE_MISMATCH
    return Finding.IN_ORDER if matches else Finding.SIGNATURE_MISMATCH


def _issuer(
    credential: Mapping[str, Any], proof: Mapping[str, str], did_document: Mapping[str, Any]
) -> Finding:
    controller = proof["verificationMethod"].partition("#")[0]
    if issuer_id(credential) == controller == did_document.get("id"):
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
    checks = _check_credential(
        status_list, kind="status_list_credential", did_document=did_document, at=at
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
