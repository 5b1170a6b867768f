"""The acts of a programme: grant, partners, companies, people, hours."""

from kunnande.stages.programme.services.companies import (
    AlreadyEngagedError,
    ClosedCompanyError,
    OutsideProgrammeError,
    StepOutOfOrderError,
    engage_company,
    take_step,
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
from kunnande.stages.programme.services.people import (
    ImproperLeavingError,
    InAnotherProgrammeError,
    NotEmployedThereError,
    NotYourParticipantError,
    enter_participant,
    leave_programme,
)
from kunnande.stages.programme.translate import ImproperRuleError

__all__ = [
    "AlreadyEngagedError",
    "ClosedCompanyError",
    "Grant",
    "ImproperGrantError",
    "ImproperLeavingError",
    "ImproperRuleError",
    "InAnotherProgrammeError",
    "NotEmployedThereError",
    "NotYourParticipantError",
    "NotYourProgrammeError",
    "OutsideProgrammeError",
    "PartnerKnownError",
    "ProgrammeKnownError",
    "StepOutOfOrderError",
    "add_partner",
    "engage_company",
    "enter_grant",
    "enter_participant",
    "import_rules",
    "leave_programme",
    "register_programme",
    "take_step",
]
