"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.requirements.models import Deviation, Holding, Placement, StagedImport

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return the roles the person has held, where they work and what their employer excepts."""
    held = Holding.objects.filter(person_id=person_id).order_by("from_on")
    staged = StagedImport.objects.filter(owner__person_id=person_id).order_by("staged_at")
    deviations = Deviation.objects.filter(person_id=person_id).order_by("from_on", "pk")
    placements = Placement.objects.filter(person_id=person_id).order_by("pk")
    return {
        "deviations": deviations.values(
            "kind",
            "reason",
            "from_on",
            "to_on",
            area_code=F("area__code"),
            company=F("organisation__name"),
        ),
        "placements": placements.values("shift", "site", company=F("organisation__name")),
        "holdings": held.values(
            "from_on", "to_on", role_name=F("role__name"), company=F("role__organisation__name")
        ),
        "staged_imports": staged.values("file_name", "staged_at", company=F("organisation__name")),
    }
