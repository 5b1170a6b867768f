"""A provider's course with a seat for one of each company, and the plans they show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kunnande.stages.development.services import (
    Period,
    draft_plan,
    enrol,
    import_courses,
    open_group,
    propose_plan,
)

from .acting import Acting
from .stories import Courses, Side, Story, World

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Organisation

COURSE = {
    "id": "K1",
    "title": {"sv": "Att visa mer", "en": "Showing more"},
    "provider_kind": "training_company",
    "closes": [{"area": "IT08", "raises_by_levels": 1, "max_level_reached": 3}],
    "hours": 4,
    "form": "workshop",
    "group": {"min": 1, "max": 20},
}


class Developing(Acting):
    """What happens to somebody between a talk and the next test."""

    def courses_of(self, provider: Organisation) -> Courses:
        acting = self.acting(self.began_at, self.world.training_provider)
        providers = {"training_company": provider}
        (course,) = import_courses(package={"courses": [COURSE]}, providers=providers, **acting)
        starts = (self.now + timedelta(days=9)).replace(hour=9, minute=0)
        group = open_group(
            course=course,
            municipality_code="0680",
            seats=20,
            periods=[Period(starts, starts + timedelta(hours=4))],
            **acting,
        )
        return Courses(group)

    def develop(self, side: Side, story: Story) -> None:
        """Let somebody who has had the talk show a plan and be given a seat by the employer."""
        acting = self.acting(self.now, story.user)
        plan = draft_plan(person=story.person, company=side.company, case=story.case, **acting)
        story.plan = propose_plan(plan=plan, **acting)
        story.enrolment = enrol(
            group=self.world.courses.group,
            person=story.person,
            company=side.company,
            **self.acting(self.now, side.employer),
        )


def values_of_development(world: World, story: Story) -> dict[str, Any]:
    """Return what addresses of plans and courses name."""
    group = world.courses.group
    return {
        "course_id": group.course_id,
        "enrolment_id": story.enrolment and story.enrolment.pk,
        "group_id": group.pk,
        "occasion_id": group.occasions.first().pk,
        "plan_id": story.plan and story.plan.pk,
        "step_id": story.plan and story.plan.steps.first().pk,
    }
