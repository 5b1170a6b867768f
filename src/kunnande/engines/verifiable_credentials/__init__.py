"""Build, sign, check and withdraw proofs of competence that anyone can verify."""

from .achievements import (
    Achievement,
    AreaShown,
    IdentityNumberError,
    Issuer,
    ProofKind,
    Recipient,
    Text,
    ValidityError,
    build_achievement_credential,
)
from .alignments import Alignment, ClassificationError, align_esco, align_seqf, align_ssyk
from .baking import PictureError, bake, extract
from .canonical import JsonLdSyntaxError, UncoveredTermError, canonicalise
from .contexts import ContextDriftError, UnknownContextError
from .did import ForeignKeyError, HostNameError, did_document, did_key, did_key_document, did_web
from .disclosures import Binding, DisclosureError, HolderError
from .endorsements import build_endorsement
from .findings import CheckName, CheckResult, Finding, Outcome, Verification
from .guards import (
    AmbiguousKeyError,
    ControlCharacterError,
    DocumentTooLargeError,
    PoisonedGraphError,
    UnsafeAddressError,
    UnsafeDocumentError,
    UnsupportedValueError,
)
from .jose import TokenError
from .jwt import sign_jwt, verify_jwt
from .key_years import (
    KeyKind,
    NoKeyInUseError,
    YearKey,
    document_of_years,
    find_key_in_use,
    name_key,
)
from .keys import PublicKey, SigningKey
from .learning_model import ElectronicSeal, export_learning_model, seal_learning_model
from .moments import MomentTextError, NaiveMomentError
from .multibase import MultibaseError
from .p256 import P256Key, key_of_jwk, public_jwk
from .proofs import AlreadySignedError, ProofShapeError, sign, sign_batch
from .sd_jwt import (
    Presentation,
    disclose,
    issue_sd_jwt,
    open_sd_jwt,
    present_sd_jwt,
)
from .sd_jwt_verification import verify_sd_jwt
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
from .token_status import TokenStatus, sign_token_status_list, token_status_of
from .verification import verify
from .wallet_claims import wallet_claims
from .worker import WorkLimitError, canonicalise_apart

__all__ = [
    "Achievement",
    "Alignment",
    "AlreadySignedError",
    "AmbiguousKeyError",
    "AreaShown",
    "Binding",
    "CheckName",
    "CheckResult",
    "ClassificationError",
    "ContextDriftError",
    "ControlCharacterError",
    "DisagreementError",
    "DisclosureError",
    "DocumentTooLargeError",
    "ElectronicSeal",
    "Finding",
    "ForeignKeyError",
    "HolderError",
    "HostNameError",
    "IdentityNumberError",
    "Issuer",
    "JsonLdSyntaxError",
    "KeyKind",
    "MomentTextError",
    "MultibaseError",
    "NaiveMomentError",
    "NoKeyInUseError",
    "Outcome",
    "P256Key",
    "PictureError",
    "PoisonedGraphError",
    "Presentation",
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
    "TokenError",
    "TokenStatus",
    "UncoveredTermError",
    "UnknownContextError",
    "UnsafeAddressError",
    "UnsafeDocumentError",
    "UnsupportedValueError",
    "ValidityError",
    "Verification",
    "WorkLimitError",
    "YearKey",
    "align_esco",
    "align_seqf",
    "align_ssyk",
    "bake",
    "build_achievement_credential",
    "build_endorsement",
    "build_status_list_credential",
    "canonicalise",
    "canonicalise_apart",
    "decode_list",
    "did_document",
    "did_key",
    "did_key_document",
    "did_web",
    "disclose",
    "document_of_years",
    "encode_list",
    "export_learning_model",
    "extract",
    "find_key_in_use",
    "issue_sd_jwt",
    "key_of_jwk",
    "name_key",
    "open_sd_jwt",
    "present_sd_jwt",
    "public_jwk",
    "seal_learning_model",
    "sign",
    "sign_batch",
    "sign_jwt",
    "sign_token_status_list",
    "status_of",
    "token_status_of",
    "verify",
    "verify_jwt",
    "verify_sd_jwt",
    "wallet_claims",
]
