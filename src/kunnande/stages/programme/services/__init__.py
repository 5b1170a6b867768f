"""The acts of a programme: grant, partners, companies, people, hours."""

from kunnande.stages.programme.services.companies import (
    AlreadyEngagedError,
    ClosedCompanyError,
    OutsideProgrammeError,
    StepOutOfOrderError,
    engage_company,
    take_step,
)
from kunnande.stages.programme.services.evidence import Evidence, EvidenceRow, show_indicator
from kunnande.stages.programme.services.extracts import MadeExtract, make_extract
from kunnande.stages.programme.services.files import MadeFile, make_participant_file
from kunnande.stages.programme.services.following import (
    AnsweredError,
    ImproperAnswerError,
    NotDueError,
    answer_follow_up,
    decline_follow_up,
    note_unanswered_call,
)
from kunnande.stages.programme.services.grants import (
    Grant,
    ImproperGrantError,
    NotYourProgrammeError,
    PartnerKnownError,
    ProgrammeKnownError,
    add_partner,
    enter_grant,
    import_rules,
    register_programme,
)
from kunnande.stages.programme.services.hours import (
    ImproperHoursError,
    MonthGoingOnError,
    MonthLockedError,
    NothingToSignError,
    NotYoursToSignError,
    ReasonMissingError,
    lock_month,
    open_correction,
    sign_own_month,
)
from kunnande.stages.programme.services.indicators import (
    SetChosenError,
    choose_indicator_set,
    import_indicators,
    import_questionnaires,
)
from kunnande.stages.programme.services.looking import (
    NotYoursToSeeError,
    show_month,
    show_months,
)
from kunnande.stages.programme.services.people import (
    ImproperLeavingError,
    InAnotherProgrammeError,
    NotEmployedThereError,
    NotYourParticipantError,
    enter_participant,
    leave_programme,
)
from kunnande.stages.programme.services.reports import (
    ImproperReportError,
    draft_report,
    save_report,
)
from kunnande.stages.programme.services.support import (
    ImproperSupportError,
    NotYourSupportError,
    Support,
    enter_other_support,
)
from kunnande.stages.programme.translate import ImproperIndicatorError, ImproperRuleError

__all__ = [
    "AlreadyEngagedError",
    "AnsweredError",
    "ClosedCompanyError",
    "Evidence",
    "EvidenceRow",
    "Grant",
    "ImproperAnswerError",
    "ImproperGrantError",
    "ImproperHoursError",
    "ImproperIndicatorError",
    "ImproperLeavingError",
    "ImproperReportError",
    "ImproperRuleError",
    "ImproperSupportError",
    "InAnotherProgrammeError",
    "MadeExtract",
    "MadeFile",
    "MonthGoingOnError",
    "MonthLockedError",
    "NotDueError",
    "NotEmployedThereError",
    "NotYourParticipantError",
    "NotYourProgrammeError",
    "NotYourSupportError",
    "NotYoursToSeeError",
    "NotYoursToSignError",
    "NothingToSignError",
    "OutsideProgrammeError",
    "PartnerKnownError",
    "ProgrammeKnownError",
    "ReasonMissingError",
    "SetChosenError",
    "StepOutOfOrderError",
    "Support",
    "add_partner",
    "answer_follow_up",
    "choose_indicator_set",
    "decline_follow_up",
    "draft_report",
    "engage_company",
    "enter_grant",
    "enter_other_support",
    "enter_participant",
    "import_indicators",
    "import_questionnaires",
    "import_rules",
    "leave_programme",
    "lock_month",
    "make_extract",
    "make_participant_file",
    "note_unanswered_call",
    "open_correction",
    "register_programme",
    "save_report",
    "show_indicator",
    "show_month",
    "show_months",
    "sign_own_month",
    "take_step",
]
