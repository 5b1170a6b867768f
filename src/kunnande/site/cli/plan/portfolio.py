from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from kunnande.engines.planning import (
    ImproperInstanceError,
    SolverError,
    check_portfolio,
    choose_portfolio,
    read_portfolio,
    write_groups,
)

from .files import FILE, TARGET, Json, read_object, stoppable_watch, write_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command("portfolio")
@click.argument("instance", type=FILE)
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=60.0, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--curve", type=click.IntRange(2, 50), metavar="N",
    help="Instead of one plan, N budgets up to the given one: gap closed against kronor.",
)  # fmt: skip
@click.option("--out", type=TARGET, help="Write the plan or the curve here; it is printed if not.")
def command(
    instance: Path, out: Path | None, *, seconds: float, seed: int, curve: int | None
) -> None:
    """Choose which course groups run, where and when, and who sits in each.

    Closes the most weighted gap of INSTANCE.json within its budget, days and travel, with a floor
    for every company size and gender. The bound is proved: no choice closes more. With --curve the
    seconds are shared among the budgets, and floors shrink with the budget. Exits with 1 when a
    floor is missed, and says which.
    """
    content = read_object(instance)
    try:
        if curve is None:
            written = _choose(content, seconds, seed)
        else:
            written = {"curve": _curve(content, seconds / curve, seed, curve)}
    except (ImproperInstanceError, SolverError) as error:
        raise click.ClickException(f"{instance.name}: {error}") from error
    points = written.get("curve", [written])
    for point in points:
        shown = {key: value for key, value in point.items() if isinstance(value, int | float)}
        click.echo("  ".join(f"{key} {value}" for key, value in shown.items()), err=out is None)
    write_json(written, out)
    broken = [sentence for point in points for sentence in point["broken"]]
    for sentence in broken:
        click.echo(sentence, err=True)
    if broken:
        raise SystemExit(1)


def _choose(content: Json, seconds: float, seed: int, *, is_quiet: bool = False) -> Json:
    """Return a plan with its figures, as its checker counts them."""
    begun = time.monotonic()
    portfolio = read_portfolio(content)
    with stoppable_watch(seconds, is_quiet=is_quiet) as watch:
        found = choose_portfolio(portfolio, watch, seed=seed)
    written = write_groups(portfolio, found.groups, closed=found.closed, bound=found.bound)
    checked = check_portfolio(content, written)
    return written | {
        "closed": round(found.closed, 4), "bound": round(found.bound, 4),
        "gap": round(found.gap, 5), "share": round(checked.share, 5),
        "spent": round(checked.spent), "seats": checked.seats,
        "seconds": round(time.monotonic() - begun, 1), "broken": list(checked.broken),
    }  # fmt: skip


def _curve(content: Json, seconds: float, seed: int, count: int) -> list[Json]:
    points = []
    for number in range(1, count + 1):
        # Less money can not keep the floors of more: they shrink with the budget.
        budget = content["rules"]["budget_sek"] * number / count
        floors = {key: share * number / count for key, share in content["rules"]["floors"].items()}
        rules = content["rules"] | {"budget_sek": budget, "floors": floors}
        poorer = content | {"rules": rules}
        plan = _choose(poorer, seconds, seed, is_quiet=True)
        figures = ("closed", "bound", "gap", "share", "spent", "broken")
        points.append({"budget": round(budget)} | {key: plan[key] for key in figures})
    return points
