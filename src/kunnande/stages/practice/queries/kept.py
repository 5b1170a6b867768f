"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef

from kunnande.stages.practice.models import (
    Assessment,
    AssessorPart,
    Operation,
    PracticalAreaResult,
    PracticalTalk,
    Unlocking,
)

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return the person's practical assessments, and what they came to once talked about."""
    assessments = Assessment.objects.filter(case__person_id=person_id).order_by("pk")
    talks = PracticalTalk.objects.filter(assessment__case__person_id=person_id).order_by("pk")
    talked = talks.filter(assessment=OuterRef("assessment"))
    entries = Operation.objects.filter(Exists(talked), assessment__case__person_id=person_id)
    results = PracticalAreaResult.objects.filter(
        Exists(talked.filter(locking=OuterRef("locking"))), assessment__case__person_id=person_id
    )
    unlockings = Unlocking.objects.filter(assessment__case__person_id=person_id)
    return {
        "assessments": assessments.values(
            "case_id",
            "starts_on",
            "state",
            "attempt",
            "started_at",
            "stopped_at",
            "candidate_signed_at",
            "unsigned_because",
            "locked_at",
            assessment_id=F("pk"),
            protocol=F("protocol_version__protocol__code"),
            company=F("centre__name"),
        ),
        "assessors": AssessorPart.objects.filter(assessment__case__person_id=person_id)
        .order_by("pk")
        .values("assessment_id", "assessor_id", "signed_at", "agreed_at"),
        "assessment_entries": entries.order_by("pk").values(
            *("assessment_id", "kind", "value", "comment", "at", "assessor_id"),
            criterion_name=F("criterion__name_sv"),
        ),
        "practical_results": results.order_by("pk").values(
            *("assessment_id", "area_version_id", "percent", "minimum_percent"),
            *("is_met", "proposal"),
        ),
        "practical_talks": talks.values("assessment_id", "held_by_id", "held_at", "summary"),
        "unlockings": unlockings.order_by("pk").values("assessment_id", "reason", "at"),
    }
