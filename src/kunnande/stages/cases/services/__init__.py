"""The acts on a validation case, in the order of its journey."""

from kunnande.stages.cases.services.evidence import (
    attach_evidence,
    forget_lost_files,
    remove_evidence,
    show_evidence,
)
from kunnande.stages.cases.services.feedback import (
    NotYourOwnResultError,
    hold_feedback_talk,
)
from kunnande.stages.cases.services.files import (
    LARGEST_FILE_BYTES,
    RefusedFileError,
    read_media_type,
    readable_name,
)
from kunnande.stages.cases.services.journey import (
    CaseAlreadyOpenError,
    DisclosureUnansweredError,
    WrongStateError,
    admit,
    move_case,
    open_case,
)
from kunnande.stages.cases.services.mapping import (
    AlreadySubmittedError,
    AreasUnratedError,
    NotYourOwnRatingError,
    UnknownAreaError,
    rate_area,
    submit_self_rating,
)
from kunnande.stages.cases.services.retakes import set_retake

__all__ = [
    "LARGEST_FILE_BYTES",
    "AlreadySubmittedError",
    "AreasUnratedError",
    "CaseAlreadyOpenError",
    "DisclosureUnansweredError",
    "NotYourOwnRatingError",
    "NotYourOwnResultError",
    "RefusedFileError",
    "UnknownAreaError",
    "WrongStateError",
    "admit",
    "attach_evidence",
    "forget_lost_files",
    "hold_feedback_talk",
    "move_case",
    "open_case",
    "rate_area",
    "read_media_type",
    "readable_name",
    "remove_evidence",
    "set_retake",
    "show_evidence",
    "submit_self_rating",
]
