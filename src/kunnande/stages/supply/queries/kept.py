"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.supply.models import Coaching, CoachNote

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return which companies let the person in as a coach, and what they wrote in the logs."""
    coachings = Coaching.objects.filter(coach__person_id=person_id).order_by("pk")
    notes = CoachNote.objects.filter(coach__person_id=person_id).order_by("pk")
    named = F("company__name")
    return {
        "coachings": coachings.values("from_at", "until_at", employer=named),
        "coach_notes": notes.values("at", "words", "next_step", "next_on", employer=named),
    }
