"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.testing.models import (
    Answer,
    AreaResult,
    ExtraTime,
    Incident,
    Pause,
    Sitting,
)

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return the person's sittings, what they answered, and results once they were talked about.

    Neither a question nor its key is among them: those are the item bank's, and used again.
    """
    sittings = Sitting.objects.filter(case__person_id=person_id).order_by("pk")
    answers = Answer.objects.filter(sitting_item__sitting__case__person_id=person_id)
    results = AreaResult.objects.filter(sitting__case__person_id=person_id).order_by("pk")
    return {
        "sittings": sittings.values(
            "case_id",
            "takes_place_on",
            "state",
            "language",
            "test_leader_id",
            "started_at",
            "deadline_at",
            "finished_at",
            "closed_by_deadline",
            *("identity_document", "identity_checked_at", "extra_minutes", "termination_reason"),
            sitting_id=F("pk"),
            form=F("blueprint__code"),
            company=F("centre__name"),
        ),
        **_kept_of_supervision(person_id),
        "answers": answers.order_by("sitting_item__sitting", "sitting_item__position").values(
            "responses",
            "revision",
            "saved_at",
            sitting_id=F("sitting_item__sitting_id"),
            position=F("sitting_item__position"),
            is_flagged=F("sitting_item__is_flagged"),
            area_version_id=F("sitting_item__area_version_id"),
        ),
        "area_results": results.exclude(sitting__case__state=CaseState.TESTED).values(
            *("sitting_id", "area_version_id", "points", "maximum"),
            *("items", "minimum_percent", "is_met"),
        ),
    }


def _kept_of_supervision(person_id: int) -> Kept:
    pauses = Pause.objects.filter(sitting__case__person_id=person_id).order_by("began_at")
    extra_times = ExtraTime.objects.filter(sitting__case__person_id=person_id).order_by("given_at")
    incidents = Incident.objects.filter(sitting__case__person_id=person_id).order_by("noted_at")
    return {
        "pauses": pauses.values("sitting_id", "began_at", "ended_at"),
        "extra_times": extra_times.values("sitting_id", "minutes", "reason", "given_at"),
        "incidents": incidents.values("sitting_id", "kind", "text", "noted_at"),
    }
