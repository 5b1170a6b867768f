"""What is done more than once in the story, or item by item."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from kunnande.site.simulation.candidates import answer_item
from kunnande.stages.cases import services as cases
from kunnande.stages.itembank.queries import get_item, list_blueprints
from kunnande.stages.testing import services as testing
from kunnande.stages.testing.queries import list_area_results

from .people import person_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from types import SimpleNamespace

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.framework.queries import ProductVersion
    from kunnande.stages.parties.queries import User
    from kunnande.stages.testing.queries import Sitting, SittingItem

    from .days import Clock
    from .people import Around, Browser

PROPOSAL = "Öva på ritningar och toleranser med en kollega."
# What Amina masters when the story begins.
MASTERED = frozenset({"IT07"})


def open_case_for(
    user: User, company: SimpleNamespace, product_version: ProductVersion, clock: Clock
) -> Case:
    return cases.open_case(
        person=person_of(user),
        product_version_id=product_version.pk,
        employer=company.organisation,
        by=company.birgit,
        at=clock.moment,
    )


def plan(case: Case, around: Around, *, on_day: int, clock: Clock) -> Sitting:
    """Plan a sitting for a later day, and wait for nothing."""
    takes_place_on = clock.day(on_day).date()
    return testing.plan_sitting(
        case=case,
        blueprint=list_blueprints(case.product_version_id, takes_place_on)[0],
        centre=around.centre,
        takes_place_on=takes_place_on,
        seed=on_day,
        by=around.torsten,
        at=clock.moment,
    )


def answer(sitting: Sitting, positions: Iterable[int], browser: Browser, clock: Clock) -> None:
    """Answer some questions, a minute each: right in the areas mastered, wrong in the others."""
    placed = {item.position: item for item in questions_of(sitting)}
    for position in positions:
        clock.go_to(day=10, minute=position)
        posted = what_to_post(placed[position], sitting.language, MASTERED)
        browser.send("testing:question", sitting.pk, position, **posted)


def sit_through(
    sitting: Sitting, *, masters: Collection[str] = (), by: User, at: datetime
) -> Sitting:
    """Begin, answer everything and hand in."""
    running = testing.start_sitting(sitting=sitting, by=by, at=at)
    for placed in questions_of(running):
        testing.save_answer(
            sitting=running,
            position=placed.position,
            posted=what_to_post(placed, running.language, masters),
            by=by,
            at=at + timedelta(minutes=placed.position),
        )
    return testing.finish_sitting(sitting=running, by=by, at=at + timedelta(minutes=15))


def talk(case: Case, around: Around, *, day: int, clock: Clock) -> Case:
    """Hold the feedback talk, with a proposal for each area that remains."""
    case.refresh_from_db()
    remaining = [row.area_version_id for row in list_area_results(case.pk) if not row.is_met]
    cases.hold_feedback_talk(
        case=case,
        summary="Vi gick igenom resultatet.",
        proposals=dict.fromkeys(remaining, PROPOSAL),
        by=around.torsten,
        at=clock.go_to(day=day),
    )
    return case


def questions_of(sitting: Sitting) -> list[SittingItem]:
    return list(sitting.items.select_related("area_version__area", "item_version__item"))


def what_to_post(
    placed: SittingItem, language: str, masters: Collection[str]
) -> dict[str, list[str]]:
    """Return what the browser of somebody who masters these areas would post."""
    return answer_item(
        get_item(placed.item_version_id, language),
        seed=placed.seed,
        succeeds=placed.area_version.area.code in masters,
        generator=np.random.default_rng(placed.position),
    )
