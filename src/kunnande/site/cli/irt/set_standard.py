from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import Bank, ImproperCutError, Item, Panel, Place, Scales

from .parameters import plain, read_parameters, write_json
from .tables import number_column, read_columns

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.group("set-standard")
def command() -> None:
    """Find the cut score that judges ask for.

    \b
      kunnande irt set-standard angoff judges.csv --judge name --round round
      kunnande irt set-standard bookmark marks.csv parameters.json --judge name
      kunnande irt set-standard groups scores.csv --able yes --not-able no --border unsure
    """


@command.command("angoff")
@click.argument("estimates", type=_FILE)
@click.option("--judge", default="judge", show_default=True, metavar="COLUMN")
@click.option("--round", "rounds", metavar="COLUMN", help="Rounds, in the order they first stand.")
@click.option("--parameters", type=_FILE, help="Calibrated items: the cut in logits too.")
@click.option("--out", type=_OUT, help="Instead of stdout.")
def angoff(estimates: Path, out: Path | None, **choices: Any) -> None:
    """Average the judges' estimates: how likely is a just passing person to solve each item?

    One row per judge and round, one column per item with probabilities (or points, for items of
    PARAMETERS.json with more categories). "error" is the cut's standard error if other judges
    were asked, "error_of_items" if other items were judged as well (a generalisability study of
    judges by items). The last round gives the cut.
    """
    columns = read_columns(estimates)
    special = {choices["judge"], choices["rounds"]}
    names = [name for name in columns if name not in special]
    table = np.array([number_column(columns, name) for name in names]).T
    judges = columns.get(choices["judge"], [str(row + 1) for row in range(len(table))])
    rounds = columns.get(choices["rounds"], ["1"] * len(table))
    bank = _bank(choices["parameters"], names)
    points = None if bank is None else (bank.n_categories - 1).astype(np.float64)
    if not judges:
        raise click.ClickException("There are no judges.")
    try:
        panels = {}
        for name in dict.fromkeys(rounds):
            rows = [row for row, own in enumerate(rounds) if own == name]
            panel = psychometrics.angoff(table[rows], points)
            panels[name] = (panel, _panel(panel, [judges[row] for row in rows]))
        last, report = list(panels.values())[-1]
        content = {"method": "angoff", "items": names, **report}
        content["rounds"] = {name: each for name, (_, each) in panels.items()}
        if bank is not None:
            content["scales"] = _scales(psychometrics.scales_of_raw(bank, last.cut, last.error))
    except ImproperCutError as error:
        raise click.ClickException(str(error)) from error
    write_json(content, out)


@command.command("bookmark")
@click.argument("marks", type=_FILE)
@click.argument("parameters", type=_FILE)
@click.option("--judge", default="judge", show_default=True, metavar="COLUMN")
@click.option("--page", default="page", show_default=True, metavar="COLUMN")
@click.option("--rp", default=0.67, show_default=True, help="Probability that means mastery.")
@click.option(
    "--place",
    default=Place.BEFORE.value,
    show_default=True,
    type=click.Choice([place.value for place in Place]),
    help="The cut: the page before the bookmark, its own, or between.",
)
@click.option("--out", type=_OUT, help="Instead of stdout.")
def bookmark(marks: Path, parameters: Path, out: Path | None, **choices: Any) -> None:
    """Average the judges' bookmarks in the booklet of PARAMETERS.json, easiest page first.

    Each judge names the first page, counted from 1, that a just passing person does not master.
    The answer tells the booklet, each judge's cut in logits, and the median as the panel's cut
    on both scales, with the error of the mean of the judges.
    """
    columns = read_columns(marks)
    bank = psychometrics.bank_of(read_parameters(parameters).items)
    pages = number_column(columns, choices["page"])
    judges = columns.get(choices["judge"], [str(row + 1) for row in range(len(pages))])
    if not (np.isfinite(pages) & (pages == np.rint(pages))).all():
        raise click.ClickException("Every bookmark is a whole number.")
    try:
        booklet = psychometrics.booklet(bank, choices["rp"])
        found = psychometrics.bookmarks(
            booklet, [int(page) for page in pages], Place(choices["place"])
        )
    except ImproperCutError as error:
        raise click.ClickException(str(error)) from error
    content = {
        "method": "bookmark",
        "cut": found.median,
        "mean": found.mean,
        "deviation": plain(found.deviation),
        "error": plain(found.error),
        "judges": [
            {"id": name, "cut": float(cut)} for name, cut in zip(judges, found.judges, strict=True)
        ],
        "scales": _scales(psychometrics.scales_of_ability(bank, found.median, found.error)),
        "booklet": [
            {"page": page, "item": name, "category": category, "ability": float(ability)}
            for page, (name, category, ability) in enumerate(zip(*booklet, strict=True), start=1)
        ],
    }
    write_json(content, out)


@command.command("groups")
@click.argument("scores", type=_FILE)
@click.option("--score", default="score", show_default=True, metavar="COLUMN")
@click.option("--judged", default="judged", show_default=True, metavar="COLUMN")
@click.option("--able", metavar="VALUE", help="Held able by those who know the person.")
@click.option("--not-able", metavar="VALUE", help="Held not able.")
@click.option("--border", metavar="VALUE", help="Held to be on the border.")
@click.option("--out", type=_OUT, help="Instead of stdout.")
def groups(scores: Path, out: Path | None, **choices: Any) -> None:
    """Find the score that parts judged people: contrasting groups, the borderline group, or both.

    Judges who know the people, but not their scores, say who is able. With --able and --not-able
    the cut is where both are equally likely (logistic regression), with its standard error; with
    --border it is the median of those on the border, with a 95 % interval.
    """
    if not choices["border"] and not (choices["able"] and choices["not_able"]):
        raise click.UsageError("Give --able and --not-able, --border, or all three.")
    columns = read_columns(scores)
    values = number_column(columns, choices["score"])
    judged = np.array(columns.get(choices["judged"], [""] * len(values)))
    content: dict[str, object] = {}
    try:
        if choices["able"] and choices["not_able"]:
            used = np.isin(judged, [choices["able"], choices["not_able"]])
            able = judged[used] == choices["able"]
            found = psychometrics.contrasting_groups(values[used], able)
            content["contrasting_groups"] = found._asdict()
        if choices["border"]:
            border = psychometrics.borderline_group(values[judged == choices["border"]])
            content["borderline_group"] = border._asdict()
    except ImproperCutError as error:
        raise click.ClickException(str(error)) from error
    write_json(content, out)


def _bank(parameters: Path | None, names: list[str]) -> Bank | None:
    if parameters is None:
        return None
    known: dict[str, Item] = {item.id: item for item in read_parameters(parameters).items}
    lacking = [name for name in names if name not in known]
    if lacking:
        raise click.ClickException(f"Item {lacking[0]} has no parameters.")
    return psychometrics.bank_of([known[name] for name in names])


def _panel(panel: Panel, judges: list[str]) -> dict[str, object]:
    return {
        "cut": panel.cut,
        "deviation": plain(panel.deviation),
        "error": plain(panel.error),
        "error_of_items": plain(panel.error_of_items),
        "variances": dict(
            zip(("judges", "items", "rest"), map(plain, panel.components), strict=True)
        ),
        "judges": [
            {"id": name, "cut": float(cut), "with_others": plain(agreement)}
            for name, cut, agreement in zip(judges, panel.judges, panel.agreement, strict=True)
        ],
    }


def _scales(found: Scales) -> dict[str, float | None]:
    return {name: plain(value) for name, value in found._asdict().items()}
