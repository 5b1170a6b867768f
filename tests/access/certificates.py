"""Certificates: whoever has the number of one may ask whether it is valid, in any form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .expectations import (
    EVERYBODY,
    EXAMINER,
    SCHEME_OWNER,
    SCHEME_OWNERS,
    SELF,
    SIGNED_IN,
    Page,
    only,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_CREDENTIALS: Mapping[str, Page] = {
    "credentials:award": Page(only(EXAMINER, SCHEME_OWNER), about="decided", method="POST"),
    "credentials:awards": Page(SCHEME_OWNERS | {EXAMINER}),
    "credentials:did": Page(EVERYBODY),
    "credentials:document": Page(EVERYBODY),
    "credentials:find": Page(EVERYBODY),
    "credentials:form": Page(EVERYBODY),
    "credentials:mine": Page(SIGNED_IN),
    "credentials:paper": Page(EVERYBODY),
    "credentials:revoke": Page(only(SCHEME_OWNER)),
    "credentials:status": Page(EVERYBODY),
    "credentials:token_status": Page(EVERYBODY),
    "credentials:verify": Page(EVERYBODY),
    "credentials:wallet": Page(only(SELF), method="POST"),
}
OPERATIONS_OF_CREDENTIALS: Mapping[str, Page] = {
    "award_certificate": Page(only(EXAMINER, SCHEME_OWNER), about="decided", method="POST"),
    "get_certificate_form": Page(EVERYBODY),
    "get_credential": Page(EVERYBODY),
    "get_wallet_file": Page(only(SELF), method="POST"),
    "list_own_certificates": Page(SIGNED_IN),
    "revoke_certificate": Page(only(SCHEME_OWNER), method="POST"),
    "show_awards": Page(SCHEME_OWNERS | {EXAMINER}),
    "show_certificate": Page(only(SCHEME_OWNER)),
    "verify_certificate": Page(EVERYBODY),
}
