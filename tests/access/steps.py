"""How one person's story goes on, step by step, through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.credentials.services import award_certificate, revoke_certificate
from kunnande.stages.decision.services import decide
from kunnande.stages.disclosure.queries import get_agreement_in_force
from kunnande.stages.disclosure.services import answer_agreement, make_share
from kunnande.stages.itembank.queries import list_blueprints
from kunnande.stages.testing.services import (
    finish_sitting,
    plan_sitting,
    save_answer,
    start_sitting,
)
from kunnande.stages.testing.tests.builders import right_answer

from .practising import Practising
from .stories import DECLINED, Side, Story

if TYPE_CHECKING:
    from kunnande.stages.itembank.queries import Blueprint


class Steps(Practising):
    """The acts of a journey, each a method named as the story that ends with it."""

    def registered(self, side: Side, story: Story) -> None:
        story.case = cases.open_case(
            person=story.person,
            product_version_id=self.world.version.pk,
            employer=side.company,
            **self.acting(self.day(1), side.employer),
        )

    def admitted(self, side: Side, story: Story) -> None:
        agreement = get_agreement_in_force(side.company.pk, on=timezone.localdate(self.began_at))
        acting = self.acting(self.day(2), story.user)
        answer_agreement(
            agreement=agreement, person=story.person, accepted=story.name != DECLINED, **acting
        )
        cases.admit(case=story.case, **acting)
        area = list_areas_of_case(story.case)[0]
        cases.rate_area(case=story.case, area_version_id=area.area_version_id, level=4, **acting)
        content = f"%PDF-1.4 {self.mark('filecontent', side, story.name)}"
        story.evidence = cases.attach_evidence(
            case=story.case,
            area_version_id=area.area_version_id,
            name=f"{self.mark('filename', side, story.name)}.pdf",
            content=content.encode("ascii"),
            **acting,
        )

    def mapped(self, _side: Side, story: Story) -> None:
        acting = self.acting(self.day(3), story.user)
        for area in list_areas_of_case(story.case):
            version = area.area_version_id
            cases.rate_area(case=story.case, area_version_id=version, level=4, **acting)
        cases.submit_self_rating(case=story.case, **acting)

    def planned(self, side: Side, story: Story) -> None:
        day = self.now if story.name in {"planned", "running"} else self.day(5)
        story.sitting = plan_sitting(
            case=story.case,
            blueprint=self.form("all" if story.name == "running" else "few"),
            centre=side.centre,
            takes_place_on=timezone.localdate(day),
            seed=3,
            **self.acting(self.day(4), side.test_leader),
        )

    def form(self, code: str) -> Blueprint:
        forms = list_blueprints(self.world.version.pk, timezone.localdate(self.now))
        return next(form for form in forms if form.code == code)

    def running(self, _side: Side, story: Story) -> None:
        at = self.now if story.name == "running" else self.day(5)
        story.sitting = start_sitting(sitting=story.sitting, **self.acting(at, story.user))

    def tested(self, _side: Side, story: Story) -> None:
        # The first area is met, the second remains.
        for placed in story.sitting.items.select_related("area_version__area"):
            if placed.area_version.area.code == "IT07":
                save_answer(
                    sitting=story.sitting,
                    position=placed.position,
                    posted=right_answer(placed),
                    **self.acting(self.day(5), story.user),
                )
        finish_sitting(sitting=story.sitting, **self.acting(self.day(5), story.user))
        story.sitting.refresh_from_db()
        story.case.refresh_from_db()

    def talked(self, side: Side, story: Story) -> None:
        remaining = list_areas_of_case(story.case)[1]
        cases.hold_feedback_talk(
            case=story.case,
            summary=self.mark("summary", side, story.name),
            proposals={remaining.area_version_id: self.mark("proposal", side, story.name)},
            **self.acting(self.day(6), side.test_leader),
        )

    def decided(self, side: Side, story: Story) -> None:
        story.decision = decide(
            case=story.case,
            grounds=self.mark("grounds", side, story.name),
            **self.acting(self.day(7), self.world.examiner),
        )

    def awarded(self, side: Side, story: Story) -> None:
        acting = self.acting(self.day(8), self.world.examiner)
        story.certificate = award_certificate(decision=story.decision, **acting)
        story.share = make_share(
            person=story.person,
            recipient=self.mark("recipient", side, story.name),
            certificate_ids=[story.certificate.public_id],
            last_on=timezone.localdate(self.now) + timedelta(days=1),
            **self.acting(self.day(8), story.user),
        )

    def revoked(self, side: Side, story: Story) -> None:
        revoke_certificate(
            certificate=story.certificate,
            reason=self.mark("reason", side, story.name),
            **self.acting(self.day(9), self.world.scheme_owner),
        )
