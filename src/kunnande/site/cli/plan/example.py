from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kunnande.engines.planning import (
    example_company,
    example_instance,
    example_portfolio,
)

from .files import TARGET, write_json

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("sessions", "portfolio", "workforce")


@click.command("example")
@click.option("--people", type=click.IntRange(1, 100_000), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option(
    "--kind",
    type=click.Choice(["sessions", "portfolio", "workforce"]),
    default="sessions",
    show_default=True,
)
@click.option("--out", type=TARGET, help="Instead of stdout.")
def command(people: int, seed: int, kind: str, out: Path | None) -> None:
    """Invent something to plan; the same seed always gives the same.

    Sessions: every thousand people are a region of their own with 8 centres, 24 assessors and 60
    working days. Portfolio: 40 courses at three places. Workforce: one
    company of 60 areas. Nobody in it exists, and every cost is an
    assumption to replace by what you agree on.
    """
    make = {
        "sessions": example_instance,
        "portfolio": example_portfolio,
        "workforce": example_company,
    }[kind]
    write_json(make(people, seed=seed), out)
