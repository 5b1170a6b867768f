from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kunnande.engines.planning import (
    ImproperInstanceError,
    PortfolioCheck,
    SessionCheck,
    check_portfolio,
    check_sessions,
    read_instance,
    read_portfolio,
)

from .files import FILE, read_object

if TYPE_CHECKING:
    from pathlib import Path


@click.command("check")
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
def command(instance: Path, plan: Path) -> None:
    """Check PLAN.json against every rule of INSTANCE.json, by a program of its own.

    Session plans and training portfolios are told apart by the instance's format. The checker
    shares no code with what makes plans and counts every figure anew. Exits with 0 when every rule
    holds, and with 1 and the broken rules otherwise.
    """
    content, chosen = read_object(instance), read_object(plan)
    is_portfolio = content.get("format") == "kunnande-portfolio"
    try:
        (read_portfolio if is_portfolio else read_instance)(content)
    except ImproperInstanceError as error:
        raise click.ClickException(f"{instance.name}: {error}") from error
    found: SessionCheck | PortfolioCheck = (
        check_portfolio(content, chosen) if is_portfolio else check_sessions(content, chosen)
    )
    for sentence in found.broken:
        click.echo(sentence)
    if found.broken:
        raise SystemExit(1)
    figures = "  ".join(
        f"{name} {value:.10g}" for name, value in found._asdict().items() if name != "broken"
    )
    click.echo(f"Every rule holds. {figures}")
