"""One simulated person's way through the real services, as far as their story goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

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
    save_first_answers,
    start_sitting,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from datetime import datetime

    import numpy as np

    from kunnande.site.simulation.candidates import Candidate, Posted
    from kunnande.site.simulation.world import Company, World
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Person, User
    from kunnande.stages.testing.queries import Sitting, SittingItem


Told = TypeVar("Told")
# Acts to be done at the moments they yield, and what they come to.
Acts: TypeAlias = "Generator[datetime, None, Told]"


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
# Saved together: the same rows and the same chain, in a tenth of the time.
ANSWERED_AT_ONCE = 10
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

    @property
    def is_awarded(self) -> bool:
        return self.until == Until.AWARDED

    @property
    def is_over(self) -> bool:
        """Whether the test has been taken."""
        return self.until >= Until.TESTED


@dataclass(frozen=True)
class Chance:
    """What the simulation leaves to chance, and how hard it lets each item be (in logits)."""

    generator: np.random.Generator
    difficulties: Mapping[str, float]

    def succeeds(self, ability: float, item_code: str) -> bool:
        likely = probability_of_success(ability, self.difficulties[item_code])
        return bool(self.generator.random() < likely)


class Seating(Protocol):
    """How somebody gets a seat at a test, act by act, and begins it."""

    def seat(
        self, story: Story, case: Case, sits_at: datetime, generator: np.random.Generator
    ) -> Acts[Sitting]: ...

    def check_in(self, story: Story, sitting: Sitting, at: datetime) -> None: ...


@dataclass(frozen=True)
class WithoutSession:
    """A test leader plans the test with the person, without a session to book."""

    world: World

    def seat(
        self,
        story: Story,  # noqa: ARG002  whoever it is
        case: Case,
        sits_at: datetime,
        generator: np.random.Generator,
    ) -> Acts[Sitting]:
        planned_at = sits_at - timedelta(days=9)
        yield planned_at
        centre = self.world.centres[int(generator.integers(len(self.world.centres)))]
        return plan_sitting(
            case=case,
            blueprint=list_blueprints(self.world.product_version.pk, sits_at.date())[0],
            centre=centre.organisation,
            takes_place_on=sits_at.date(),
            seed=int(generator.integers(2**40)),
            by=centre.test_leader,
            at=planned_at,
        )

    def check_in(self, story: Story, sitting: Sitting, at: datetime) -> None:
        """Begin without a code: whoever planned the test knows who comes."""


def walk(story: Story, world: World, chance: Chance) -> Case:
    """Take one person by themselves, without sessions, to where their story stands."""
    acts = live(story, world, chance, WithoutSession(world))
    while True:
        try:
            next(acts)
        except StopIteration as over:
            case: Case = over.value
            return case


def live(story: Story, world: World, chance: Chance, seating: Seating) -> Acts[Case]:
    """Take one person from being registered to where their story stands.

    Each moment that is yielded is when the next act takes place, so that many people's acts can
    be done in the order of time.
    """
    day = story.begins_at
    yield day
    case = _register(story, world)
    if story.until >= Until.MAPPED:
        yield day + timedelta(days=1)
        _map(story, case, day + timedelta(days=1))
    if story.until >= Until.PLANNED:
        sits_at = day + timedelta(days=DAYS_TO[Until.TESTED])
        sitting = yield from seating.seat(story, case, sits_at, chance.generator)
        if story.is_over:
            yield sits_at
            seating.check_in(story, sitting, sits_at)
            _sit(story, sitting, sits_at, chance)
        if story.until >= Until.FEEDBACK_GIVEN:
            yield sits_at + timedelta(hours=2)
            _talk(case, sitting, sits_at + timedelta(hours=2))
        if story.until >= Until.DECIDED:
            yield day + timedelta(days=DAYS_TO[Until.DECIDED])
            _decide(story, case, world, day + timedelta(days=DAYS_TO[Until.DECIDED]))
    return case


def again(
    story: Story, case: Case, world: World, *, chance: Chance, seating: Seating, sits_at: datetime
) -> Acts[None]:
    """Take somebody who has learned more through the test of what remains, if anything does."""
    case.refresh_from_db()
    if all(result.is_met for result in list_area_results(case.pk)):
        return
    learned = replace(story, candidate=story.candidate.with_practice())
    sitting = yield from seating.seat(learned, case, sits_at, chance.generator)
    yield sits_at
    seating.check_in(learned, sitting, sits_at)
    _sit(learned, sitting, sits_at, chance)
    yield sits_at + timedelta(hours=2)
    _talk(case, sitting, sits_at + timedelta(hours=2))
    decided_at = sits_at + timedelta(days=DAYS_TO[Until.DECIDED] - DAYS_TO[Until.TESTED])
    yield decided_at
    _decide(learned, case, world, decided_at)


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


def _sit(story: Story, sitting: Sitting, at: datetime, chance: Chance) -> None:
    running = start_sitting(sitting=sitting, by=story.user, at=at)
    moment = at
    for several in _in_batches(list_placed_items(running)):
        moment += MINUTES_AN_ITEM * len(several)
        posted = {placed.position: _answer(story, placed, running, chance) for placed in several}
        save_first_answers(sitting=running, posted=posted, by=story.user, at=moment)
    finish_sitting(sitting=running, by=story.user, at=moment + MINUTES_AN_ITEM)
    sitting.refresh_from_db()


def _answer(story: Story, placed: SittingItem, sitting: Sitting, chance: Chance) -> Posted:
    ability = story.candidate.abilities[placed.area_version.area.code]
    return answer_item(
        get_item(placed.item_version_id, sitting.language),
        seed=placed.seed,
        succeeds=chance.succeeds(ability, placed.item_version.item.code),
        generator=chance.generator,
    )


def _in_batches(items: list[SittingItem]) -> Iterator[list[SittingItem]]:
    for first in range(0, len(items), ANSWERED_AT_ONCE):
        yield items[first : first + ANSWERED_AT_ONCE]


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
