from kunnande.stages.credentials.models import (
    Certificate,
    CredentialIssuer,
    CredentialKind,
    Revocation,
)
from kunnande.stages.credentials.queries.checking import (
    CheckedCertificate,
    get_document_text,
    get_public_certificate,
    list_remaining_areas,
)
from kunnande.stages.credentials.queries.issuing import (
    NoIssuerError,
    UnknownStatusListError,
    find_issuer,
    get_did_document,
    get_key_in_use,
    get_status_list_credential,
    status_list_url,
)
from kunnande.stages.credentials.queries.kept import get_kept_about
from kunnande.stages.credentials.queries.lists import (
    AwaitingRow,
    AwardedRow,
    Wallet,
    certificates_visible_to,
    get_certificate,
    get_wallet,
    list_awaiting_certificate,
    list_awarded,
    list_certificates_of,
)
from kunnande.stages.credentials.translate import IssuerKeyMissingError

__all__ = [
    "AwaitingRow",
    "AwardedRow",
    "Certificate",
    "CheckedCertificate",
    "CredentialIssuer",
    "CredentialKind",
    "IssuerKeyMissingError",
    "NoIssuerError",
    "Revocation",
    "UnknownStatusListError",
    "Wallet",
    "certificates_visible_to",
    "find_issuer",
    "get_certificate",
    "get_did_document",
    "get_document_text",
    "get_kept_about",
    "get_key_in_use",
    "get_public_certificate",
    "get_status_list_credential",
    "get_wallet",
    "list_awaiting_certificate",
    "list_awarded",
    "list_certificates_of",
    "list_remaining_areas",
    "status_list_url",
]
