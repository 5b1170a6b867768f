"""What a check asks and what it can find: one result per check, never a bare yes or no."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

CheckName = Literal[
    "format",
    "context",
    "proof",
    "issuer",
    "dates",
    "status",
    "schema",
    "holder",
    "endorsement",
]
Outcome = Literal["passed", "failed", "unknown"]

# Made of every certificate. "holder" comes with a wallet's presentation, "endorsement" where a
# certificate carries what others say of it.
CHECK_NAMES: tuple[CheckName, ...] = (
    "format",
    "context",
    "proof",
    "issuer",
    "dates",
    "status",
    "schema",
)

# What must hold before anything that a certificate says may be repeated.
AUTHENTICITY: tuple[CheckName, ...] = ("format", "context", "proof", "issuer")


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
    AGAINST_STANDARD = "against_standard"
    FORGED_DISCLOSURE = "forged_disclosure"
    NO_HOLDER_ASKED = "no_holder_asked"
    HOLDER_NOT_ASKED = "holder_not_asked"
    HOLDER_UNPROVEN = "holder_unproven"
    UNKNOWN_ENDORSER = "unknown_endorser"
    ENDORSEMENT_BROKEN = "endorsement_broken"


@dataclass(frozen=True)
class CheckResult:
    """One check: what was asked, how it went, what was found."""

    name: CheckName
    outcome: Outcome
    finding: Finding


_PASSES = {Finding.IN_ORDER, Finding.NO_STATUS_DECLARED, Finding.NO_HOLDER_ASKED}
_TELLS_NOTHING = {
    Finding.NOT_CHECKED,
    Finding.NO_STATUS_LIST,
    Finding.UNTRUSTED_STATUS_LIST,
    Finding.HOLDER_NOT_ASKED,
    Finding.UNKNOWN_ENDORSER,
}


def result_of(name: CheckName, finding: Finding) -> CheckResult:
    """Return a check with the outcome that follows from what it found."""
    if finding in _PASSES:
        return CheckResult(name, "passed", finding)
    if finding in _TELLS_NOTHING:
        return CheckResult(name, "unknown", finding)
    return CheckResult(name, "failed", finding)


@dataclass(frozen=True)
class Verification:
    """All checks, in the order in which they are made."""

    checks: tuple[CheckResult, ...]

    @property
    def outcome(self) -> Outcome:
        """Return failed if any check failed, else unknown if any is, else passed.

        An endorser whom the reader does not know takes nothing from what the issuer says.
        """
        outcomes = {
            check.outcome for check in self.checks if check.finding is not Finding.UNKNOWN_ENDORSER
        }
        return next((outcome for outcome in ("failed", "unknown") if outcome in outcomes), "passed")

    def check(self, name: CheckName) -> CheckResult:
        """Return the result of one check."""
        return next(check for check in self.checks if check.name == name)
