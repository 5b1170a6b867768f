from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import ImproperResponsesError, Method

from .parameters import answers_to, read_parameters
from .tables import read_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[str, ...]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("score")
@click.argument("parameters", type=_FILE)
@click.argument("responses", type=_FILE)
@click.option("--method", required=True, type=click.Choice([method.value for method in Method]))
@click.option("--id", "person", metavar="COLUMN", help="Who answered; person or id if present.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def command(
    parameters: Path, responses: Path, *, method: str, person: str | None, out: Path | None
) -> None:
    """Estimate abilities from RESPONSES.csv with the items of PARAMETERS.json.

    Writes person,ability,standard_error in logits; people without a name are numbered from 1.
    Missing answers are left out. EAP and MAP take the mean and variance of ability from the
    parameters. ML of people who solved nothing or everything is infinite (-inf, inf) with
    standard error inf; WLE and MAP are finite. Columns that are no calibrated items are not read.
    """
    known = read_parameters(parameters)
    table = read_answers(responses, person=person, among={item.id for item in known.items})
    try:
        found = psychometrics.score(
            answers_to(table, known.items),
            psychometrics.bank_of(known.items),
            Method(method),
            known.prior,
        )
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error
    rows: list[Row] = [
        (name, repr(float(ability)), repr(float(error)))
        for name, ability, error in zip(table.persons, *found, strict=True)
    ]
    write_rows(("person", "ability", "standard_error"), rows, out)


def write_rows(header: Row, rows: Sequence[Row], out: Path | None) -> None:
    """Write CSV to a file, or to standard output when there is none."""
    if out is None:
        csv.writer(sys.stdout, lineterminator="\n").writerows([header, *rows])
        return
    with out.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
