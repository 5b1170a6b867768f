"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.credentials.models import Certificate

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return the person's certificates as they were signed, and whether one was withdrawn."""
    certificates = Certificate.objects.filter(person_id=person_id).order_by("awarded_at")
    return {
        "certificates": certificates.values(
            "public_id",
            "kind",
            "decision_id",
            "awarded_by_id",
            "awarded_at",
            "valid_until",
            "document_text",
            revoked_at=F("revocation__revoked_at"),
            reason=F("revocation__reason"),
        ),
    }
