from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import MISSING, ImproperResponsesError, RaterCalibration, Steps

from .parameters import plain, write_json
from .score import Row, write_rows
from .tables import AnswerTable, lowest_answers, read_answers, read_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kunnande.engines.psychometrics import Ratings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TARGET = click.Path(dir_okay=False, path_type=Path)


@click.command("raters")
@click.argument("ratings", type=_FILE)
@click.argument("more", nargs=-1, metavar="[COLUMN]...")
@click.option("--person", required=True, metavar="COLUMN", help="Who was rated.")
@click.option("--rater", required=True, metavar="COLUMN", help="By whom.")
@click.option("--items", metavar="COLUMN...", multiple=True, help="What was rated; else the rest.")
@click.option("--time", metavar="COLUMN", help="When: also test each rater's drift.")
@click.option("--ignore", metavar="COLUMN", multiple=True, help="Not an item; may be repeated.")
@click.option(
    "--steps", default="item", show_default=True, type=click.Choice([kind.value for kind in Steps])
)
@click.option("--agreement", is_flag=True, help="Also kappa of two and intraclass correlations.")
@click.option("--persons", type=_TARGET, help="Write person,ability,standard_error here.")
@click.option("--out", type=_TARGET, help="Instead of stdout.")
def command(ratings: Path, more: tuple[str, ...], out: Path | None, **choices: Any) -> None:
    """Estimate how severe raters are and how hard the items, from one row per person and rater.

    Many-facet Rasch model by marginal maximum likelihood: ability has mean 0 and a free
    variance, severities sum to zero and are above 0 where a rater gives less. Ratings are
    consecutive whole numbers; missing ones are welcome. Infit and outfit are about 1 when the
    model holds. "parts" above 1 means that some raters share no person with others: then they are
    compared only by the assumption that all people come from one distribution.

    With --time a rater has one severity per time, and "drift" tests each step to the next, in the
    order in which the times stand in the alphabet.
    """
    time = choices["time"]
    table = read_answers(
        ratings,
        person=choices["person"],
        group=choices["rater"],
        items=(*choices["items"], *more),
        ignore=(*choices["ignore"], *([time] if time else [])),
    )
    lowest = lowest_answers(table, dichotomous=False)
    try:
        times = read_columns(ratings)[time] if time else None
        coded = _coded(table, lowest, times)
        found = psychometrics.calibrate_raters(coded, Steps(choices["steps"]))
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error
    if not found.converged:
        click.echo("The search did not converge: severities may not be told apart.", err=True)
    content = _report(found, table, lowest)
    if time:
        content["drift"] = _drift(found)
    if choices["agreement"]:
        content["agreement"] = _agreement(coded)
    if choices["persons"]:
        _write_people(found, choices["persons"])
    write_json(content, out)


def _coded(table: AnswerTable, lowest: NDArray[np.float64], times: list[str] | None) -> Ratings:
    raters = table.groups or []
    if times:
        raters = [f"{name}@{time}" for name, time in zip(raters, times, strict=True)]
    codes = np.where(np.isnan(table.answers), MISSING, table.answers - lowest)
    return psychometrics.ratings_of(table.persons, raters, table.items, codes)


def _report(
    found: RaterCalibration, table: AnswerTable, lowest: NDArray[np.float64]
) -> dict[str, object]:
    return {
        "n_persons": len(found.ratings.person_names),
        "n_ratings": len(found.ratings.codes),
        "deviance": found.deviance,
        "converged": found.converged,
        "iterations": found.iterations,
        "variance": found.variance,
        "reliability": plain(found.reliability),
        "parts": found.n_parts,
        "items": [
            *_items(found, dict(zip(table.items, lowest, strict=True))),
            *_left(found, "items"),
        ],
        "raters": [*_raters(found), *_left(found, "raters")],
    }


def _items(found: RaterCalibration, lowest: dict[str, float]) -> list[dict[str, object]]:
    return [
        {
            "id": name,
            "difficulty": plain(found.difficulty[row]),
            "thresholds": [plain(step) for step in found.thresholds[row]],
            "se": plain(found.difficulty_error[row]),
            "se_thresholds": [plain(step) for step in found.threshold_errors[row]],
            "infit": plain(found.item_fit.infit[row]),
            "outfit": plain(found.item_fit.outfit[row]),
            "lowest": int(lowest[name]),
            "status": "ok",
        }
        for row, name in enumerate(found.ratings.item_names)
    ]


def _raters(found: RaterCalibration) -> list[dict[str, object]]:
    return [
        {
            "id": name,
            "severity": plain(found.severity[row]),
            "se": plain(found.severity_error[row]),
            "infit": plain(found.rater_fit.infit[row]),
            "outfit": plain(found.rater_fit.outfit[row]),
            "status": "ok",
        }
        for row, name in enumerate(found.ratings.rater_names)
    ]


def _left(found: RaterCalibration, kind: str) -> list[dict[str, object]]:
    """Return who or what was left out of the estimation, and why."""
    return [{"id": name, "status": why} for name, why in found.status[kind].items() if why != "ok"]


def _drift(found: RaterCalibration) -> list[dict[str, object]]:
    by_rater: dict[str, list[str]] = {}
    for name in sorted(found.ratings.rater_names):
        by_rater.setdefault(name.rpartition("@")[0], []).append(name)
    return [
        {
            "id": rater,
            "from": first.rpartition("@")[2],
            "to": second.rpartition("@")[2],
            **psychometrics.contrast(found, first, second)._asdict(),
        }
        for rater, names in by_rater.items()
        for first, second in pairwise(names)
    ]


def _agreement(ratings: Ratings) -> dict[str, object]:
    pairs = [
        {
            "raters": [pair.first, pair.second],
            "n": pair.n,
            "exact": pair.exact,
            "kappa": plain(pair.kappa),
            "kappa_quadratic": plain(pair.kappa_quadratic),
        }
        for pair in psychometrics.pairs_of_raters(ratings)
    ]
    means = psychometrics.complete_means(ratings)
    try:
        found = psychometrics.intraclass(means)._asdict()
    except ImproperResponsesError as error:
        return {"pairs": pairs, "intraclass": None, "why": str(error)}
    values = {name: plain(value) for name, value in found.items()}
    return {"pairs": pairs, "intraclass": {"n_persons": len(means), **values}}


def _write_people(found: RaterCalibration, target: Path) -> None:
    rows: list[Row] = [
        (name, repr(float(ability)), repr(float(error)))
        for name, ability, error in zip(found.ratings.person_names, *found.abilities, strict=True)
    ]
    write_rows(("person", "ability", "standard_error"), rows, target)
