from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import click

from kunnande.engines.planning import (
    Habit,
    ImproperInstanceError,
    Instance,
    Plan,
    SolverError,
    book_in_turn,
    check_sessions,
    gap,
    independent_parts,
    joined,
    plan_sessions,
    read_instance,
    write_plan,
)

from .files import FILE, TARGET, Json, read_object, stoppable_watch, write_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command("sessions")
@click.argument("instance", type=FILE)
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=60.0, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--habits", is_flag=True, help="Also count what booking people in turn would cost.")
@click.option("--out", type=TARGET, help="Write the plan here; it is printed if not.")
def command(instance: Path, out: Path | None, *, seconds: float, habits: bool, **how: int) -> None:
    """Plan test sessions for INSTANCE.json: who is tested where and when, and by whom.

    A first plan takes a second or so and is then improved for the seconds given; progress goes to
    stderr, and Ctrl-C keeps the best plan so far. The bound is proved: no plan of this instance
    costs less. Regions between which nobody can travel are planned side by side, each with the
    seconds given times workers over regions.

    The figures are those of `plan check`, which counts on its own; a plan that breaks a rule is
    never written.
    """
    content = read_object(instance)
    begun = time.monotonic()
    try:
        whole = read_instance(content)
        plan = _plan(whole, seconds, how["seed"], how["workers"])
    except (ImproperInstanceError, SolverError) as error:
        raise click.ClickException(f"{instance.name}: {error}") from error
    taken = time.monotonic() - begun
    written = write_plan(plan)
    checked = check_sessions(content, written)
    if checked.broken:
        raise click.ClickException("The plan breaks a rule: " + "; ".join(checked.broken[:5]))
    figures: Json = {
        "objective": round(plan.objective), "bound": round(plan.bound, 1),
        "gap": round(gap(plan.objective, plan.bound), 5), "unserved": checked.unserved,
        "km": checked.km, "disruption": checked.disruption,
        "seconds": round(taken, 1),
    }  # fmt: skip
    if habits:
        figures["habits"] = {habit.value: _habit(content, whole, habit) for habit in Habit}
    for name, value in figures.items():
        click.echo(f"{name} {value}", err=out is None)
    write_json(written | figures | {"seed": how["seed"]}, out)


def _plan(whole: Instance, seconds: float, seed: int, workers: int) -> Plan:
    parts = independent_parts(whole)
    if len(parts) == 1:
        with stoppable_watch(seconds) as watch:
            return plan_sessions(whole, watch, seed=seed)
    workers = min(workers, len(parts))
    each = seconds * workers / len(parts)
    # An interrupt reaches every worker, each of which keeps its best; here it only must not end.
    with (
        stoppable_watch(seconds),
        ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool,
    ):
        jobs = [pool.submit(_plan_part, part, each, seed) for part in parts]
        plans = []
        for job in jobs:
            plans.append(job.result())
            done = joined(plans)
            click.echo(
                f"{len(plans)} of {len(parts)} regions: {done.objective:,.0f}, "
                f"gap {100 * gap(done.objective, done.bound):.2f} %", err=True,
            )  # fmt: skip
    return joined(plans)


def _plan_part(part: Instance, seconds: float, seed: int) -> Plan:
    with stoppable_watch(seconds, is_quiet=True) as watch:
        return plan_sessions(part, watch, seed=seed)


def _habit(content: Json, whole: Instance, habit: Habit) -> Json:
    checked = check_sessions(content, write_plan(book_in_turn(whole, habit)))
    if checked.broken:
        raise click.ClickException("Booking in turn breaks a rule: " + checked.broken[0])
    return {key: value for key, value in checked._asdict().items() if key != "broken"}
