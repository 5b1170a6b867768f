"""The acts of a practical assessment: plan, assess, sign, lock, go through, unlock."""

from kunnande.stages.practice.services.assessing import (
    AssessmentClosedError,
    Entry,
    EntryReusedError,
    ImproperEntryError,
    NotTheDayError,
    NotYourAssessmentError,
    note_entries,
    start_assessment,
)
from kunnande.stages.practice.services.independence import DependentAssessorError
from kunnande.stages.practice.services.locking import (
    MayNotUnlockError,
    UnlockReasonMissingError,
    unlock_assessment,
)
from kunnande.stages.practice.services.planning import (
    AssessmentOpenError,
    AttemptTooSoonError,
    CancelReasonMissingError,
    ForeignCentreError,
    PastAssessmentError,
    PracticeShownError,
    WrongNumberOfAssessorsError,
    WrongProtocolError,
    cancel_assessment,
    plan_assessment,
)
from kunnande.stages.practice.services.preparing import (
    NotPracticalError,
    PreparedAssessments,
    prepare_assessments,
)
from kunnande.stages.practice.services.protocols import (
    ImproperProtocolError,
    ProtocolPublishedError,
    import_protocols,
    publish_protocol,
)
from kunnande.stages.practice.services.results import (
    PracticalResultPage,
    PracticeNotShownError,
    ProposalMissingError,
    hold_practical_talk,
    show_cases_to_reassess,
    show_practical_result,
    show_protocol,
)
from kunnande.stages.practice.services.signing import (
    AssessmentUnfinishedError,
    NotYourTurnToSignError,
    UnsignedReasonMissingError,
    close_unsigned_assessment,
    sign_assessment,
    sign_own_assessment,
)

__all__ = [
    "AssessmentClosedError",
    "AssessmentOpenError",
    "AssessmentUnfinishedError",
    "AttemptTooSoonError",
    "CancelReasonMissingError",
    "DependentAssessorError",
    "Entry",
    "EntryReusedError",
    "ForeignCentreError",
    "ImproperEntryError",
    "ImproperProtocolError",
    "MayNotUnlockError",
    "NotPracticalError",
    "NotTheDayError",
    "NotYourAssessmentError",
    "NotYourTurnToSignError",
    "PastAssessmentError",
    "PracticalResultPage",
    "PracticeNotShownError",
    "PracticeShownError",
    "PreparedAssessments",
    "ProposalMissingError",
    "ProtocolPublishedError",
    "UnlockReasonMissingError",
    "UnsignedReasonMissingError",
    "WrongNumberOfAssessorsError",
    "WrongProtocolError",
    "cancel_assessment",
    "close_unsigned_assessment",
    "hold_practical_talk",
    "import_protocols",
    "note_entries",
    "plan_assessment",
    "prepare_assessments",
    "publish_protocol",
    "show_cases_to_reassess",
    "show_practical_result",
    "show_protocol",
    "sign_assessment",
    "sign_own_assessment",
    "start_assessment",
    "unlock_assessment",
]
