"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.requirements.models import Holding, StagedImport

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return the roles the person has held, and lists of staff they have yet to confirm."""
    held = Holding.objects.filter(person_id=person_id).order_by("from_on")
    staged = StagedImport.objects.filter(owner__person_id=person_id).order_by("staged_at")
    return {
        "holdings": held.values(
            "from_on", "to_on", role_name=F("role__name"), company=F("role__organisation__name")
        ),
        "staged_imports": staged.values("file_name", "staged_at", company=F("organisation__name")),
    }
