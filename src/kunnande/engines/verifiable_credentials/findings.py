"""What a check asks and what it can find: one result per check, never a bare yes or no."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

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
