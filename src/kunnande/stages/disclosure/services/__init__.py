from kunnande.stages.disclosure.services.agreements import (
    NotYoursToAnswerError,
    answer_agreement,
    ensure_agreement,
    make_agreement,
)
from kunnande.stages.disclosure.services.shares import (
    LONGEST_SHARE_DAYS,
    ImproperShareError,
    IssuedShare,
    ShareEndedError,
    UnknownShareError,
    make_share,
    open_share,
    withdraw_share,
)

__all__ = [
    "LONGEST_SHARE_DAYS",
    "ImproperShareError",
    "IssuedShare",
    "NotYoursToAnswerError",
    "ShareEndedError",
    "UnknownShareError",
    "answer_agreement",
    "ensure_agreement",
    "make_agreement",
    "make_share",
    "open_share",
    "withdraw_share",
]
