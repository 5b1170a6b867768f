from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import (
    ImproperItemError,
    ImproperResponsesError,
    Model,
    Responses,
    calibrate_conditionally,
)

from .parameters import read_parameters, write_json
from .reports import Entry, conditional_report, report
from .tables import AnswerTable, lowest_answers, read_answers

if TYPE_CHECKING:
    from kunnande.engines.psychometrics import Item

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("calibrate")
@click.argument("responses", type=_FILE)
@click.option("--model", required=True, type=click.Choice([model.value for model in Model]))
@click.option("--estimator", default="mml", show_default=True, type=click.Choice(["mml", "cml"]))
@click.option("--weights", metavar="COLUMN", help="How many people each row stands for.")
@click.option("--id", "person", metavar="COLUMN", help="Who answered; not an item.")
@click.option("--group", metavar="COLUMN", help="Groups whose abilities may lie differently.")
@click.option("--items", metavar="COLUMN", multiple=True, help="Only this item; may be repeated.")
@click.option("--ignore", metavar="COLUMN", multiple=True, help="Not an item; may be repeated.")
@click.option("--anchors", type=_FILE, help="Known parameters, as this command writes them.")
@click.option("--fix-variance", is_flag=True, help="Rasch, PCM, RSM: variance of ability is 1.")
@click.option(
    "--guessing-prior",
    type=(float, float),
    metavar="ALPHA BETA",
    help="3PL: beta distribution of the lower asymptotes; none unless given.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def command(responses: Path, out: Path | None, **choices: Any) -> None:
    """Estimate item parameters from RESPONSES.csv.

    Marginal maximum likelihood (mml) takes ability as normally distributed; conditional (cml, for
    rasch and pcm) asks for no distribution and lets the difficulties sum to zero. Polytomous
    answers are consecutive whole numbers from any lowest value.

    With mml the first group in the file has mean 0 and, unless discriminations are 1, variance 1.
    With --anchors the items of that file keep their parameters and all means and variances are
    estimated. Each item has a status: "ok", or why its parameters are missing or need care.
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
    try:
        if choices["estimator"] == "cml":
            content = _conditional(table, model, choices)
        else:
            content = _marginal(table, model, choices)
    except (ImproperItemError, ImproperResponsesError) as error:
        raise click.ClickException(str(error)) from error
    if not content["converged"]:
        click.echo("The search did not converge: read the items' status and errors.", err=True)
    write_json(content, out)


def _conditional(table: AnswerTable, model: Model, choices: dict[str, Any]) -> Entry:
    for name in ("anchors", "group", "fix_variance", "guessing_prior"):
        if choices[name]:
            raise click.UsageError(f"--{name.replace('_', '-')} belongs to --estimator mml.")
    coded, _ = _coded(table, model, ())
    return conditional_report(calibrate_conditionally(coded, model), coded, model)


def _marginal(table: AnswerTable, model: Model, choices: dict[str, Any]) -> Entry:
    anchors = read_parameters(choices["anchors"]).items if choices["anchors"] else ()
    coded, names = _coded(table, model, anchors)
    prior = choices["guessing_prior"]
    found = psychometrics.calibrate(
        coded,
        model,
        anchors=anchors,
        fix_variance=choices["fix_variance"],
        guessing_prior=psychometrics.GuessingPrior(*prior) if prior else None,
    )
    return report(found, coded, model, names)


def _coded(
    table: AnswerTable, model: Model, anchors: tuple[Item, ...]
) -> tuple[Responses, list[str]]:
    """Return the answers counted from each item's lowest value, and the names of the groups."""
    answers = table.answers
    asked = ~np.isnan(answers)
    lowest = lowest_answers(table, dichotomous=model.is_dichotomous)
    known = {item.id: item.lowest for item in anchors}
    lowest = np.array([known.get(name, low) for name, low in zip(table.items, lowest, strict=True)])
    lowest = np.where(np.isfinite(lowest), lowest, 0)
    names = list(dict.fromkeys(table.groups or ["all"]))
    place = {name: number for number, name in enumerate(names)}
    groups = np.array([place[name] for name in table.groups or ["all"] * len(answers)], dtype=int)
    codes = np.where(asked, answers - lowest, psychometrics.MISSING)
    if (codes[asked] < 0).any():
        raise click.ClickException("An answer lies below the lowest category of its anchor.")
    coded = psychometrics.responses_of(
        table.items, codes, weights=table.weights, groups=groups, lowest=lowest.astype(int)
    )
    return coded, names
