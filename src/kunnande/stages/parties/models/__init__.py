from kunnande.stages.parties.models.genders import Gender, StatedGender
from kunnande.stages.parties.models.labour import LabourSpell, LabourStatus
from kunnande.stages.parties.models.people import (
    AccessToken,
    Employment,
    Installation,
    Invitation,
    Membership,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
    Role,
    User,
)

__all__ = [
    "AccessToken",
    "Employment",
    "Gender",
    "Installation",
    "Invitation",
    "LabourSpell",
    "LabourStatus",
    "Membership",
    "Municipality",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Role",
    "StatedGender",
    "User",
]
