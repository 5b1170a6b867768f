"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from kunnande.stages.cases.models import (
    Case,
    CaseState,
    Evidence,
    FeedbackTalk,
    ProposedDevelopment,
    RatedArea,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return the person's cases and what they hold; the files themselves are list_evidence_of's."""
    cases = Case.objects.filter(person_id=person_id).order_by("opened_at")
    ratings = RatedArea.objects.filter(self_rating__case__person_id=person_id)
    files = Evidence.objects.filter(case__person_id=person_id).order_by("added_at")
    talks = FeedbackTalk.objects.filter(case__person_id=person_id).order_by("held_at")
    proposals = ProposedDevelopment.objects.filter(feedback_talk__case__person_id=person_id)
    return {
        "cases": _untold_before_the_talk(
            cases.values(
                "state",
                "round",
                "opened_at",
                "changed_at",
                "retake_earliest_on",
                case_id=F("pk"),
                product=F("product_version__product__code"),
                version=F("product_version__version"),
                company=F("employer__name"),
            )
        ),
        "self_ratings": ratings.order_by("rated_at").values(
            "area_version_id",
            "level",
            "rated_at",
            case_id=F("self_rating__case_id"),
            submitted_at=F("self_rating__submitted_at"),
        ),
        "evidence": files.values(
            "case_id", "area_version_id", "name", "media_type", "size_bytes", "sha256", "added_at"
        ),
        "feedback_talks": talks.values("case_id", "round", "held_at", "held_by_id", "summary"),
        "proposals": proposals.order_by("pk").values(
            "area_version_id", "text", case_id=F("feedback_talk__case_id")
        ),
    }


def list_evidence_of(person_id: int) -> list[Evidence]:
    """Return every file a person has added to a case of theirs."""
    return list(Evidence.objects.filter(case__person_id=person_id).order_by("added_at", "pk"))


def _untold_before_the_talk(cases: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out the day of a retake from a case whose result the person has not heard yet."""
    return [
        {**case, "retake_earliest_on": None} if case["state"] == CaseState.TESTED else case
        for case in cases
    ]
