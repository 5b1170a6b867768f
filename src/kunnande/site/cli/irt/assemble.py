from __future__ import annotations

import time
from pathlib import Path

import click

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import Assembly, ImproperBlueprintError

from .order import Order, read_order
from .parameters import plain, write_json
from .pool import read_pool

_HELP = """Choose the items of one or more test forms from POOL.csv under CONSTRAINTS.json.

POOL.csv has a heading id (or item), model (rasch 2pl 3pl grm pcm gpcm rsm; also 1pl gr pc
gpc), a, b, c and thresholds b1 b2 ... - or PAR1 PAR2 ... in that order - and any other
columns for constraints to speak of.

\b
{"forms": 2,                          how many (1)
 "length": [28, 30],                  items per form, or one number
 "objective": {"goal": "maximin",     maximum, maximin, minimax or target
               "abilities": [-1, 0, 1],
               "target": [9, 13, 9]}, with minimax (largest distance)
                                      and target (sum of distances)
 "constraints": [
   {"name": "safety", "where": {"AREA": "S"}, "least": 4, "most": 6},
   {"where": {"LEVEL": [3, 4], "DOK": {"least": 2}}, "least": 5},
   {"sum": "WORDS", "most": 600}],
 "sets": [{"column": "TEXT", "items": [4, 6], "sets": 6}],
 "include": ["i1"], "exclude": {"PTBIS": {"most": 0.15}},
 "enemies": [["i2", "i3"]], "together": [["i4", "i5"]],
 "most_used": 1,                      forms an item may be in (1; null: all)
 "overlap": [0, 5]}                   items any two forms share

"where" holds when every column is the value, one of a list, {"least", "most"}, {"not"} or
{"present": true}. "include" and "exclude" take ids or such a condition.

"status" is optimal (nothing is better by more than --gap), feasible (the time ended),
infeasible, or unknown (the time ended without a form or a proof). An infeasible answer names
under "conflict" the smallest set of constraints that contradict each other; "why" says them
in words.
"""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("assemble", help=_HELP)
@click.argument("pool", type=_FILE, metavar="POOL.csv")
@click.argument("constraints", type=_FILE, metavar="CONSTRAINTS.json")
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(0.01))
@click.option("--gap", type=float, help="Absolute: so near is best [1e-6; to a target: 0.001].")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def command(
    pool: Path, constraints: Path, *, seconds: float, gap: float | None, out: Path | None
) -> None:
    items = read_pool(pool)
    order = read_order(constraints, items)
    began = time.monotonic()
    try:
        found = psychometrics.assemble(
            psychometrics.bank_of(items.items),
            order.blueprint,
            order.aim,
            seconds=seconds,
            gap=_gap(order) if gap is None else gap,
        )
    except ImproperBlueprintError as error:
        raise click.ClickException(str(error)) from error
    write_json(_report(found, order, time.monotonic() - began), out)


def _gap(order: Order) -> float:
    """Return a gap worth the time: bounds of distances from a target close slowly."""
    return 0.001 if order.aim and order.aim.target else 1e-6


def _report(found: Assembly, order: Order, seconds: float) -> dict[str, object]:
    conflict = found.conflict
    content: dict[str, object] = {
        "status": found.result.value,
        "objective": found.objective,
        "gap": None if found.gap is None else plain(found.gap),
        "seconds": seconds,
        "forms": [list(form) for form in found.forms],
        "information": [list(map(float, row)) for row in found.information],
        "conflict": list(conflict.names) if conflict else [],
    }
    if conflict:
        content["why"] = [f"{name}: {order.words[name]}" for name in conflict.names]
        content["conflict_is_smallest"] = conflict.is_smallest
        content["conflict_is_irreducible"] = conflict.is_irreducible
    return content
