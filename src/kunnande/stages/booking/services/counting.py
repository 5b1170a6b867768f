"""How a schedule is counted: the engine's plan is told of as it grows, and kept when it is checked.

Only the job calls this; its clock is passed, and so is what time it is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction

from kunnande.engines.planning import (
    Habit,
    Lack,
    Watch,
    book_in_turn,
    check_sessions,
    explain,
    plan_sessions,
    read_instance,
    write_plan,
)
from kunnande.stages.booking.models import (
    UNFINISHED,
    ProposedSeat,
    ProposedSession,
    Schedule,
    ScheduleState,
)
from kunnande.stages.booking.queries.scheduling import gather_instance, sessions_of
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from kunnande.engines.planning import Instance, Plan, Progress, SessionCheck
    from kunnande.stages.booking.queries.scheduling import Gathered
    from kunnande.stages.parties.queries import User

# Why somebody has no time is asked for so many; each answer looks at every session.
EXPLAINED = 200
NEEDS_TALK, OTHER_REASON = "needs_talk", "other"


class BrokenPlanError(RuntimeError):
    """The checker, which shares no code with the engine, found a rule that the plan breaks."""


def count_schedule(
    *,
    schedule_id: int,
    elapsed: Callable[[], float],
    now: Callable[[], datetime],
    on: date,
    by: User,
) -> Schedule:
    """Plan sessions for everybody who waits, in the seconds the node gave, or until it says stop.

    Raises BrokenPlanError; the schedule is stranded first.
    """
    schedule = Schedule.objects.get(pk=schedule_id)
    if schedule.state not in UNFINISHED:
        return schedule
    gathered = gather_instance(on=on)
    if not gathered.can_be_planned:
        return _strand(schedule, at=now())
    instance = read_instance(gathered.content)
    _tell(schedule, {"state": ScheduleState.RUNNING, "tests": len(gathered.entry_of)}, at=now())
    watch = Watch(schedule.seconds, elapsed, _teller(schedule, now))
    plan = plan_sessions(instance, watch, seed=schedule.pk)
    check = check_sessions(gathered.content, write_plan(plan))
    if check.broken:
        _strand(schedule, at=now())
        raise BrokenPlanError("; ".join(check.broken[:5]))
    schedule.reasons = _reasons(instance, plan, gathered)
    for habit in (Habit.NEAREST, Habit.EARLIEST):
        in_turn = book_in_turn(instance, habit).objective
        setattr(schedule, f"{habit.value}_cost", round(in_turn))
    schedule.spent_seconds = elapsed()
    _keep(schedule, plan, check, gathered=gathered)
    _finish(schedule, by=by, at=now())
    return schedule


def _teller(schedule: Schedule, now: Callable[[], datetime]) -> Callable[[Progress], bool]:
    def tell(progress: Progress) -> bool:
        figures = {
            "cost": round(progress.objective),
            "bound": max(0, round(progress.bound)),
            "spent_seconds": progress.seconds,
        }
        _tell(schedule, figures, at=now())
        schedule.refresh_from_db(fields=["stop_asked_at"])
        return schedule.stop_asked_at is None

    return tell


def _tell(schedule: Schedule, figures: Mapping[str, object], *, at: datetime) -> None:
    Schedule.objects.filter(pk=schedule.pk).update(**figures, told_at=at)


def _strand(schedule: Schedule, *, at: datetime) -> Schedule:
    schedule.state, schedule.told_at = ScheduleState.STRANDED, at
    schedule.save(update_fields=["state", "told_at"])
    return schedule


def _reasons(instance: Instance, plan: Plan, gathered: Gathered) -> dict[str, int]:
    """Return how many tests lack a time, by what stands in the way of most visits for them."""
    reasons: Counter[str] = Counter()
    for missing in plan.missing[:EXPLAINED]:
        lacks = [
            one
            for one in explain(instance, plan, missing.person)
            if isinstance(one, Lack) and one.missing == missing
        ]
        for lack in lacks:
            most = max(lack.obstacles, key=lambda o: lack.obstacles[o], default=None)
            reasons[most.name.lower() if most else OTHER_REASON] += 1
    reasons[OTHER_REASON] += max(0, len(plan.missing) - EXPLAINED)
    reasons[NEEDS_TALK] = gathered.needing_talk
    return {reason: count for reason, count in reasons.items() if count}


@transaction.atomic
def _keep(schedule: Schedule, plan: Plan, check: SessionCheck, *, gathered: Gathered) -> None:
    for found in sessions_of(plan, gathered):
        proposed = ProposedSession.objects.create(
            schedule=schedule,
            centre_id=found.centre_id,
            product_id=found.product_id,
            kind=found.kind,
            language=found.language,
            starts_at=found.starts_at,
            ends_at=found.ends_at,
            leader_id=found.leader_id,
        )
        ProposedSeat.objects.bulk_create(
            ProposedSeat(proposed=proposed, entry_id=entry) for entry in found.entries
        )
    schedule.cost, schedule.bound = round(plan.objective), max(0, round(plan.bound))
    schedule.kilometres, schedule.unserved = round(check.km), check.unserved
    schedule.tests = len(gathered.entry_of)
    schedule.state = ScheduleState.READY
    schedule.save()


def _finish(schedule: Schedule, *, by: User, at: datetime) -> None:
    Schedule.objects.filter(pk=schedule.pk).update(told_at=at)
    record(
        chain=schedule.trail_name,
        act="schedule_counted",
        subject=schedule.trail_name,
        by=by,
        at=at,
        facts={"tests": schedule.tests, "unserved": schedule.unserved, "cost": schedule.cost},
    )
