"""What a company says of somebody itself: that an area is excepted for them, some day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.requirements.models import Deviation
from kunnande.stages.requirements.services import Spell, exempt_from_area

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User

    from .stories import Side, Story, World


class Supplying:
    """What happens to somebody in their company's matrix."""

    world: World
    now: datetime

    def acting(self, at: datetime, by: User | None = None) -> dict[str, Any]:
        raise NotImplementedError

    def except_from(self, side: Side, story: Story) -> None:
        """Let the employer except somebody from an area, so late that no other test meets it."""
        exempt_from_area(
            organisation=side.company,
            person=story.person,
            area_id=side.role.requirements.order_by("-area__code")[0].area_id,
            spell=Spell("Arbetar inte där", timezone.localdate(self.now) + timedelta(days=300)),
            **self.acting(self.now, side.employer),
        )


def values_of_supply(side: Side) -> dict[str, Any]:
    """Return what addresses of a company's own settings name."""
    return {"deviation_id": Deviation.objects.get(organisation=side.company).pk}


def bodies_of_supply(side: Side, story: Story) -> dict[str, dict[str, Any]]:
    area = side.role.requirements.order_by("area__code")[0].area_id
    today = timezone.localdate().isoformat()
    person = {"person_id": story.person.pk}
    return {
        "begin_deviation": {
            **person,
            "area_id": area,
            "kind": "exemption",
            "reason": "Annan roll",
            "from_on": today,
        },
        "place_employees": {"places": [{**person, "shift": "Natt"}]},
    }
