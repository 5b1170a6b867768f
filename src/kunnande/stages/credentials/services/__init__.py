"""The acts of the issuer: establish, award, revoke."""

from kunnande.stages.credentials.services.awarding import (
    NOT_AWARDED,
    AlreadyRevokedError,
    AwardsClosedError,
    AwardsPage,
    NothingToAwardError,
    ReasonMissingError,
    award_certificate,
    find_award_obstacle,
    revoke_certificate,
    show_awards,
    show_certificate,
)
from kunnande.stages.credentials.services.issuer import establish_issuer, keep_keys_of_year

__all__ = [
    "NOT_AWARDED",
    "AlreadyRevokedError",
    "AwardsClosedError",
    "AwardsPage",
    "NothingToAwardError",
    "ReasonMissingError",
    "award_certificate",
    "establish_issuer",
    "find_award_obstacle",
    "keep_keys_of_year",
    "revoke_certificate",
    "show_awards",
    "show_certificate",
]
