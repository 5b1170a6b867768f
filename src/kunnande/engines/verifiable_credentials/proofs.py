"""Data Integrity proofs with the cryptosuite eddsa-rdfc-2022."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from .canonical import canonicalise
from .contexts import KNOWN_CONTEXTS, UnknownContextError
from .guards import check_document, check_texts
from .keys import PublicKey, SigningKey
from .moments import format_moment
from .multibase import decode_multibase, encode_multibase
from .readings import read_shape
from .templates import (
    Canonicaliser,
    canonicalise_by_template,
    compare_canonicalisers,
    fill,
    is_known,
)
from .worker import canonicalise_apart

CRYPTOSUITE = "eddsa-rdfc-2022"

_MEMBERS = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}


class ProofShapeError(ValueError):
    """The document does not carry exactly one proof of the kind made here."""


class AlreadySignedError(ValueError):
    """The document carries a proof; sign the credential without it."""


def sign(credential: Mapping[str, Any], key: SigningKey, *, created: datetime) -> dict[str, Any]:
    """Return the credential with a proof; equal input gives equal output.

    Parameters
    ----------
    credential
        Unsigned, with one of the known ``@context`` arrays. It is not changed.
    key
        The issuer's key; its address goes into the proof.
    created
        When the proof was made, with time zone.

    Returns
    -------
    dict
        The credential and ``proof``, an array of one element (Open Badges 3.0 requires an array).

    Raises
    ------
    AlreadySignedError
        If the credential has a proof.
    UnsafeDocumentError
        If the document is too large, holds control characters, or can be read in two ways.
    UnknownContextError
        If ``@context`` is not one of the known arrays.
    UncoveredTermError
        If a part of the document would not be covered by the signature.

    References
    ----------
    W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.2.1 (Create Proof).
    """
    if "proof" in credential:
        raise AlreadySignedError("The credential already has a proof.")
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": format_moment(created),
        "verificationMethod": key.verification_method,
        "proofPurpose": "assertionMethod",
    }
    reading = read_shape(credential)
    if is_known(reading):
        # The structure is that of a document which has been checked; the texts are its own.
        check_texts(reading.texts)
    else:
        check_document(credential)
        check_known_context(credential)
    options = _options_digest(tuple(credential["@context"]), tuple(proof.items()))
    signed = options + sha256(fill(reading).encode()).digest()
    value = encode_multibase(key.sign_bytes(signed))
    return {**credential, "proof": [{**proof, "proofValue": value}]}


def sign_batch(
    credentials: Iterable[Mapping[str, Any]],
    key: SigningKey,
    *,
    created: datetime,
    sample_every: int = 1_000,
) -> Iterator[dict[str, Any]]:
    """Yield each credential with its proof, and hold a sample against two other canonicalisers.

    Parameters
    ----------
    credentials
        Unsigned; read one at a time, so that a batch may be larger than the memory.
    key, created
        See `sign`.
    sample_every
        The first and then every so many are canonicalised by three implementations.

    Yields
    ------
    dict
        Exactly what `sign` returns for it.

    Raises
    ------
    DisagreementError
        If the canonicalisers differ on a sampled credential.
    AlreadySignedError, UnsafeDocumentError, UnknownContextError, UncoveredTermError
        See `sign`; those before it have been yielded.

    References
    ----------
    W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.2.1 (Create Proof).
    """
    for place, credential in enumerate(credentials):
        signed = sign(credential, key, created=created)
        if place % sample_every == 0:
            compare_canonicalisers(credential)
        yield signed


def check_known_context(document: Mapping[str, Any]) -> None:
    """Refuse a document whose ``@context`` is not exactly one of the known arrays.

    Parameters
    ----------
    document
        As parsed JSON.

    Raises
    ------
    UnknownContextError
        Also for a known context in another order, or with an inline context.
    """
    if document.get("@context") not in [list(known) for known in KNOWN_CONTEXTS]:
        raise UnknownContextError("The document's @context is not one of the known arrays.")


def signed_bytes(
    credential: Mapping[str, Any],
    proof: Mapping[str, Any],
    *,
    general: Canonicaliser = canonicalise,
) -> bytes:
    """Return what the signature is made over.

    Parameters
    ----------
    credential
        Without proof.
    proof
        Without ``proofValue``; it is read in the credential's contexts.
    general
        What canonicalises a credential that no template can.

    Returns
    -------
    bytes
        SHA-256 of the canonical proof options, then of the canonical credential: 64 bytes.

    References
    ----------
    W3C Data Integrity EdDSA Cryptosuites 1.0, sections 3.2.3 to 3.2.5.
    """
    context = credential["@context"]
    if all(isinstance(url, str) for url in context):
        options = _options_digest(tuple(context), tuple(proof.items()))
    else:
        options = _digest({"@context": context, **proof}, general)
    return options + _digest(credential, general)


def split_proof(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the credential without its proof, and the proof.

    Parameters
    ----------
    document
        With ``proof`` as an object or as an array of one object.

    Returns
    -------
    tuple
        The credential, and the proof with exactly the six members of this cryptosuite.

    Raises
    ------
    ProofShapeError
        If there is no proof, more than one, or one of another kind.
    """
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        proof = proof[0]
    if not isinstance(proof, dict) or proof.keys() != _MEMBERS:
        raise ProofShapeError("Expected one proof with the six members of eddsa-rdfc-2022.")
    kind = (proof["type"], proof["cryptosuite"], proof["proofPurpose"])
    if kind != ("DataIntegrityProof", CRYPTOSUITE, "assertionMethod"):
        raise ProofShapeError("The proof is of another kind, or made for another purpose.")
    if not all(isinstance(value, str) for value in proof.values()):
        raise ProofShapeError("A member of the proof is not text.")
    return {name: value for name, value in document.items() if name != "proof"}, proof


def has_valid_signature(
    credential: Mapping[str, Any], proof: Mapping[str, str], *, key: PublicKey
) -> bool:
    """Return whether the key made the proof over exactly this credential.

    Parameters
    ----------
    credential, proof
        As `split_proof` returns them.
    key
        The key that stands at the proof's ``verificationMethod``.

    Raises
    ------
    MultibaseError
        If the signature or the key is not base58btc text of the right length.
    UncoveredTermError, UnsafeDocumentError
        See `canonicalise`.

    References
    ----------
    W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.2.2 (Verify Proof).
    """
    signature = decode_multibase(proof["proofValue"], length=64)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    # What is checked may come from anybody: the general way runs where it can be stopped.
    data = signed_bytes(credential, options, general=canonicalise_apart)
    return key.accepts(signature, data=data)


@lru_cache(maxsize=1_000)
def _options_digest(context: tuple[str, ...], proof: tuple[tuple[str, str], ...]) -> bytes:
    return _digest({"@context": list(context), **dict(proof)}, canonicalise)


def _digest(document: Mapping[str, Any], general: Canonicaliser) -> bytes:
    return sha256(canonicalise_by_template(document, general=general).encode()).digest()
