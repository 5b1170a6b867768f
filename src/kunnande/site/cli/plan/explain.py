from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kunnande.engines.planning import (
    ImproperInstanceError,
    Lack,
    Obstacle,
    Placement,
    explain,
    read_instance,
    read_plan,
)

from .files import FILE, read_object

if TYPE_CHECKING:
    from pathlib import Path


@click.command("explain")
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.argument("person")
def command(instance: Path, plan: Path, person: str) -> None:
    """Say why PERSON is tested where and when PLAN.json says, or why a test has no visit."""
    try:
        told = explain(read_instance(read_object(instance)), read_plan(read_object(plan)), person)
    except ImproperInstanceError as error:
        raise click.ClickException(str(error)) from error
    for part in told:
        click.echo(_placement(part) if isinstance(part, Placement) else _lack(part))
    if not told:
        click.echo(f"{person} waits for no test.")


def _placement(part: Placement) -> str:
    visit = part.visit
    tests = " and ".join(f"{test} ({half})" for half, test in visit.sittings)
    start = (
        f"{tests} at {visit.centre} on {visit.day}: {part.km:.0f} km, {part.disruption:.0f} SEK of "
        f"disruption, {part.sek:.0f} SEK in all."
    )
    if not part.cheaper:
        return f"{start} Of all visits for the same tests this one costs least."
    return f"{start} {sum(part.cheaper.values())} would cost less: {_counted(part.cheaper)}."


def _lack(part: Lack) -> str:
    if not any(part.obstacles.values()):
        return f"{part.missing.test} has no visit: {next(iter(part.obstacles))}."
    return (
        f"{part.missing.test} has no visit. Of {sum(part.obstacles.values())} that could be made: "
        f"{_counted(part.obstacles)}."
    )


def _counted(obstacles: dict[Obstacle, int]) -> str:
    return "; ".join(f"for {count} {obstacle}" for obstacle, count in obstacles.items()).replace(
        "nothing", "nothing is in the way"
    )
