"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.development.models import (
    AttendedOccasion,
    Enrolment,
    HandOver,
    Plan,
    PlanAgreement,
    PlanStep,
)

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return the person's courses, what was attended, plans, and what was handed over."""
    enrolments = Enrolment.objects.filter(person_id=person_id).order_by("pk")
    attended = AttendedOccasion.objects.filter(enrolment__person_id=person_id).order_by("pk")
    plans = Plan.objects.filter(person_id=person_id).order_by("pk")
    steps = PlanStep.objects.filter(plan__person_id=person_id).order_by("pk")
    agreements = PlanAgreement.objects.filter(plan__person_id=person_id).order_by("pk")
    return {
        "enrolments": enrolments.values(
            "state",
            "enrolled_at",
            enrolment_id=F("pk"),
            employer=F("company__name"),
            course=F("group__course__title_sv"),
        ),
        "course_attendance": attended.values(
            "enrolment_id", "minutes", "entered_at", starts_at=F("occasion__starts_at")
        ),
        "plans": plans.values(
            "version", "state", "drafted_at", plan_id=F("pk"), employer=F("company__name")
        ),
        "plan_steps": steps.values(
            "plan_id",
            "area_version_id",
            "shown_level",
            "required_level",
            "means",
            "by_on",
            "whose_time",
            "words",
        ),
        "plan_agreements": agreements.values("plan_id", "party", "agreed_by_id", "agreed_at"),
        "hand_overs": HandOver.objects.filter(person_id=person_id)
        .order_by("pk")
        .values("recipient", "made_at"),
    }
