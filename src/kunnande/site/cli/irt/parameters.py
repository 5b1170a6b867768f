"""Item parameters as JSON."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
import numpy as np

from kunnande.engines.psychometrics import (
    MISSING,
    ImproperItemError,
    ImproperResponsesError,
    Item,
    Model,
    Prior,
    Responses,
    responses_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from .tables import AnswerTable


@dataclass(frozen=True)
class ParameterFile:
    """Calibrated items and the distribution of ability they were calibrated with.

    ``areas`` are what each item says under "area", empty where none does; ``errors`` the standard
    errors of the difficulties that are known.
    """

    items: tuple[Item, ...]
    prior: Prior
    areas: tuple[str, ...] = ()
    errors: dict[str, float] = field(default_factory=dict)


def read_parameters(path: Path) -> ParameterFile:
    """Read what ``kunnande irt calibrate`` wrote; items without parameters are left out.

    Raises ClickException when the file says something else.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        entries = [entry for entry in content["items"] if _is_known(entry)]
        items = tuple(_item(entry, content.get("model")) for entry in entries)
        named = any("area" in entry for entry in entries)
        areas = tuple(str(entry.get("area", "")) for entry in entries) if named else ()
        latent = content.get("latent") or {}
        known = {str(entry["id"]): (entry.get("se") or {}).get("b") for entry in entries}
        errors = {name: float(error) for name, error in known.items() if error is not None}
        mean, variance = _number(latent, "mean", 0.0), _number(latent, "variance", 1.0)
        prior = Prior(mean, math.sqrt(variance))
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise click.ClickException(f"{path.name} holds no item parameters: {error!r}") from error
    if not items:
        raise click.ClickException(f"{path.name} holds no item with parameters.")
    return ParameterFile(items, prior, areas, errors)


def _is_known(entry: dict[str, object]) -> bool:
    return entry.get("b") is not None or bool(entry.get("thresholds"))


def _item(entry: dict[str, object], model: object) -> Item:
    thresholds = entry.get("thresholds") or ()
    if not isinstance(thresholds, list | tuple):
        raise ImproperItemError("Thresholds are a list of numbers.")
    steps = tuple(float(step) for step in thresholds)
    kind = Model(str(entry.get("model") or model or "2pl"))
    return Item(
        id=str(entry["id"]),
        model=kind,
        a=_number(entry, "a", 1.0),
        b=_number(entry, "b", float(np.mean(steps)) if steps else 0.0),
        c=_number(entry, "c", 0.0),
        thresholds=() if kind.is_dichotomous else steps,
        lowest=int(_number(entry, "lowest", 0.0)),
    )


def _number(entry: dict[str, object], name: str, otherwise: float) -> float:
    value = entry.get(name)
    if value is None:
        return otherwise
    if not isinstance(value, int | float):
        raise ImproperItemError(f"{name} is a number.")
    return float(value)


def answers_to(table: AnswerTable, items: tuple[Item, ...]) -> Responses:
    """Return the answers to calibrated items, coded from 0; an item not in the file is missing.

    Raises ClickException when the file holds none of the items.
    """
    place = {name: column for column, name in enumerate(table.items)}
    if not any(item.id in place for item in items):
        raise click.ClickException("The answers are to none of the items with parameters.")
    codes = np.full((len(table.persons), len(items)), MISSING)
    for column, item in enumerate(items):
        if item.id in place:
            answers = table.answers[:, place[item.id]] - item.lowest
            if (answers < 0).any():
                raise click.ClickException(f"Item {item.id}: answers start at {item.lowest}.")
            codes[:, column] = np.where(np.isnan(answers), MISSING, answers).astype(int)
    lowest = np.array([item.lowest for item in items])
    try:
        return responses_of(
            [item.id for item in items], codes, weights=table.weights, lowest=lowest
        )
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error


def plain(value: float) -> float | None:
    """Return a number that JSON can hold, or None."""
    return float(value) if math.isfinite(value) else None


def write_json(content: object, out: Path | None) -> None:
    """Write to a file, or to standard output when there is none."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
