"""The acts of a programme: grant, partners, companies, people, hours."""

from kunnande.stages.programme.services.companies import (
    AlreadyEngagedError,
    ClosedCompanyError,
    OutsideProgrammeError,
    StepOutOfOrderError,
    engage_company,
    take_step,
)
from kunnande.stages.programme.services.files import MadeFile, make_participant_file
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
from kunnande.stages.programme.services.support import (
    ImproperSupportError,
    NotYourSupportError,
    Support,
    enter_other_support,
)
from kunnande.stages.programme.translate import ImproperRuleError

__all__ = [
    "AlreadyEngagedError",
    "ClosedCompanyError",
    "Grant",
    "ImproperGrantError",
    "ImproperHoursError",
    "ImproperLeavingError",
    "ImproperRuleError",
    "ImproperSupportError",
    "InAnotherProgrammeError",
    "MadeFile",
    "MonthGoingOnError",
    "MonthLockedError",
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
    "StepOutOfOrderError",
    "Support",
    "add_partner",
    "engage_company",
    "enter_grant",
    "enter_other_support",
    "enter_participant",
    "import_rules",
    "leave_programme",
    "lock_month",
    "make_participant_file",
    "open_correction",
    "register_programme",
    "show_month",
    "show_months",
    "sign_own_month",
    "take_step",
]
