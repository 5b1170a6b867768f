from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import Drift, ImproperLinkError, Item, Link, LinkMethod

from .parameters import plain, read_parameters, write_json

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("link")
@click.argument("new", type=_FILE, metavar="NEW.json")
@click.argument("old", type=_FILE, metavar="OLD.json")
@click.option(
    "--method",
    default=LinkMethod.HAEBARA.value,
    show_default=True,
    type=click.Choice([method.value for method in LinkMethod]),
)
@click.option("--level", default=0.05, show_default=True, help="Of the test that an item moved.")
@click.option("--keep-all", is_flag=True, help="Link by every shared item, moved or not.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def command(new: Path, old: Path, out: Path | None, **choices: Any) -> None:
    """Write the items of NEW.json on the scale of OLD.json, by the items both have.

    Shared items whose difficulty moved more than their standard errors explain are named under
    "drift" and left out of the link, round by round, unless --keep-all. The answer holds all
    items of NEW.json on the old scale and can be scored with; errors follow the scale, not the
    link's own error.
    """
    first, second = _read(new), _read(old)
    shared = [name for name in first if name in second]
    ours, theirs = ([side[name][0] for name in shared] for side in (first, second))
    errors = [np.array([side[name][1] for name in shared]) for side in (first, second)]
    try:
        found = psychometrics.drift(
            ours,
            theirs,
            (errors[0], errors[1]),
            method=LinkMethod(choices["method"]),
            level=choices["level"],
            purify=not choices["keep_all"],
        )
    except ImproperLinkError as error:
        raise click.ClickException(str(error)) from error
    if not found.settled:
        click.echo("The items that moved did not settle: read them with care.", err=True)
    prior = read_parameters(new).prior
    content = {
        "method": choices["method"],
        "slope": found.link.slope,
        "shift": found.link.shift,
        "latent": {
            "mean": found.link.slope * prior.mean + found.link.shift,
            "variance": (found.link.slope * prior.deviation) ** 2,
        },
        "drift": _report(found, shared),
        "steps": found.steps,
        "settled": found.settled,
        "items": [_entry(found.link, item, error) for item, error in first.values()],
    }
    write_json(content, out)


def _read(path: Path) -> dict[str, tuple[Item, float]]:
    """Return items with the standard errors of their difficulties, NaN where none is written."""
    known = read_parameters(path)
    return {item.id: (item, known.errors.get(item.id, np.nan)) for item in known.items}


def _report(found: Drift, shared: list[str]) -> list[dict[str, object]]:
    return [
        {
            "id": name,
            "difference": plain(found.difference[row]),
            "z": plain(found.z[row]),
            "p": plain(found.p[row]),
            "distance": plain(found.distance[row]),
            "flagged": bool(found.flagged[row]),
        }
        for row, name in enumerate(shared)
    ]


def _entry(link: Link, item: Item, error: float) -> dict[str, object]:
    moved = link.item(item)
    return {
        "id": moved.id,
        "model": moved.model.value,
        "a": moved.a,
        "b": moved.b,
        "c": moved.c,
        "thresholds": list(moved.thresholds),
        "lowest": moved.lowest,
        "se": {"b": plain(link.slope * error)},
    }
