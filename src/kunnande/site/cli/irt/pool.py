"""Item pools as CSV, and which of their items a condition names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kunnande.engines.psychometrics import (
    ImproperItemError,
    Item,
    Model,
)

from .tables import ABSENT, read_columns

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_MODELS = {"1pl": "rasch", "gpc": "gpcm", "pc": "pcm", "gr": "grm"}


@dataclass(frozen=True)
class Pool:
    """Calibrated items and everything else that the file says of them."""

    items: tuple[Item, ...]
    columns: dict[str, list[str]]

    def number(self, name: object) -> int:
        """Return the place of an item, or raise ClickException."""
        for place, item in enumerate(self.items):
            if item.id == str(name):
                return place
        raise click.ClickException(f"The pool has no item {name}.")

    def column(self, name: str) -> list[str]:
        """Return what the file says under a heading, or raise ClickException."""
        if name not in self.columns:
            raise click.ClickException(f"The pool has no column {name}.")
        return self.columns[name]

    def amounts(self, name: str) -> NDArray[np.float64]:
        """Return a column of numbers, or raise ClickException."""
        try:
            return np.array([float(cell) for cell in self.column(name)])
        except ValueError as error:
            raise click.ClickException(f"Column {name}: {error}.") from error


def read_pool(path: Path) -> Pool:
    """Read a pool, or raise ClickException where an item is none."""
    columns = read_columns(path)
    low = {name.lower(): cells for name, cells in columns.items()}
    ids = next((low[name] for name in ("id", "item") if name in low), None)
    if not ids:
        raise click.ClickException(f"{path.name} has no items under a heading id or item.")
    items = []
    for row, name in enumerate(ids):
        cells = {key: own[row] for key, own in low.items() if own[row] not in ABSENT}
        try:
            items.append(_item(name, cells))
        except (ImproperItemError, ValueError, KeyError) as error:
            raise click.ClickException(f"Item {name}: {error}") from error
    if len(set(ids)) < len(ids):
        raise click.ClickException(f"{path.name} has two items of one name.")
    return Pool(tuple(items), columns)


def where(condition: dict[str, Any] | None, pool: Pool) -> NDArray[np.float64]:
    """Return 1 where everything that the condition says of columns holds."""
    mask = np.ones(len(pool.items))
    for name, wanted in (condition or {}).items():
        cells = pool.column(name)
        mask *= np.array([_holds(cell, wanted) for cell in cells], dtype=np.float64)
    return mask


def _item(name: str, cells: dict[str, str]) -> Item:
    written = cells.get("model", "3pl" if "c" in cells else "2pl").lower()
    model = Model(_MODELS.get(written, written))
    in_order = _numbered("par", cells)
    if in_order:
        slope = 1.0 if model.has_unit_slope else in_order.pop(0)
        place = in_order.pop(0) if model.is_dichotomous else float(np.mean(in_order))
        guess, steps = (in_order[0] if in_order else 0.0), in_order
    else:
        slope, steps = float(cells.get("a", 1)), _numbered("b", cells)
        place = float(cells["b"]) if model.is_dichotomous else float(np.mean(steps))
        guess = float(cells.get("c", 0))
    if model.is_dichotomous:
        return Item(id=name, model=model, a=slope, b=place, c=guess)
    return Item(id=name, model=model, a=slope, b=place, thresholds=tuple(steps))


def _numbered(letters: str, cells: dict[str, str]) -> list[float]:
    """Return the numbers under b1, b2 ... in their order."""
    names = [f"{letters}{number}" for number in range(1, 100)]
    return [float(cells[name]) for name in names if name in cells]


def _holds(cell: str, wanted: object) -> bool:
    if isinstance(wanted, list):
        return any(_holds(cell, each) for each in wanted)
    if not isinstance(wanted, dict):
        return cell == str(wanted) or (_as_number(cell) is not None and _same(cell, wanted))
    verdicts = []
    for key, value in wanted.items():
        number = _as_number(cell)
        verdicts.append(
            {
                "least": number is not None and number >= _bound(value, -np.inf),
                "most": number is not None and number <= _bound(value, np.inf),
                "not": not _holds(cell, value),
                "present": (cell not in ABSENT) is bool(value),
            }[key]
        )
    return all(verdicts)


def _as_number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _same(cell: str, wanted: object) -> bool:
    number = _as_number(str(wanted))
    return number is not None and number == _as_number(cell)


def _bound(value: object, otherwise: float) -> float:
    number = _as_number(str(value))
    return otherwise if number is None else number
