from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from kunnande.engines.planning import ImproperInstanceError, Jobs, assign_jobs, read_jobs

from .files import FILE, TARGET, stoppable_watch, write_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command("assign")
@click.argument("gap_file", type=FILE)
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=10.0, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--maximise", is_flag=True, help="The numbers are profits: look for the greatest.")
@click.option("--out", type=TARGET, help="Write the plan, with every job's agent, here as JSON.")
def command(gap_file: Path, seconds: float, seed: int, out: Path | None, *, maximise: bool) -> None:
    """Solve a generalised assignment problem in the OR-Library's format: cost, bound and gap.

    Each job is given to one agent within the agents' capacities at the least cost. A file may
    hold one problem, or several after their number; each takes at most the seconds given. The
    bound is proved: no plan costs less (or, with --maximise, earns more).
    """
    try:
        problems = read_jobs(gap_file.read_text(encoding="utf-8"))
    except (ImproperInstanceError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{gap_file.name}: {error}") from error
    plans = [_solve(jobs, seconds, seed, sign=-1 if maximise else 1) for jobs in problems]
    for plan in plans:
        shown = {key: value for key, value in plan.items() if key != "agents"}
        click.echo("  ".join(f"{key} {value}" for key, value in shown.items()))
    if out is not None:
        write_json(plans[0] if len(plans) == 1 else plans, out)
    if any(plan["unassigned"] for plan in plans):
        raise SystemExit(1)


def _solve(jobs: Jobs, seconds: float, seed: int, *, sign: int) -> dict[str, object]:
    begun = time.monotonic()
    with stoppable_watch(seconds, is_quiet=True) as watch:
        plan = assign_jobs(jobs._replace(costs=sign * jobs.costs), watch, seed=seed)
    done = [int(agent) for agent in plan.agents]
    return {
        "cost": _plain(sign * plan.cost),
        "bound": _plain(sign * plan.bound),
        "gap": round(plan.gap, 6),
        "optimal": plan.cost - plan.bound <= 1e-6 * max(1.0, abs(plan.cost)),
        "unassigned": done.count(-1),
        "seconds": round(time.monotonic() - begun, 2),
        "agents": done,
    }


def _plain(number: float) -> float | int:
    return round(number) if abs(number - round(number)) < 1e-6 else round(number, 4)
