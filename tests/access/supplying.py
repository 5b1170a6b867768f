"""What a company says of somebody itself: that an area is excepted for them, some day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.requirements.models import Deviation
from kunnande.stages.requirements.services import Spell, exempt_from_area
from kunnande.stages.supply.models import Coaching, CompetencePlan, SavedView
from kunnande.stages.supply.services import save_view
from kunnande.stages.supply.services.coaching import let_coach_in
from kunnande.stages.supply.services.plans import (
    MeasureChoice,
    add_measure,
    draft_competence_plan,
)

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
        """Let the employer except somebody so late that no other test meets it, and save a view."""
        exempt_from_area(
            organisation=side.company,
            person=story.person,
            area_id=side.role.requirements.order_by("-area__code")[0].area_id,
            spell=Spell("Arbetar inte där", timezone.localdate(self.now) + timedelta(days=300)),
            **self.acting(self.now, side.employer),
        )
        save_view(
            organisation=side.company,
            name="Något återstår",
            selection={"state": "remaining"},
            **self.acting(self.now, side.employer),
        )

    def plan_with_coach(self, side: Side) -> None:
        """Let the company draft its plan, with a measure of its own, and let the coach in."""
        own = self.acting(self.now, side.employer)
        coach = self.world.coach
        let_coach_in(company=side.company, email=coach.email, **own)
        year = timezone.localdate(self.now).year
        plan = draft_competence_plan(company=side.company, year=year, **own)
        choice = MeasureChoice("develop", 3)
        add_measure(plan=plan, role_id=side.role.pk, choice=choice, **own)


def values_of_supply(side: Side) -> dict[str, Any]:
    """Return what addresses of a company's own settings name."""
    plan = CompetencePlan.objects.get(company=side.company)
    return {
        "coaching_id": Coaching.objects.get(company=side.company).pk,
        "measure_id": plan.measures.order_by("-number")[0].pk,
        "supply_plan_id": plan.pk,
        "deviation_id": Deviation.objects.get(organisation=side.company).pk,
        "view_id": SavedView.objects.get(organisation=side.company).pk,
    }


def bodies_of_supply(side: Side, story: Story) -> dict[str, dict[str, Any]]:
    area = side.role.requirements.order_by("area__code")[0].area_id
    today = timezone.localdate().isoformat()
    person = {"person_id": story.person.pk}
    measure = {"kind": "develop", "needed": 2}
    return {
        "add_measure": {**measure, "role_id": side.role.pk},
        "change_measure": measure,
        "change_plan_words": {"goals": ["Fler kan."], "wheel": [{"month": 2, "words": "Roller"}]},
        "follow_up_measure": {"done_on": today, "effect": "Alla kan."},
        "let_coach_in": {"email": "ingen@exempel.se"},
        "write_coach_note": {"words": "Möte.", "next_step": "Gå igenom rollerna."},
        "begin_deviation": {
            **person,
            "area_id": area,
            "kind": "exemption",
            "reason": "Annan roll",
            "from_on": today,
        },
        "attest_levels": {"attested": [{**person, "area_id": area, "level": 2}]},
        "save_view": {"name": "Mitt", "team": "Lag A"},
        "set_level_words": {
            "scale": "iluo",
            "signs": ["", "", "", "", ""],
            "meanings": ["Inget", "Känner till", "Med stöd", "Själv", "Lär andra"],
        },
        "place_employees": {"places": [{**person, "shift": "Natt"}]},
    }
