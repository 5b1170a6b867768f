"""Build, sign, check and withdraw proofs of competence that anyone can verify."""

from .achievements import (
    Achievement,
    Alignment,
    AreaShown,
    IdentityNumberError,
    Issuer,
    ProofKind,
    Recipient,
    Text,
    ValidityError,
    build_achievement_credential,
)
from .canonical import JsonLdSyntaxError, UncoveredTermError, canonicalise
from .contexts import ContextDriftError, UnknownContextError
from .did import ForeignKeyError, HostNameError, did_document, did_web
from .guards import (
    AmbiguousKeyError,
    ControlCharacterError,
    DocumentTooLargeError,
    PoisonedGraphError,
    UnsafeAddressError,
    UnsafeDocumentError,
    UnsupportedValueError,
)
from .keys import PublicKey, SigningKey
from .moments import MomentTextError, NaiveMomentError
from .multibase import MultibaseError
from .proofs import AlreadySignedError, ProofShapeError, sign, sign_batch
from .second_opinion import DisagreementError
from .shapes import ShapeError
from .status import (
    StatusEntry,
    StatusIndexError,
    StatusListError,
    build_status_list_credential,
    decode_list,
    encode_list,
    status_of,
)
from .verification import CheckName, CheckResult, Finding, Outcome, Verification, verify

__all__ = [
    "Achievement",
    "Alignment",
    "AlreadySignedError",
    "AmbiguousKeyError",
    "AreaShown",
    "CheckName",
    "CheckResult",
    "ContextDriftError",
    "ControlCharacterError",
    "DisagreementError",
    "DocumentTooLargeError",
    "Finding",
    "ForeignKeyError",
    "HostNameError",
    "IdentityNumberError",
    "Issuer",
    "JsonLdSyntaxError",
    "MomentTextError",
    "MultibaseError",
    "NaiveMomentError",
    "Outcome",
    "PoisonedGraphError",
    "ProofKind",
    "ProofShapeError",
    "PublicKey",
    "Recipient",
    "ShapeError",
    "SigningKey",
    "StatusEntry",
    "StatusIndexError",
    "StatusListError",
    "Text",
    "UncoveredTermError",
    "UnknownContextError",
    "UnsafeAddressError",
    "UnsafeDocumentError",
    "UnsupportedValueError",
    "ValidityError",
    "Verification",
    "build_achievement_credential",
    "build_status_list_credential",
    "canonicalise",
    "decode_list",
    "did_document",
    "did_web",
    "encode_list",
    "sign",
    "sign_batch",
    "status_of",
    "verify",
]
