"""One simulated person's way through the real services, as far as their story goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from kunnande.site.simulation.candidates import answer_item, probability_of_success
from kunnande.site.simulation.parties import Acting
from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.cases.services import (
    admit,
    hold_feedback_talk,
    open_case,
    rate_area,
    submit_self_rating,
)
from kunnande.stages.credentials.services import award_certificate
from kunnande.stages.decision.services import decide
from kunnande.stages.disclosure.queries import get_agreement_in_force
from kunnande.stages.disclosure.services import answer_agreement
from kunnande.stages.itembank.queries import get_item, list_blueprints
from kunnande.stages.testing.queries import list_area_results, list_placed_items
from kunnande.stages.testing.services import (
    finish_sitting,
    plan_sitting,
    save_answer,
    start_sitting,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import numpy as np

    from kunnande.site.simulation.candidates import Candidate
    from kunnande.site.simulation.world import Company, World
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Person, User
    from kunnande.stages.testing.queries import Sitting


class Until(IntEnum):
    """Where a story stands today."""

    REGISTERED = 0
    MAPPED = 1
    PLANNED = 2
    TESTED = 3
    FEEDBACK_GIVEN = 4
    DECIDED = 5
    AWARDED = 6


DAYS_TO = {
    Until.REGISTERED: 0,
    Until.MAPPED: 3,
    Until.PLANNED: 5,
    Until.TESTED: 14,
    Until.FEEDBACK_GIVEN: 14,
    Until.DECIDED: 17,
    Until.AWARDED: 17,
}
MINUTES_AN_ITEM = timedelta(minutes=2)
PROPOSAL = "Gå igenom området med en kollega och gör provet igen när du känner dig redo."


@dataclass(frozen=True)
class Story:
    """One person, where they work, what they can do, and how far they have come."""

    user: User
    person: Person
    company: Company
    candidate: Candidate
    begins_at: datetime
    until: Until
    shares: bool


@dataclass(frozen=True)
class Chance:
    """What the simulation leaves to chance, and how hard it lets each item be (in logits)."""

    generator: np.random.Generator
    difficulties: Mapping[str, float]

    def succeeds(self, ability: float, item_code: str) -> bool:
        likely = probability_of_success(ability, self.difficulties[item_code])
        return bool(self.generator.random() < likely)


def walk(story: Story, world: World, chance: Chance) -> Case:
    """Take one person from being registered to where their story stands."""
    day = story.begins_at
    case = _register(story, world)
    if story.until >= Until.MAPPED:
        _map(story, case, day + timedelta(days=1))
    if story.until >= Until.PLANNED:
        sits_at = day + timedelta(days=DAYS_TO[Until.TESTED])
        sitting = _plan(case, world, sits_at, chance.generator)
        if story.until >= Until.TESTED:
            _sit(story, sitting, sits_at, chance)
        if story.until >= Until.FEEDBACK_GIVEN:
            _talk(case, sitting, sits_at + timedelta(hours=2))
        if story.until >= Until.DECIDED:
            _decide(story, case, world, day + timedelta(days=DAYS_TO[Until.DECIDED]))
    return case


def _register(story: Story, world: World) -> Case:
    return open_case(
        person=story.person,
        product_version_id=world.product_version.pk,
        employer=story.company.organisation,
        by=story.company.employer,
        at=story.begins_at,
    )


def _map(story: Story, case: Case, at: datetime) -> None:
    acting = Acting(by=story.user, at=at)
    agreement = get_agreement_in_force(story.company.organisation.pk, on=at.date())
    answer_agreement(agreement=agreement, person=case.person, accepted=story.shares, **acting)
    admit(case=case, **acting)
    for area in list_areas_of_case(case):
        level = story.candidate.rated_level(area.code)
        rate_area(case=case, area_version_id=area.area_version_id, level=level, **acting)
    submit_self_rating(case=case, **acting)


def _plan(case: Case, world: World, sits_at: datetime, generator: np.random.Generator) -> Sitting:
    planned_at = sits_at - timedelta(days=9)
    centre = world.centres[int(generator.integers(len(world.centres)))]
    blueprint = list_blueprints(world.product_version.pk, sits_at.date())[0]
    return plan_sitting(
        case=case,
        blueprint=blueprint,
        centre=centre.organisation,
        takes_place_on=sits_at.date(),
        seed=int(generator.integers(2**40)),
        by=centre.test_leader,
        at=planned_at,
    )


def _sit(story: Story, sitting: Sitting, at: datetime, chance: Chance) -> None:
    running = start_sitting(sitting=sitting, by=story.user, at=at)
    moment = at
    for placed in list_placed_items(running):
        moment += MINUTES_AN_ITEM
        ability = story.candidate.abilities[placed.area_version.area.code]
        posted = answer_item(
            get_item(placed.item_version_id, running.language),
            seed=placed.seed,
            succeeds=chance.succeeds(ability, placed.item_version.item.code),
            generator=chance.generator,
        )
        save_answer(
            sitting=running,
            position=placed.position,
            posted=posted,
            by=story.user,
            at=moment,
        )
    finish_sitting(sitting=running, by=story.user, at=moment + MINUTES_AN_ITEM)
    sitting.refresh_from_db()


def _talk(case: Case, sitting: Sitting, at: datetime) -> None:
    case.refresh_from_db()
    remaining = [r.area_version_id for r in list_area_results(case.pk) if not r.is_met]
    hold_feedback_talk(
        case=case,
        summary="",
        proposals=dict.fromkeys(remaining, PROPOSAL),
        by=sitting.test_leader,
        at=at,
    )


def _decide(story: Story, case: Case, world: World, at: datetime) -> None:
    decision = decide(case=case, grounds="", by=world.examiner, at=at)
    if story.until >= Until.AWARDED and decision.outcome != "mapping_statement":
        award_certificate(decision=decision, by=world.examiner, at=at + timedelta(minutes=5))
