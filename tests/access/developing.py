"""A provider's course with a seat for one of each company, and the plans they show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.development.services import (
    Period,
    Terms,
    draft_plan,
    enrol,
    import_courses,
    offer_proposal,
    open_group,
    propose_group,
    propose_plan,
    recognise_union,
)
from kunnande.stages.parties.queries import Role, get_viewer, organisations_of

from .acting import Acting
from .stories import Courses, Side, Story, World

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.development.models import Course, Proposal, Representation
    from kunnande.stages.parties.queries import Organisation, User

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
        return Courses(group, self.offer_jointly(course, starts, acting))

    def offer_jointly(self, course: Course, starts: datetime, acting: dict[str, Any]) -> Proposal:
        """Let a node propose a second group, and its provider offer it to companies."""
        node = self.world.node_coordinator
        proposal = propose_group(
            course=course,
            node=self.organisation_of(node, Role.NODE_COORDINATOR),
            terms=Terms(
                municipality_code="0680",
                seats=20,
                periods=[Period(starts, starts + timedelta(hours=4))],
                answer_by_on=timezone.localdate(starts) - timedelta(days=1),
            ),
            **self.acting(self.began_at, node),
        )
        return offer_proposal(proposal=proposal, **acting)

    def recognise(self, side: Side) -> Representation:
        """Let the union read the numbers of one of the companies."""
        union = self.world.union_representative
        return recognise_union(
            company=side.company,
            union=self.organisation_of(union, Role.UNION_REPRESENTATIVE),
            **self.acting(self.began_at, side.employer),
        )

    def organisation_of(self, user: User, role: str) -> Organisation:
        viewer = get_viewer(user, on=timezone.localdate(self.began_at))
        return organisations_of(viewer, role).get()

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
        "proposal_id": world.courses.proposal.pk,
        "representation_id": world.representation and world.representation.pk,
        "plan_id": story.plan and story.plan.pk,
        "step_id": story.plan and story.plan.steps.first().pk,
    }


def bodies_of_development(world: World) -> dict[str, dict[str, Any]]:
    """Return what programs send of groups for several companies and of unions."""
    return {
        "propose_group": {
            "course_id": world.courses.group.course_id,
            "municipality_code": "0680",
            "seats": 8,
            "periods": [],
            "answer_by_on": "2026-01-01",
        },
        "recognise_union": {"union_id": world.representation.union_id},
    }
