from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kunnande.engines.planning import example_instance

from .files import TARGET, write_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command("example")
@click.option("--people", type=click.IntRange(1, 100_000), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--out", type=TARGET, help="Instead of stdout.")
def command(people: int, seed: int, out: Path | None) -> None:
    """Invent an instance for `plan sessions`; the same seed gives the same instance.

    Every thousand people are a region of their own with 8 centres, 24 assessors and 60 working
    days. Nobody in it exists, and every cost is an assumption to replace by what you agree on.
    """
    write_json(example_instance(people, seed=seed), out)
