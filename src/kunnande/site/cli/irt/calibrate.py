from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import Calibration, ImproperResponsesError, Model, Responses

from .parameters import plain, read_parameters, write_json
from .tables import AnswerTable, read_answers

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
    )
    model = Model(choices["model"])
    anchors = read_parameters(choices["anchors"]).items if choices["anchors"] else ()
    coded, names = _coded(table, model, anchors)
    try:
        found = psychometrics.calibrate(
            coded,
            model,
            anchors=anchors,
            fix_variance=choices["fix_variance"],
            guessing_prior=_prior(choices["guessing_prior"]),
        )
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error
    if not found.converged:
        click.echo("The search did not converge: read the items' status and errors.", err=True)
    write_json(report(found, coded, model, names), out)


def _prior(choice: tuple[float, float] | None) -> psychometrics.GuessingPrior | None:
    return psychometrics.GuessingPrior(*choice) if choice else None


def _coded(
    table: AnswerTable, model: Model, anchors: tuple[Item, ...]
) -> tuple[Responses, list[str]]:
    """Return the answers counted from each item's lowest value, and the names of the groups."""
    answers = table.answers
    asked = ~np.isnan(answers)
    lowest = np.where(asked, answers, np.inf).min(axis=0, initial=np.inf)
    if model.is_dichotomous:
        lowest[:] = lowest.min(initial=np.inf) if (answers[asked] > 1).any() else 0
    known = {item.id: item.lowest for item in anchors}
    lowest = np.array([known.get(name, low) for name, low in zip(table.items, lowest, strict=True)])
    lowest = np.where(np.isfinite(lowest), lowest, 0)
    names = list(dict.fromkeys(table.groups or ["all"]))
    place = {name: number for number, name in enumerate(names)}
    groups = np.array([place[name] for name in table.groups or ["all"] * len(answers)], dtype=int)
    codes = np.where(asked, answers - lowest, psychometrics.MISSING)
    if (codes[asked] < 0).any():
        raise click.ClickException("An answer lies below the lowest category of its anchor.")
    try:
        coded = psychometrics.responses_of(
            table.items, codes, weights=table.weights, groups=groups, lowest=lowest.astype(int)
        )
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error
    return coded, names


def report(
    found: Calibration, coded: Responses, model: Model, names: list[str]
) -> dict[str, object]:
    """Return what the command writes."""
    spread = psychometrics.latent_errors(found)
    groups = [
        {
            "name": name,
            "mean": plain(found.latent.means[row]),
            "variance": plain(found.latent.deviations[row] ** 2),
            "se": {
                "mean": plain(spread.mean[row]) or None,
                "variance": plain(spread.variance[row]) or None,
            },
        }
        for row, name in enumerate(names)
    ]
    n_persons = float(coded.weights.sum())
    return {
        "model": model.value,
        "estimator": "mml",
        "n_persons": int(n_persons) if n_persons.is_integer() else n_persons,
        "n_items": len(coded.items),
        "log_likelihood": found.log_likelihood,
        "converged": found.converged,
        "iterations": found.iterations,
        "latent": {"mean": groups[0]["mean"], "variance": groups[0]["variance"]},
        "groups": groups,
        "items": _item_entries(found, coded),
    }


def _item_entries(found: Calibration, coded: Responses) -> list[dict[str, object]]:
    errors = psychometrics.item_errors(found)
    known = {item.id: item for item in psychometrics.items_of(found.bank)}
    entries: list[dict[str, object]] = []
    for name in coded.items:
        item, status = known.get(name), found.status[name].value
        if item is None:
            empty = {"id": name, "a": None, "b": None, "c": None, "thresholds": None}
            entries.append({**empty, "se": {}, "status": status})
            continue
        error = errors[name]
        se: dict[str, object] = {
            key: plain(getattr(error, key)) or None for key in ("a", "b", "c", "d")
        }
        if item.thresholds:
            se["thresholds"] = [plain(step) for step in error.thresholds]
        entries.append(
            {
                "id": name,
                "a": item.a,
                "b": item.b,
                "c": item.c,
                "thresholds": list(item.thresholds),
                "se": se,
                "status": status,
                "model": item.model.value,
                "lowest": item.lowest,
            }
        )
    return entries
