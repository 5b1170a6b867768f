"""Whether a credential is what it says: one result per check, never a bare yes or no."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from .checking import Opened, check_credential, open_proof
from .endorsements import find_endorsements
from .findings import AUTHENTICITY, Finding, Verification, result_of
from .moments import NaiveMomentError
from .status import StatusIndexError, StatusListError, status_of


def verify(
    document: Mapping[str, Any],
    *,
    did_document: Mapping[str, Any],
    at: datetime,
    status_list: Mapping[str, Any] | None = None,
    endorsers: Collection[Mapping[str, Any]] = (),
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
    endorsers
        DID documents of the parties whose endorsement counts for the reader.

    Returns
    -------
    Verification
        One result each for format, context, proof, issuer, dates, status and schema, and one for
        endorsement if the certificate carries any.

    Raises
    ------
    NaiveMomentError
        If ``at`` has no time zone.

    References
    ----------
    W3C Verifiable Credentials Data Model 2.0, section 7.1; Bitstring Status List 1.0, section 3.2.
    """
    return verify_opened(
        lambda: open_proof(document),
        did_document=did_document,
        at=at,
        status_list=status_list,
        endorsers=endorsers,
    )


def verify_opened(
    open_: Callable[[], Opened],
    *,
    did_document: Mapping[str, Any],
    at: datetime,
    status_list: Mapping[str, Any] | None,
    endorsers: Collection[Mapping[str, Any]] = (),
) -> Verification:
    """Return what can be said about a certificate, whatever it is sealed with.

    Parameters
    ----------
    open_
        Reads the sealed form; raises `ProofShapeError` or `UnsafeDocumentError` if it can not.
    did_document, at, status_list, endorsers
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
    checks, opened = check_credential(
        open_, kind="achievement_credential", did_document=did_document, at=at
    )
    # A status may be believed or disclosed only for a credential that the issuer made.
    if opened is not None and all(checks[name].outcome == "passed" for name in AUTHENTICITY):
        credential = opened.credential
        finding = _status(credential, did_document=did_document, at=at, status_list=status_list)
        checks["status"] = result_of("status", finding)
        endorsed = find_endorsements(credential, endorsers=endorsers, at=at)
        if endorsed is not None:
            checks["endorsement"] = result_of("endorsement", endorsed)
    return Verification(tuple(checks.values()))


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
    checks, _ = check_credential(
        lambda: open_proof(status_list),
        kind="status_list_credential",
        did_document=did_document,
        at=at,
    )
    asked = (*AUTHENTICITY, "dates")
    if any(checks[name].outcome != "passed" for name in asked) or not _belongs(status_list, entry):
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
