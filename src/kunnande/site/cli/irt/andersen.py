from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import ImproperResponsesError, Model

from .parameters import plain, write_json
from .tables import coded_answers, read_answers

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("andersen")
@click.argument("responses", type=_FILE)
@click.option("--model", default="rasch", show_default=True, type=click.Choice(["rasch", "pcm"]))
@click.option("--group", metavar="COLUMN", help="Parts to compare; else low and high scores.")
@click.option("--id", "person", metavar="COLUMN", help="Who answered; not an item.")
@click.option("--weights", metavar="COLUMN", help="How many people each row stands for.")
@click.option("--items", metavar="COLUMN", multiple=True, help="Only this item; may be repeated.")
@click.option("--ignore", metavar="COLUMN", multiple=True, help="Not an item; may be repeated.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def command(responses: Path, out: Path | None, **choices: Any) -> None:
    """Ask whether Rasch or partial credit items are as hard for all parts of the people.

    Andersen's likelihood ratio of conditional calibrations: a small p says that the items do not
    keep their places, so that one difficulty per item is not enough. Needs every answer of
    everybody; items that some part answered all alike are left out and named.
    """
    table = read_answers(
        responses,
        person=choices["person"],
        weights=choices["weights"],
        group=choices["group"],
        items=choices["items"],
        ignore=choices["ignore"],
    )
    model = Model(choices["model"])
    parts = None
    if table.groups is not None:
        parts = np.unique(np.array(table.groups), return_inverse=True)[1].astype(np.int64)
    try:
        coded = coded_answers(table, dichotomous=model.is_dichotomous)
        found = psychometrics.andersen_test(coded, model, parts)
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error
    content = {
        "statistic": plain(found.statistic),
        "df": found.df,
        "p": plain(found.p),
        "items": list(found.items),
        "left_out": [name for name in table.items if name not in found.items],
    }
    write_json(content, out)
