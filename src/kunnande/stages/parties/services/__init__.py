from kunnande.stages.parties.services.accounts import (
    EmailTakenError,
    get_service_user,
    give_membership,
    open_account,
)
from kunnande.stages.parties.services.invitations import (
    INVITATION_VALID_DAYS,
    InvitationExpiredError,
    InvitationUsedError,
    IssuedInvitation,
    KnownElsewhereError,
    UnknownInvitationError,
    accept_invitation,
    get_open_invitation,
    invite,
)
from kunnande.stages.parties.services.organisations import (
    ImproperOrganisationNumberError,
    OrganisationKnownError,
    mark_simulated,
    read_organisation_number,
    register_organisation,
)
from kunnande.stages.parties.services.people import (
    AlreadyEmployedError,
    AlreadyInvitedError,
    employ,
    end_employment,
    invite_contact,
    invite_employee,
    register_person,
)
from kunnande.stages.parties.translate import ImproperIdentityNumberError

__all__ = [
    "INVITATION_VALID_DAYS",
    "AlreadyEmployedError",
    "AlreadyInvitedError",
    "EmailTakenError",
    "ImproperIdentityNumberError",
    "ImproperOrganisationNumberError",
    "InvitationExpiredError",
    "InvitationUsedError",
    "IssuedInvitation",
    "KnownElsewhereError",
    "OrganisationKnownError",
    "UnknownInvitationError",
    "accept_invitation",
    "employ",
    "end_employment",
    "get_open_invitation",
    "get_service_user",
    "give_membership",
    "invite",
    "invite_contact",
    "invite_employee",
    "mark_simulated",
    "open_account",
    "read_organisation_number",
    "register_organisation",
    "register_person",
]
