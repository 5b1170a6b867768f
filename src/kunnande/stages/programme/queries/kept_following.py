"""What this room keeps of one person's calls, and of what they did to follow others up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from kunnande.stages.programme.models import (
    CallTry,
    Extract,
    FollowUp,
    FollowUpAnswer,
    ReportVersion,
    SetChoice,
)
from kunnande.stages.programme.queries.following import list_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kunnande.stages.parties.queries import Kept


def get_following_about(person_id: int) -> Kept:
    """Return every call, every answer in the words of its question, and work for a programme."""
    concerns = Q(participation__person_id=person_id)
    calls = FollowUp.objects.filter(concerns | Q(called_by__person_id=person_id))
    tries = CallTry.objects.filter(concerns | Q(tried_by__person_id=person_id))
    chosen = SetChoice.objects.filter(chosen_by__person_id=person_id)
    reports = ReportVersion.objects.filter(saved_by__person_id=person_id)
    extracts = Extract.objects.filter(made_by__person_id=person_id)
    return {
        "follow_ups": calls.order_by("called_at", "pk").values(
            "moment", "outcome", at=F("called_at")
        ),
        "follow_up_answers": list(_answers_of(person_id)),
        "call_tries": tries.order_by("tried_at", "pk").values(
            "moment", "next_on", at=F("tried_at")
        ),
        "set_choices": chosen.order_by("pk").values(
            at=F("chosen_at"), name=F("indicator_set__name_sv")
        ),
        "report_versions": reports.order_by("pk").values(
            "saved_at", version=F("number"), kind=F("report__kind")
        ),
        "extracts": extracts.order_by("pk").values("made_at", "sha256"),
    }


def _answers_of(person_id: int) -> Iterator[dict[str, object]]:
    rows = FollowUpAnswer.objects.filter(follow_up__participation__person_id=person_id)
    for row in rows.select_related("follow_up__questionnaire").order_by("pk"):
        words = {one.code: one for one in list_questions(row.follow_up.questionnaire)}
        choices = {one.code: one.words for one in words[row.question].choices}
        yield {
            "moment": row.follow_up.moment,
            "question": words[row.question].words,
            "answer": choices[row.choice],
            "at": row.follow_up.called_at,
        }
