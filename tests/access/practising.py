"""How the story of somebody who is tried in practice goes on, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from kunnande.stages.practice import services as practice
from kunnande.stages.practice.queries import get_standing, list_protocols_of
from kunnande.stages.practice.services import Entry

from .acting import Acting

if TYPE_CHECKING:
    from .stories import Side, Story


class Practising(Acting):
    """The acts of a practical assessment, each a method named as the story that ends with it."""

    def assessable(self, side: Side, story: Story) -> None:
        (protocol,) = list_protocols_of(story.case.product_version_id)
        story.assessment = practice.plan_assessment(
            case=story.case,
            protocol=protocol,
            centre=side.centre,
            assessors=[side.assessor],
            starts_on=timezone.localdate(self.day(5)),
            **self.acting(self.day(4), side.test_leader),
        )

    def assessing(self, side: Side, story: Story) -> None:
        acting = self.acting(self.day(5), side.assessor)
        story.assessment = practice.start_assessment(assessment=story.assessment, **acting)
        comment = self.mark("comment", side, story.name)
        # A zero in the fourth place: the first area is met, the second remains.
        entries = [
            Entry(uuid4(), "score", self.day(5), row.pk, value=score, comment=comment)
            for row, score in zip(
                get_standing(story.assessment).criteria, (2, 2, 3, 0, 2), strict=True
            )
        ]
        practice.note_entries(assessment=story.assessment, entries=entries, **acting)

    def assessed(self, side: Side, story: Story) -> None:
        acting = self.acting(self.day(5), side.assessor)
        met, remaining = story.assessment.area_version_ids
        verdict = Entry(uuid4(), "verdict", self.day(5), area_version_id=met, value=1)
        practice.note_entries(assessment=story.assessment, entries=[verdict], **acting)
        practice.sign_assessment(assessment=story.assessment, **acting)
        story.assessment = practice.sign_own_assessment(
            assessment=story.assessment, **self.acting(self.day(5), story.user)
        )
        practice.hold_practical_talk(
            assessment=story.assessment,
            summary=self.mark("summary", side, story.name),
            proposals={remaining: self.mark("proposal", side, story.name)},
            **self.acting(self.day(6), side.assessor),
        )
        story.case.refresh_from_db()
