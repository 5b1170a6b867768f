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
