"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.decision.models import DecidedArea, Decision

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return the decisions about the person, with their grounds and areas."""
    decisions = Decision.objects.filter(case__person_id=person_id).order_by("decided_at")
    areas = DecidedArea.objects.filter(decision__case__person_id=person_id).order_by("pk")
    return {
        "decisions": decisions.values(
            "case_id", "outcome", "grounds", "decided_by_id", "decided_at", decision_id=F("pk")
        ),
        "decided_areas": areas.values("decision_id", "area_version_id", "outcome", "statement_id"),
    }
