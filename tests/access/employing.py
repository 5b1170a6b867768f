"""What is entered about somebody and taken back: to whom it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.ledger.queries import ProofKind, Statement

from .expectations import EMPLOYER, EXAMINER, SIGNED_IN, Page, only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .stories import Story

OF_EMPLOYMENTS: Mapping[str, Page] = {
    "parties:end_employment": Page(only(EMPLOYER)),
    "parties:end_labour": Page(only(EMPLOYER), method="POST"),
    "parties:gender": Page(SIGNED_IN),
    "parties:labour": Page(only(EMPLOYER)),
    "parties:take_back_gender": Page(SIGNED_IN, method="POST"),
    # A tested area: an employer withdraws only what it attested itself.
    "ledger:withdraw": Page(only(EXAMINER)),
}
OPERATIONS_OF_EMPLOYMENTS: Mapping[str, Page] = {
    "begin_labour_spell": Page(only(EMPLOYER), method="POST"),
    "end_employment": Page(only(EMPLOYER), method="PUT"),
    "end_labour_spell": Page(only(EMPLOYER), method="PUT"),
    "list_labour_spells": Page(only(EMPLOYER)),
    "show_own_gender": Page(SIGNED_IN),
    "state_gender": Page(SIGNED_IN, method="PUT"),
    "take_back_gender": Page(SIGNED_IN, method="DELETE"),
    "show_statement": Page(only(EXAMINER)),
    "withdraw_statement": Page(only(EXAMINER), method="POST"),
}


def values_of_employment(story: Story) -> dict[str, Any]:
    spell = story.person.labour_spells.first()
    tested = Statement.objects.filter(person=story.person, kind=ProofKind.THEORY_TESTED).first()
    return {"spell_id": spell and spell.pk, "statement_id": tested and tested.pk}


def bodies_of_employment() -> dict[str, dict[str, Any]]:
    today = timezone.localdate().isoformat()
    last_day = {"to_on": today}
    return {
        "begin_labour_spell": {"status": "notified", "from_on": today},
        "end_employment": last_day,
        "end_labour_spell": last_day,
        "state_gender": {"gender": "other"},
        "withdraw_statement": {"reason": "Fel person."},
    }
