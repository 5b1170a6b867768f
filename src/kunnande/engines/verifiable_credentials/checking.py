"""What is asked of every signed document alike: form, context, proof, issuer, dates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .canonical import UncoveredTermError
from .contexts import UnknownContextError
from .did import find_assertion_key
from .findings import CHECK_NAMES, CheckName, CheckResult, Finding, result_of
from .guards import UnsafeDocumentError, check_document
from .keys import PublicKey
from .moments import MomentTextError, parse_moment
from .multibase import MultibaseError
from .proofs import ProofShapeError, check_known_context, has_valid_signature, split_proof
from .shapes import Kind, ShapeError, check_shape, follows_standard
from .worker import WorkLimitError


@dataclass(frozen=True)
class Opened:
    """A credential taken out of its seal: not yet believed, but ready to be."""

    credential: Mapping[str, Any]
    verification_method: str
    is_signed_by: Callable[[PublicKey], bool]


def check_credential(
    open_: Callable[[], Opened], *, kind: Kind, did_document: Mapping[str, Any], at: datetime
) -> tuple[dict[CheckName, CheckResult], Opened | None]:
    """Return every check but the status; what follows a failed check is not looked into.

    Parameters
    ----------
    open_
        Reads the sealed form; raises `ProofShapeError` or `UnsafeDocumentError` if it can not.
    kind
        The exact shape that the document must have.
    did_document, at
        See `verify`.

    Returns
    -------
    tuple
        The checks by name, in the order in which they are told, and the opened document, if any.
    """
    findings: dict[CheckName, Finding] = {}
    findings["format"], opened = _open(open_, kind)
    if opened is not None:
        findings["context"] = _context(opened.credential)
        findings["issuer"] = _issuer(opened, did_document)
        findings["dates"] = _dates(opened.credential, at)
        findings["schema"] = _schema(opened.credential, kind)
        if findings["context"] is Finding.IN_ORDER:
            findings["proof"] = _proof(opened, did_document)
    results = (result_of(name, findings.get(name, Finding.NOT_CHECKED)) for name in CHECK_NAMES)
    return {result.name: result for result in results}, opened


def open_proof(document: Mapping[str, Any]) -> Opened:
    """Return a document with a Data Integrity proof, opened.

    Parameters
    ----------
    document
        As parsed JSON, from anywhere.

    Returns
    -------
    Opened
        Its proof not yet checked.

    Raises
    ------
    UnsafeDocumentError, ProofShapeError
        See `check_document` and `split_proof`.
    """
    check_document(document)
    credential, proof = split_proof(document)
    return Opened(
        credential,
        proof["verificationMethod"],
        lambda key: has_valid_signature(credential, proof, key=key),
    )


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
    except WorkLimitError:
        return Finding.UNSAFE_DOCUMENT
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


def _schema(credential: Mapping[str, Any], kind: Kind) -> Finding:
    # The other shapes follow standards that ask nothing beyond the exact shape.
    if kind != "achievement_credential" or follows_standard(credential, "open_badges_3"):
        return Finding.IN_ORDER
    return Finding.AGAINST_STANDARD
