"""What this room keeps about one person, for the person themselves."""

from collections.abc import Iterable, Mapping

from django.db.models import F

from kunnande.stages.parties import translate
from kunnande.stages.parties.models import (
    AccessToken,
    Employment,
    Invitation,
    LabourSpell,
    Membership,
    Person,
    StatedGender,
    User,
)

# Rows by what they are, each with its values by name.
Kept = Mapping[str, Iterable[Mapping[str, object]]]


def get_kept_about(person_id: int) -> Kept:
    """Return the person's own particulars; no digest, which would open nothing, and no password."""
    person = Person.objects.get(pk=person_id)
    sealed = person.identity_number_sealed
    spells = Employment.objects.filter(person=person).order_by("from_on")
    invited = Invitation.objects.filter(person=person).order_by("created_at")
    tokens = AccessToken.objects.filter(user__person=person).order_by("created_at")
    acting = Membership.objects.filter(user__person=person).order_by("from_on")
    company = {"company": F("organisation__name")}
    return {
        "person": [
            {
                "given_name": person.given_name,
                "family_name": person.family_name,
                "identity_number": translate.unseal(bytes(sealed)) if sealed else None,
                "simulated": person.simulated,
            }
        ],
        "account": User.objects.filter(person=person).values(
            "email", "language", "is_active", "joined_at", "last_login"
        ),
        "employments": spells.values("team", "email", "from_on", "to_on", **company),
        "labour_spells": LabourSpell.objects.filter(person=person)
        .order_by("from_on", "pk")
        .values("status", "percent", "from_on", "to_on", "entered_by_id", "entered_at"),
        "stated_gender": StatedGender.objects.filter(person=person).values("gender", "stated_on"),
        "memberships": acting.values("role", "from_on", "to_on", **company),
        "invitations": invited.values(
            "email", "role", "created_at", "expires_at", "accepted_at", **company
        ),
        "tokens": tokens.values("name", "scopes", "created_at", "expires_at", "revoked_at"),
    }
