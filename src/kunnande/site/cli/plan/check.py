from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kunnande.engines.planning import ImproperInstanceError, check_sessions, read_instance

from .files import FILE, read_object

if TYPE_CHECKING:
    from pathlib import Path


@click.command("check")
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
def command(instance: Path, plan: Path) -> None:
    """Check PLAN.json against every rule of INSTANCE.json, by a program of its own.

    It shares no code with what makes plans and counts every figure anew. Exits with 0 when every
    rule holds, and with 1 and the broken rules otherwise.
    """
    content = read_object(instance)
    try:
        read_instance(content)
    except ImproperInstanceError as error:
        raise click.ClickException(f"{instance.name}: {error}") from error
    found = check_sessions(content, read_object(plan))
    for sentence in found.broken:
        click.echo(sentence)
    if found.broken:
        raise SystemExit(1)
    click.echo(
        f"Every rule holds. objective {found.objective:.0f}  unserved {found.unserved}  "
        f"km {found.km}  disruption {found.disruption}  visits {found.visits}"
    )
