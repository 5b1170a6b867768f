from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import Abilities, Decisions, ImproperCutError

from .parameters import plain, read_parameters, write_json
from .score import Row, write_rows
from .tables import number_column, read_columns

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TARGET = click.Path(dir_okay=False, path_type=Path)


@click.command("consistency")
@click.argument("source", type=_FILE, metavar="PARAMETERS.json|SCORES.csv")
@click.option("--cut", type=float, multiple=True, help="Ability or score that divides people.")
@click.option("--raw-cut", type=float, multiple=True, help="Raw score that divides people.")
@click.option(
    "--grid", type=(float, float, int), metavar="LOW HIGH N", help="True abilities to sum over."
)
@click.option("--reliability", type=float, help="Of the scores in SCORES.csv.")
@click.option("--min", "lowest", type=float, help="Lowest possible score.")
@click.option("--max", "highest", type=float, help="Highest possible score.")
@click.option("--column", help="Where the scores stand: score, or the only column.")
@click.option("--persons", type=_TARGET, help="Write each person's chance of error here.")
@click.option("--out", type=_TARGET, help="Instead of stdout.")
def command(source: Path, out: Path | None, **choices: Any) -> None:
    """Ask how sure decisions are: accuracy (as the true ability asks), consistency (twice alike).

    \b
      PARAMETERS.json --cut 0.5        Rudner: on the ability scale, over all abilities
      PARAMETERS.json --raw-cut 18     Lee: on the raw score, counted from 0
      SCORES.csv --cut 0.5             Rudner, about the people that "irt score" wrote
      SCORES.csv --reliability 0.8 --cut 50 --min 0 --max 100
                                       Livingston and Lewis: any sum score

    Repeat --cut or --raw-cut for more than two decisions. Who reaches a cut is above it. With
    --persons each person's chance of being on the wrong side of the first cut is written:
    never above one half, since the ability found is the best guess.
    """
    try:
        content = _judge(source, choices)
    except ImproperCutError as error:
        raise click.ClickException(str(error)) from error
    write_json(content, out)


def _judge(source: Path, choices: dict[str, Any]) -> dict[str, object]:
    if bool(choices["cut"]) == bool(choices["raw_cut"]):
        raise click.UsageError("Give either --cut or --raw-cut.")
    if choices["persons"] and choices["reliability"] is not None:
        raise click.UsageError("--persons needs abilities with standard errors.")
    if source.suffix.lower() == ".json":
        return _of_items(source, choices)
    if choices["raw_cut"]:
        raise click.UsageError("--raw-cut belongs to PARAMETERS.json.")
    if choices["reliability"] is not None:
        return _of_scores(source, choices)
    return _of_people(source, choices)


def _of_items(source: Path, choices: dict[str, Any]) -> dict[str, object]:
    for name in ("reliability", "persons", "lowest", "highest"):
        if choices[name] is not None:
            raise click.UsageError("--reliability, --min, --max and --persons belong to scores.")
    known = read_parameters(source)
    bank = psychometrics.bank_of(known.items)
    grid = psychometrics.normal_grid(known.prior, choices["grid"])
    if choices["raw_cut"]:
        return _content("lee", psychometrics.lee(bank, choices["raw_cut"], grid))
    return _content("rudner", psychometrics.rudner(bank, choices["cut"], grid))


def _of_scores(source: Path, choices: dict[str, Any]) -> dict[str, object]:
    lowest, highest = choices["lowest"], choices["highest"]
    if lowest is None or highest is None or len(choices["cut"]) != 1:
        raise click.UsageError("Give one --cut, and --min and --max.")
    columns = read_columns(source)
    only = next(iter(columns)) if len(columns) == 1 else "score"
    scores = number_column(columns, choices["column"] or only)
    true = psychometrics.true_scores(
        scores[~np.isnan(scores)], choices["reliability"], lowest=lowest, highest=highest
    )
    cut = (choices["cut"][0] - lowest) / (highest - lowest)
    found = psychometrics.livingston_lewis(true, cut)
    return {**_content("livingston-lewis", found), "true_scores": true._asdict()}


def _of_people(source: Path, choices: dict[str, Any]) -> dict[str, object]:
    columns = read_columns(source)
    found = Abilities(number_column(columns, "ability"), number_column(columns, "standard_error"))
    finite = np.isfinite(found.ability) & np.isfinite(found.standard_error)
    content = _content("rudner", psychometrics.rudner_of_people(found, choices["cut"]))
    if choices["persons"]:
        chances = psychometrics.chance_of_error(found, choices["cut"][0])
        names = columns.get("person", [str(row + 1) for row in range(len(finite))])
        rows: list[Row] = [
            (name, repr(float(ability)), repr(float(chance)))
            for name, ability, chance in zip(names, found.ability, chances, strict=True)
        ]
        write_rows(("person", "ability", "chance_of_error"), rows, choices["persons"])
    return {**content, "n_persons": int(finite.sum()), "n_without": int((~finite).sum())}


def _content(method: str, found: Decisions) -> dict[str, object]:
    return {"method": method, **{name: plain(value) for name, value in found._asdict().items()}}
