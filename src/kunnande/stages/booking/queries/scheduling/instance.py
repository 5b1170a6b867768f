"""What is planned as one instance, and what a plan of it means in sessions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kunnande.stages.booking.models import SessionKind
from kunnande.stages.booking.queries.scheduling.assumptions import ASSUMPTIONS
from kunnande.stages.booking.queries.scheduling.centres import MACHINE, SEAT, gather_centres
from kunnande.stages.booking.queries.scheduling.people import gather_waiting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from kunnande.engines.planning import Plan
    from kunnande.stages.booking.queries.scheduling.assumptions import Assumptions
    from kunnande.stages.booking.queries.scheduling.centres import Slot

Json = dict[str, Any]

SATURDAY = 5


@dataclass(frozen=True)
class Gathered:
    """An instance in the engine's format, and what its ids stand for."""

    content: Json
    tests: Mapping[str, tuple[int, str, str]]
    entry_of: Mapping[tuple[str, str], int]
    slots: Mapping[tuple[str, str], Slot]
    needing_talk: int

    @property
    def can_be_planned(self) -> bool:
        """Say whether anybody waits, and any centre is open."""
        return bool(self.content["people"] and self.content["centres"])


@dataclass(frozen=True)
class FoundSession:
    """A session of a plan: where, when, who leads, and the places in line it serves."""

    centre_id: int
    product_id: int
    kind: str
    language: str
    starts_at: datetime
    ends_at: datetime
    leader_id: int
    entries: tuple[int, ...]


def gather_instance(*, on: date, assumed: Assumptions = ASSUMPTIONS) -> Gathered:
    """Return everybody who waits on a day and what the centres could hold the weeks after."""
    days = _working_days(on + timedelta(days=assumed.notice_days), assumed.working_days)
    waiting = gather_waiting(days)
    offering = gather_centres(days, waiting.tests, assumed)
    content = {
        "format": "kunnande-sessions",
        "version": 1,
        "days": [day.isoformat() for day in days],
        "tests": [
            {
                "id": name,
                "station": SEAT if kind == SessionKind.THEORY else MACHINE,
                "people_per_assessor": assumed.group(kind),
            }
            for name, (_product, kind, _language) in sorted(waiting.tests.items())
        ],
        "companies": waiting.companies,
        "centres": offering.centres,
        "assessors": offering.leaders,
        "people": waiting.people,
        "costs": assumed.costs(),
        "rules": {"release_floor": 0, "tests_per_visit": 2},
    }
    return Gathered(content, waiting.tests, waiting.entry_of, offering.slots, waiting.needing_talk)


def sessions_of(
    plan: Plan, gathered: Gathered, assumed: Assumptions = ASSUMPTIONS
) -> tuple[FoundSession, ...]:
    """Return the sessions of a plan that somebody sits at, each led by one person."""
    sitting: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for visit in plan.visits:
        for half, test in visit.sittings:
            moment = f"{visit.day.isoformat()} {half.value}"
            sitting[visit.centre, moment, test].append(visit.person)
    centre_of = {row["id"]: row["centre"] for row in gathered.content["assessors"]}
    found: list[FoundSession] = []
    for duty in sorted(plan.duties):
        centre, moment = centre_of[duty.assessor], f"{duty.day.isoformat()} {duty.half.value}"
        product_id, kind, language = gathered.tests[duty.test]
        there = sitting[centre, moment, duty.test]
        group, there[:] = there[: assumed.group(kind)], there[assumed.group(kind) :]
        if group:
            slot = gathered.slots[centre, moment]
            entries = tuple(gathered.entry_of[person, duty.test] for person in group)
            found.append(
                FoundSession(
                    int(centre), product_id, kind, language, slot.starts_at, slot.ends_at,
                    int(duty.assessor), entries,
                )
            )  # fmt: skip
    return tuple(found)


def _working_days(first: date, count: int) -> list[date]:
    days = (first + timedelta(days=n) for n in range(2 * count + 7))
    return [day for day in days if day.weekday() < SATURDAY][:count]
