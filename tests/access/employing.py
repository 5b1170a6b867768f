"""How employees stand on the labour market, and their last day: to whom it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .expectations import EMPLOYER, Page, only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .stories import Story

OF_EMPLOYMENTS: Mapping[str, Page] = {
    "parties:end_employment": Page(only(EMPLOYER)),
    "parties:end_labour": Page(only(EMPLOYER), method="POST"),
    "parties:labour": Page(only(EMPLOYER)),
}
OPERATIONS_OF_EMPLOYMENTS: Mapping[str, Page] = {
    "begin_labour_spell": Page(only(EMPLOYER), method="POST"),
    "end_employment": Page(only(EMPLOYER), method="PUT"),
    "end_labour_spell": Page(only(EMPLOYER), method="PUT"),
    "list_labour_spells": Page(only(EMPLOYER)),
}


def values_of_employment(story: Story) -> dict[str, Any]:
    spell = story.person.labour_spells.first()
    return {"spell_id": spell and spell.pk}


def bodies_of_employment() -> dict[str, dict[str, Any]]:
    today = timezone.localdate().isoformat()
    last_day = {"to_on": today}
    return {
        "begin_labour_spell": {"status": "notified", "from_on": today},
        "end_employment": last_day,
        "end_labour_spell": last_day,
    }
