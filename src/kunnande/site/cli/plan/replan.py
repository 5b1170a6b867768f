from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kunnande.engines.planning import (
    ImproperInstanceError,
    SolverError,
    Visit,
    check_sessions,
    read_instance,
    read_plan,
    replan,
    write_plan,
)

from .files import FILE, TARGET, read_object, stoppable_watch, write_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command("replan")
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=2.0, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--move-sek", type=click.FloatRange(0), default=3000.0, show_default=True,
    help="What it counts to give somebody another visit than the one they have.",
)  # fmt: skip
@click.option("--out", type=TARGET, help="Write the mended plan here; it is printed if not.")
def command(
    instance: Path, plan: Path, out: Path | None, *, seconds: float, seed: int, move_sek: float
) -> None:
    """Mend PLAN.json for an INSTANCE.json that has changed since: few people moved.

    A cancellation is a day blocked for a person, an ill assessor has fewer available moments, a
    suspended centre is closed. Everybody for whom something is new is listed with the reason.
    """
    content = read_object(instance)
    try:
        read = read_instance(content)
        old = read_plan(read_object(plan))
        with stoppable_watch(seconds, is_quiet=True) as watch:
            found = replan(read, old, watch, seed=seed, move_sek=move_sek)
    except (ImproperInstanceError, SolverError) as error:
        raise click.ClickException(str(error)) from error
    written = write_plan(found.plan)
    checked = check_sessions(content, written)
    if checked.broken:
        raise click.ClickException("The plan breaks a rule: " + "; ".join(checked.broken[:5]))
    for move in found.moves:
        click.echo(
            f"{move.person}: {_visits(move.before)} -> {_visits(move.after)}: {move.cause}",
            err=out is None,
        )
    click.echo(f"{len(found.moves)} people, {checked.unserved} unserved", err=out is None)
    figures = {
        "unserved": checked.unserved, "km": checked.km, "disruption": checked.disruption,
        "moves": [{"person": move.person, "cause": move.cause.value} for move in found.moves],
    }  # fmt: skip
    write_json(written | figures, out)


def _visits(visits: tuple[Visit, ...]) -> str:
    return ", ".join(f"{visit.centre} {visit.day}" for visit in visits) or "none"
