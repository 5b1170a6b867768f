from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import (
    DifMethod,
    GroupsTooSmallError,
    ImproperLinkError,
    ImproperResponsesError,
    Model,
)

from .parameters import plain, write_json
from .tables import coded_answers, read_answers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kunnande.engines.psychometrics import Dif

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("dif")
@click.argument("responses", type=_FILE)
@click.option("--group", required=True, metavar="COLUMN", help="Which group each person is in.")
@click.option("--focal", required=True, metavar="VALUE", help="The group that may be treated ill.")
@click.option("--reference", metavar="VALUE", help="Compare with this group; else all others.")
@click.option("--method", required=True, type=click.Choice([method.value for method in DifMethod]))
@click.option("--purify", is_flag=True, help="Match again without flagged items until settled.")
@click.option("--level", default=0.05, show_default=True, type=click.FloatRange(0, 1))
@click.option("--smallest-group", default=50, show_default=True, type=click.IntRange(2))
@click.option(
    "--model",
    default="2pl",
    show_default=True,
    type=click.Choice([model.value for model in Model]),
    help="Of Lord's test.",
)
@click.option("--id", "person", metavar="COLUMN", help="Who answered; not an item.")
@click.option("--weights", metavar="COLUMN", help="How many people each row stands for.")
@click.option("--items", metavar="COLUMN", multiple=True, help="Only this item; may be repeated.")
@click.option("--ignore", metavar="COLUMN", multiple=True, help="Not an item; may be repeated.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def command(responses: Path, out: Path | None, **choices: object) -> None:
    """Ask whether items are as hard for the focal group as for others who can equally much.

    mantel-haenszel: "effect" is the ETS delta, above 0 where the focal group is favoured; of an
    item with more than two categories the difference of mean points at the same total, in the
    item's standard deviations. logistic: only right or wrong; the effect is the gain in
    Nagelkerke's R2. lord: takes every model; the effect is focal less reference difficulty.

    "flagged": p is below the level, for each item by itself. A group with too few people is
    refused; an item that can not be judged is null with a "status" that says why.
    """
    table = read_answers(
        responses,
        person=_text(choices["person"]),
        weights=_text(choices["weights"]),
        group=str(choices["group"]),
        items=_names(choices["items"]),
        ignore=_names(choices["ignore"]),
    )
    groups = np.array(table.groups)
    focal = str(choices["focal"])
    compared = _compared(groups, focal, _text(choices["reference"]))
    model, method = Model(str(choices["model"])), DifMethod(str(choices["method"]))
    dichotomous = method is DifMethod.LORD and model.is_dichotomous
    try:
        found = psychometrics.detect_dif(
            coded_answers(table.only(compared), dichotomous=dichotomous),
            groups[compared] == focal,
            method,
            purify=bool(choices["purify"]),
            level=float(str(choices["level"])),
            smallest_group=int(str(choices["smallest_group"])),
            model=model,
        )
    except (GroupsTooSmallError, ImproperLinkError, ImproperResponsesError) as error:
        hint = "Columns that are no items are named with --ignore."
        raise click.ClickException(f"{error} {hint}") from error
    if not found.settled:
        click.echo("The flagged items did not settle: read them with care.", err=True)
    write_json({"method": choices["method"], **_report(found)}, out)


def _compared(groups: NDArray[np.str_], focal: str, reference: str | None) -> NDArray[np.bool_]:
    for name in (focal, reference):
        if name and not (groups == name).any():
            raise click.ClickException(f"Nobody is in the group {name}.")
    return np.asarray((groups == focal) | ((groups == reference) if reference else groups != ""))


def _text(choice: object) -> str | None:
    return None if choice is None else str(choice)


def _names(choice: object) -> tuple[str, ...]:
    return tuple(map(str, choice)) if isinstance(choice, tuple) else ()


def _report(found: Dif) -> dict[str, object]:
    return {
        "n_reference": found.n_reference,
        "n_focal": found.n_focal,
        "items": [
            {
                "id": name,
                "statistic": plain(found.statistic[row]),
                "p": plain(found.p[row]),
                "effect": plain(found.effect[row]),
                "se": plain(found.effect_error[row]),
                "class": found.classes[row] or None,
                "flagged": bool(found.flagged[row]),
                "status": found.status[row],
            }
            for row, name in enumerate(found.items)
        ],
        "steps": found.steps,
        "settled": found.settled,
    }
